"""The advisor directory as a visitor filters it; only what consents allow can be filtered by."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import teasers
from core.facets import Counted, Facet, RememberedPages, narrowed, tally
from core.filters import Choice, Filters, paginate
from core.models import Topic
from core.names import collation_key, language_name
from core.places import State
from core.visibility import visible

from .by_city import ProfilesByCity
from .models.consent import Scope
from .profile import load_profiles
from .querysets import AdvisorQuerySet

Counts = dict[str, int]

PAGE_SIZE = 24
BY_CITY = "cities"
RELATIONS = ["country_links", "language_links", "topic_links"]


def advisor_directory(
    queryset: AdvisorQuerySet, parameters: QueryDict, name: str
) -> dict[str, Any]:
    """What the template of the directory needs: filters, one page of profiles with their cards.

    `groups` has the cards by city where the address asks for that (`?view=cities`), else None.
    `name` is under which the list's counts are remembered (`core.facets.Counted`).
    Raises `Http404` for unknown values and pages past the end.
    """
    advisors, counted = visible(queryset), Counted(name)
    facets = _facets(advisors, counted)
    arrangement = Choice("view", _("Arrangement"), [(BY_CITY, _("By city"))])
    filters = Filters(parameters, [facet.choice for facet in facets], arrangement)
    advisors = narrowed(advisors, facets, filters, counted).defer_streamfields()
    advisors = advisors.prefetch_related(*RELATIONS)
    by_city = ProfilesByCity(advisors) if filters["view"] == BY_CITY else None
    if by_city is None:
        by_title = advisors.order_by("title", "pk")
        entries = RememberedPages(by_title, facets, filters, counted)
    page = paginate(entries if by_city is None else by_city, filters, PAGE_SIZE)
    load_profiles(page.object_list)
    cards = teasers.cards(page.object_list)
    # The page's first index is 0 where there is nothing at all.
    start = max(0, page.start_index() - 1)
    return {
        "filters": filters,
        "results": page,
        "cards": cards,
        "groups": None if by_city is None else by_city.groups(cards, start),
    }


def _facets(advisors: AdvisorQuerySet, counted: Counted) -> list[Facet]:
    def all_values(what: str, count: Callable[[AdvisorQuerySet], Counts]) -> Counts:
        return counted.remembered(what, "", lambda: count(advisors))

    topics = counted.remembered("topics", "", lambda: _topics(advisors))
    slugs = {str(topic.translation_key): topic.slug for topic in topics}
    key_of = {slug: key for key, slug in slugs.items()}
    states = all_values("state", _tally_states)
    languages = [(code, language_name(code)) for code in all_values("language", _tally_languages)]
    cities = sorted(all_values("city", _tally_cities), key=collation_key)
    return [
        Facet(
            Choice("state", _("State"), [(s.value, s.label) for s in State if s.value in states]),
            narrow=lambda entries, state: entries.filter(state=state),
            tally=_tally_states,
        ),
        Facet(
            Choice("topic", _("Topic"), [(topic.slug, topic.name) for topic in topics]),
            narrow=lambda entries, slug: entries.about(UUID(key_of[slug])),
            tally=lambda entries: {
                slugs[key]: number for key, number in _tally_topics(entries).items() if key in slugs
            },
        ),
        Facet(
            Choice("language", _("Language"), sorted(languages, key=_by_label)),
            narrow=lambda entries, code: entries.speaking(code),
            tally=_tally_languages,
        ),
        Facet(
            Choice("city", _("City"), [(city, city) for city in cities]),
            narrow=lambda entries, city: entries.in_city(city),
            tally=_tally_cities,
        ),
    ]


def _topics(advisors: AdvisorQuerySet) -> list[Topic]:
    """The topics that profiles show, in the active language."""
    keys = _tally_topics(advisors)
    return list(
        Topic.objects.filter(translation_key__in=keys, locale__language_code=get_language())
    )


def _tally_states(advisors: AdvisorQuerySet) -> Counts:
    return tally(advisors, "state")


def _tally_topics(advisors: AdvisorQuerySet) -> Counts:
    return tally(advisors.showing(Scope.TOPICS), "topic_links__topic__translation_key")


def _tally_languages(advisors: AdvisorQuerySet) -> Counts:
    return tally(advisors.showing(Scope.LANGUAGES), "language_links__language")


def _tally_cities(advisors: AdvisorQuerySet) -> Counts:
    return tally(advisors.showing(Scope.CITY), "city")


def _by_label(option: tuple[str, str]) -> tuple[str, str]:
    return collation_key(option[1])
