from typing import Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from .models import AdvisorConsent, AdvisorPage, Municipality


class AddOnlyPolicy(ModelPermissionPolicy):
    """Records can be seen and added; nobody can change or delete one."""

    def user_has_permission(self, user, action):
        return action not in ("change", "delete") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(AdvisorConsent, AddOnlyPolicy(AdvisorConsent))


class ConsentViewSet(ModelViewSet):
    model = AdvisorConsent
    menu_label = gettext_lazy("Consents")
    icon = "clipboard-list"
    menu_order = 260
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = ["advisor", "given_on", "means", "valid_until", "withdrawn_on", "recorded_at"]
    list_filter = ["means", "given_on", "withdrawn_on"]
    exclude_form_fields = ["recorded_at"]


@hooks.register("register_admin_viewset")
def register_consents():
    return ConsentViewSet("consents")


class MunicipalityIndexView(IndexView):
    """The list; upper floors put buttons above it (hook `register_municipality_list_buttons`,
    which is given the user)."""

    @cached_property
    def more_of_upper_floors(self) -> list[Any]:
        found = hooks.get_hooks("register_municipality_list_buttons")
        return [button for register in found for button in register(self.request.user)]

    @cached_property
    def header_buttons(self) -> list[Any]:
        prominent = [b for b in self.more_of_upper_floors if isinstance(b, HeaderButton)]
        return [*super().header_buttons, *prominent]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        others = [b for b in self.more_of_upper_floors if not isinstance(b, HeaderButton)]
        return [*super().header_more_buttons, *others]


class MunicipalityViewSet(SnippetViewSet):
    model = Municipality
    index_view_class = MunicipalityIndexView
    icon = "site"
    menu_label = gettext_lazy("Municipalities")
    menu_order = 265
    add_to_admin_menu = True
    list_display = [
        "name",
        "district",
        "state",
        BooleanColumn("is_advised", label=gettext_lazy("Advised")),
    ]
    list_filter = ["state"]


register_snippet(MunicipalityViewSet)


@hooks.register("before_bulk_action")
def refuse_bulk_publishing_without_consent(request, action_type, objects, action):
    """Publishing many at once asks for the same consent as publishing one."""
    if action_type != "publish" or action.model is None:
        return None
    pages = AdvisorPage.objects.filter(pk__in=[page.pk for page in objects])
    if request.POST.get("include_descendants"):
        for page in objects:
            pages = pages | AdvisorPage.objects.descendant_of(page).not_live()
    refused = pages.without_consent().values_list("draft_title", flat=True)
    if not refused:
        return None
    messages.error(
        request,
        _("Nothing was published: there is no valid consent for %(profiles)s.")
        % {"profiles": ", ".join(sorted(refused))},
    )
    return redirect(action.next_url)
