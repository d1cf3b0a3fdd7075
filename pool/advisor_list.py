"""The advisors in the admin, with the consent that decides whether a profile may be public."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from core.page_lists import ExplorerView, PageListView, leading_columns, trailing_columns
from core.places import State

from .models import AdvisorPage, ConsentState

CALM = frozenset({ConsentState.VALID})


class ConsentColumn(Column):
    """What the newest consent means today, and until when."""

    cell_template_name = "pool/admin/consent_cell.html"

    def get_cell_context_data(self, instance: AdvisorPage, parent_context: Any) -> dict[str, Any]:
        state = ConsentState(instance.consent_state)
        is_withdrawn = state == ConsentState.WITHDRAWN
        return {
            **super().get_cell_context_data(instance, parent_context),
            "state": state,
            "status_class": "w-status--primary" if state in CALM else "w-status--label",
            "day": None if is_withdrawn else instance.consent_until,
            "withdrawn_on": instance.consent_withdrawn_on,
        }


class AdvisorFilterSet(PageFilterSet):
    consent = django_filters.MultipleChoiceFilter(
        label=_("Consent"),
        choices=ConsentState.choices,
        method="filter_consent",
        widget=CheckboxSelectMultiple,
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=State.choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = AdvisorPage
        fields = ["state"]

    def filter_consent(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        if not value:
            return queryset
        wanted = AdvisorPage.objects.with_consent_state().filter(consent_state__in=value)
        return queryset.filter(pk__in=wanted.order_by().values("pk"))


class ConsentsInList:
    """Mixin: the pages of the list know their consent."""

    sorted_empty_last = ("consent_until",)
    custom_field_preprocess = {
        "consent_state": dict.fromkeys(IndexView.FORMATS, lambda value: ConsentState(value).label)
    }

    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        return super().annotate_queryset(pages.with_consent_state())


class AdvisorListView(ConsentsInList, PageListView):
    pass


class AdvisorExplorerView(ConsentsInList, ExplorerView):
    pass


class AdvisorList:
    """What both lists of advisors have in common."""

    model = AdvisorPage
    columns = [
        *leading_columns(_("Profile")),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        Column("city", label=_("City"), sort_key="city"),
        ConsentColumn(
            "consent", label=_("Consent"), accessor="consent_state", sort_key="consent_until"
        ),
        *trailing_columns(_("Status"), _("Updated")),
    ]
    filterset_class = AdvisorFilterSet
    list_export = [
        "title",
        "locale",
        "get_state_display",
        "city",
        "consent_state",
        "consent_until",
        "consent_withdrawn_on",
        "status_string",
    ]
    export_headings = {
        "title": _("Profile"),
        "locale": _("Language"),
        "get_state_display": _("State"),
        "city": _("City"),
        "consent_state": _("Consent"),
        "consent_until": _("Consent valid until"),
        "consent_withdrawn_on": _("Withdrawn on"),
        "status_string": _("Status"),
    }
    export_filename = "advisors"


class AdvisorsViewSet(AdvisorList, PageListingViewSet):
    index_view_class = AdvisorListView
    icon = "group"
    menu_label = _("Advisor profiles")
    menu_order = 255
    add_to_admin_menu = True


class AdvisorPageViewSet(AdvisorList, PageViewSet):
    index_view_class = AdvisorExplorerView
