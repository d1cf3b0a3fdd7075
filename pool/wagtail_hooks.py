from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from .advisor_list import AdvisorPageViewSet, AdvisorsViewSet
from .models import AdvisorConsent, AdvisorPage, ConsentText
from .municipality_list import MunicipalityViewSet


class AddOnlyPolicy(ModelPermissionPolicy):
    """Records can be seen and added; nobody can change or delete one."""

    def user_has_permission(self, user, action):
        return action not in ("change", "delete") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


for model in (AdvisorConsent, ConsentText):
    register_permission_policy(model, AddOnlyPolicy(model))


class RecordView(CreateView):
    """Notes who recorded it."""

    def save_instance(self):
        self.form.instance.recorded_by = self.request.user
        return super().save_instance()


class ConsentViewSet(ModelViewSet):
    model = AdvisorConsent
    add_view_class = RecordView
    menu_label = gettext_lazy("Consents")
    icon = "clipboard-list"
    menu_order = 260
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = ["advisor", "given_on", "means", "valid_until", "withdrawn_on", "recorded_at"]
    list_filter = ["means", "given_on", "withdrawn_on"]
    exclude_form_fields = ["recorded_at"]


class ConsentTextViewSet(ModelViewSet):
    model = ConsentText
    add_view_class = RecordView
    menu_label = gettext_lazy("Consent texts")
    icon = "doc-full"
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = ["version", "recorded_at"]
    inspect_view_fields = [
        "version",
        "text_de",
        "text_en",
        "checksum",
        "recorded_at",
        "recorded_by",
    ]


@hooks.register("register_admin_viewset")
def register_consents():
    return [ConsentViewSet("consents"), ConsentTextViewSet("consent_texts")]


@hooks.register("register_admin_viewset")
def register_advisors():
    return [AdvisorsViewSet("advisor_list", url_prefix="advisors"), AdvisorPageViewSet()]


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
