"""The municipalities in the admin: where each lies, and whether its state's map can show it."""

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import SnippetViewSet

from core.listings import SearchableIndexView
from core.places import State

from .models import Municipality, Position


class MunicipalityIndexView(SearchableIndexView):
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


class PositionColumn(Column):
    """The coordinates of a municipality, and a warning if its state's map cannot show them."""

    cell_template_name = "pool/admin/position_cell.html"

    def get_value(self, instance: Municipality) -> str:
        return gettext("%(latitude)s N, %(longitude)s E") % {
            "latitude": _degrees(instance.latitude),
            "longitude": _degrees(instance.longitude),
        }

    def get_cell_context_data(self, instance: Municipality, parent_context: Any) -> dict[str, Any]:
        return {
            **super().get_cell_context_data(instance, parent_context),
            "position": Position(instance.position),
            "is_shown": instance.position == Position.SHOWN,
        }


def _degrees(value: Decimal) -> str:
    return f"{number_format(value, decimal_pos=4)}°"


class MunicipalityFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=State.choices, widget=CheckboxSelectMultiple
    )
    position = django_filters.ChoiceFilter(
        label=_("Map position"),
        choices=Position.choices,
        method="filter_position",
        empty_label=_("All"),
        widget=RadioSelect,
    )

    class Meta:
        model = Municipality
        fields = ["state"]

    def filter_position(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        wanted = Municipality.objects.for_lists().filter(position=value)
        return queryset.filter(pk__in=wanted.values("pk"))


class MunicipalityViewSet(SnippetViewSet):
    model = Municipality
    index_view_class = MunicipalityIndexView
    icon = "site"
    menu_label = _("Municipalities")
    menu_order = 265
    add_to_admin_menu = True
    list_display = [
        "name",
        "district",
        "state",
        BooleanColumn("has_consultations", label=_("Advised"), sort_key="has_consultations"),
        PositionColumn("position", label=_("Map position")),
    ]
    filterset_class = MunicipalityFilterSet

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Municipality.objects.for_lists()
