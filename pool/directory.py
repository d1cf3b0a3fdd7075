"""The advisor directory as a visitor filters it; only what consents allow can be filtered by."""

from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import teasers
from core.facets import Facet, narrowed, tally
from core.filters import Choice, Filters, paginate
from core.models import Topic
from core.names import collation_key, language_name
from core.places import State
from core.visibility import visible

from .by_city import ProfilesByCity
from .models.consent import Scope
from .profile import load_profiles
from .querysets import AdvisorQuerySet

PAGE_SIZE = 24
BY_CITY = "cities"


def advisor_directory(queryset: AdvisorQuerySet, parameters: QueryDict) -> dict[str, Any]:
    """What the template of the directory needs: filters, one page of profiles with their cards.

    `groups` has the cards by city where the address asks for that (`?view=cities`), else None.
    Raises `Http404` for unknown values and pages past the end.
    """
    advisors = visible(queryset)
    facets = _facets(advisors)
    arrangement = Choice("view", _("Arrangement"), [(BY_CITY, _("By city"))])
    filters = Filters(parameters, [facet.choice for facet in facets], arrangement)
    advisors = narrowed(advisors, facets, filters).prefetch_related(
        "country_links", "language_links", "topic_links__topic"
    )
    by_city = ProfilesByCity(advisors) if filters["view"] == BY_CITY else None
    entries = advisors.distinct().order_by("title", "pk") if by_city is None else by_city
    page = paginate(entries, filters, PAGE_SIZE)
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


def _facets(advisors: AdvisorQuerySet) -> list[Facet]:
    topics = Topic.objects.filter(
        translation_key__in=_tally_topics(advisors), locale__language_code=get_language()
    )
    slugs = {str(topic.translation_key): topic.slug for topic in topics}
    key_of = {slug: key for key, slug in slugs.items()}
    states = tally(advisors, "state")
    languages = [(code, language_name(code)) for code in _tally_languages(advisors)]
    cities = sorted(_tally_cities(advisors), key=collation_key)
    return [
        Facet(
            Choice("state", _("State"), [(s.value, s.label) for s in State if s.value in states]),
            narrow=lambda entries, state: entries.filter(state=state),
            tally=lambda entries: tally(entries, "state"),
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


def _tally_topics(advisors: AdvisorQuerySet) -> dict[str, int]:
    return tally(advisors.showing(Scope.TOPICS), "topic_links__topic__translation_key")


def _tally_languages(advisors: AdvisorQuerySet) -> dict[str, int]:
    return tally(advisors.showing(Scope.LANGUAGES), "language_links__language")


def _tally_cities(advisors: AdvisorQuerySet) -> dict[str, int]:
    return tally(advisors.showing(Scope.CITY), "city")


def _by_label(option: tuple[str, str]) -> tuple[str, str]:
    return collation_key(option[1])
