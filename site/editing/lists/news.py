"""The news in the admin: when and where, and how far the translation is.

One list of all news that somebody may edit, and the same columns where Wagtail shows what lies
below a news list.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.models import Locale, Page

from core.page_lists import ExplorerView, PageListView, leading_columns, trailing_columns
from core.places import State as Land
from news.models import NewsPage

from ..translations.state import Keys, State, languages, with_state


def states_of(source: Locale, locale: Locale, only: Keys = None) -> QuerySet:
    """Originals with the state of their translation, `rank`: all, or those of translation keys."""
    originals = Page.objects.filter(locale_id=source.pk, alias_of=None).order_by()
    if only is not None:
        originals = originals.filter(translation_key__in=only)
    return with_state(originals, Page, source, locale, only)


class TranslationColumn(Column):
    """How far the translation is that a page is, or is the original of (`translation`)."""

    cell_template_name = "editing/lists/translation_cell.html"


class NewsFilterSet(PageFilterSet):
    date = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)
    place = django_filters.CharFilter(label=_("Place"), method="filter_place")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=Land.choices, widget=CheckboxSelectMultiple
    )
    translation = django_filters.MultipleChoiceFilter(
        label=_("Translation"),
        choices=State.choices,
        method="filter_translation",
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = NewsPage
        fields = ["date", "state"]

    # As subqueries, which can be searched as well: the search index knows only some of the fields.
    def filter_place(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        found = NewsPage.objects.filter(place__icontains=value).order_by()
        return queryset.filter(pk__in=found.values("pk"))

    def filter_translation(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        if not value:
            return queryset
        source, others = languages()
        ranks = [State(state).rank for state in value]
        is_so = Q(pk__in=())
        for locale in others:
            keys = states_of(source, locale).filter(rank__in=ranks).values("translation_key")
            is_so |= Q(translation_key__in=keys)
        return queryset.filter(pk__in=NewsPage.objects.filter(is_so).order_by().values("pk"))


class NewsInList:
    """Mixin: the pages of the list know the state of their translation."""

    sorted_empty_last = ("date",)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        note_translations(context["object_list"])
        return context

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        pages = list(queryset)
        note_translations(pages)
        return super().as_spreadsheet(pages, spreadsheet_format)


def note_translations(pages: Iterable[NewsPage]) -> None:
    """Give each page the `translation` that its column shows, "" if it has no original."""
    pages = list(pages)
    states = translation_states({page.translation_key for page in pages})
    for page in pages:
        page.translation = states.get(page.translation_key)
        page.translation_label = page.translation.label if page.translation else ""


def translation_states(keys: set[UUID]) -> dict[UUID, State]:
    """The states of translations, by the key that original and translation share."""
    source, others = languages()
    found: dict[UUID, State] = {}
    for locale in others:
        ranks = states_of(source, locale, keys)
        for key, rank in ranks.values_list("translation_key", "rank"):
            found[key] = list(State)[rank]
    return found


COLUMNS = [
    *leading_columns(_("Title")),
    Column("date_label", label=_("Date"), sort_key="date"),
    Column("place", label=_("Place"), sort_key="place"),
    Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
    TranslationColumn("translation", label=_("Translation")),
    *trailing_columns(_("Status"), _("Updated")),
]


class NewsList:
    """What both lists of news have in common."""

    model = NewsPage
    columns = COLUMNS
    filterset_class = NewsFilterSet
    list_export = [
        "title",
        "locale",
        "date",
        "date_label",
        "place",
        "venue",
        "get_state_display",
        "translation_label",
        "status_string",
        "latest_revision_created_at",
        "full_url",
    ]
    export_headings = {
        "title": _("Title"),
        "locale": _("Language"),
        "date": _("Date"),
        "date_label": _("Date in words"),
        "place": _("Place"),
        "venue": _("Venue"),
        "get_state_display": _("State"),
        "translation_label": _("Translation"),
        "status_string": _("Status"),
        "latest_revision_created_at": _("Updated"),
        "full_url": _("Address"),
    }
    export_filename = "news"


class NewsListView(NewsInList, PageListView):
    default_ordering = "-date"


class NewsExplorerView(NewsInList, ExplorerView):
    pass


class NewsViewSet(NewsList, PageListingViewSet):
    index_view_class = NewsListView
    icon = "doc-full"
    menu_label = _("News")
    menu_order = 240
    add_to_admin_menu = True


class NewsPageViewSet(NewsList, PageViewSet):
    index_view_class = NewsExplorerView
