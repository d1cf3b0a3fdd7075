"""The news list as a visitor filters and pages it. Nonsense in the address is answered with 404."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import references, teasers
from core.facets import Counted, Facet, counted_entries, narrowed, tally
from core.filters import Choice, Filters, paginate
from core.models import Topic
from core.places import State
from core.visibility import visible

from .querysets import NewestFirst, NewsQuerySet

PAGE_SIZE = 10


def news_listing(queryset: NewsQuerySet, parameters: QueryDict, name: str) -> dict[str, Any]:
    """What the template of the list needs: filters, one page of items with their cards, and the
    archive: the years that have items under the other filters, newest first.

    `name` is under which the list's counts are remembered (`core.facets.Counted`).
    Raises `Http404` for unknown values and pages past the end.
    """
    items, counted = visible(queryset), Counted(name)
    facets = _facets(items, counted)
    filters = Filters(parameters, [facet.choice for facet in facets])
    items = narrowed(items, facets, filters, counted).defer_streamfields()
    # Under the filters chosen, also that of the year: as many as these years have.
    years = facets[0].choice
    dated = [number for year, __, number in years.counted_options if filters["year"] in ("", year)]
    entries = NewestFirst(
        items.prefetch_related("topic_links"),
        counted_entries(items, facets, filters, counted),
        sum(number or 0 for number in dated),
    )
    page = paginate(entries, filters, PAGE_SIZE)
    pks = [link.topic_id for item in page for link in item.topic_links.all()]
    references.current().snippets(Topic, pks)
    return {
        "filters": filters,
        "results": page,
        "cards": teasers.cards(page.object_list),
        "archive": _archive(facets[0].choice),
    }


@dataclass(frozen=True)
class ArchiveYear:
    """A year of the archive ("2018") with the number of its items."""

    value: str
    count: int
    is_chosen: bool


def _archive(years: Choice) -> list[ArchiveYear]:
    return [
        ArchiveYear(value, number, value == years.selected)
        for value, __, number in years.counted_options
        if number
    ]


def _facets(items: NewsQuerySet, counted: Counted) -> list[Facet]:
    def all_values(what: str, field: str) -> dict[str, int]:
        return counted.remembered(what, "", lambda: tally(items, field))

    years = sorted(all_values("year", "date__year"), reverse=True)
    states = all_values("state", "state")
    topics = counted.remembered("topics", "", lambda: _topics(items))
    slugs = {str(topic.translation_key): topic.slug for topic in topics}
    key_of = {slug: key for key, slug in slugs.items()}

    def tally_topics(entries: NewsQuerySet) -> dict[str, int]:
        found = tally(entries, "topic_links__topic__translation_key")
        return {slugs[key]: number for key, number in found.items() if key in slugs}

    return [
        Facet(
            Choice("year", _("Year"), [(year, year) for year in years]),
            narrow=lambda entries, year: entries.of_year(int(year)),
            tally=lambda entries: tally(entries, "date__year"),
        ),
        Facet(
            Choice("state", _("State"), [(s.value, s.label) for s in State if s.value in states]),
            narrow=lambda entries, state: entries.filter(state=state),
            tally=lambda entries: tally(entries, "state"),
        ),
        Facet(
            Choice("topic", _("Topic"), [(topic.slug, topic.name) for topic in topics]),
            narrow=lambda entries, slug: entries.about(UUID(key_of[slug])),
            tally=tally_topics,
        ),
    ]


def _topics(items: NewsQuerySet) -> list[Topic]:
    """The topics that the items have, in the active language."""
    keys = tally(items, "topic_links__topic__translation_key")
    return list(
        Topic.objects.filter(translation_key__in=keys, locale__language_code=get_language())
    )
