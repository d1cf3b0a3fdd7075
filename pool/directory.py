"""The advisor directory as a visitor filters it; only what consents allow can be filtered by."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import teasers
from core.filters import Choice, Filters, paginate
from core.models import Topic
from core.names import language_name
from core.places import State
from core.visibility import visible

from .models.consent import Scope
from .profile import load_profiles
from .querysets import AdvisorQuerySet

PAGE_SIZE = 24


def advisor_directory(queryset: AdvisorQuerySet, parameters: QueryDict) -> dict[str, Any]:
    """What the template of the directory needs: filters, one page of profiles with their cards.

    Raises `Http404` for unknown values and pages past the end.
    """
    advisors = visible(queryset)
    topics = _topics(advisors)
    by_slug = {topic.slug: topic for topic in topics}
    filters = Filters(
        parameters,
        [
            Choice("state", _("State"), _states(advisors)),
            Choice("topic", _("Topic"), [(topic.slug, topic.name) for topic in topics]),
            Choice("language", _("Language"), _languages(advisors)),
            Choice("city", _("City"), _cities(advisors)),
        ],
    )
    if state := filters["state"]:
        advisors = advisors.filter(state=state)
    if slug := filters["topic"]:
        advisors = advisors.about(by_slug[slug].translation_key)
    if language := filters["language"]:
        advisors = advisors.speaking(language)
    if city := filters["city"]:
        advisors = advisors.in_city(city)
    advisors = advisors.distinct().order_by("title", "pk")
    page = paginate(
        advisors.prefetch_related("country_links", "language_links", "topic_links__topic"),
        filters,
        PAGE_SIZE,
    )
    load_profiles(page.object_list)
    return {"filters": filters, "results": page, "cards": teasers.cards(page.object_list)}


def _states(advisors: AdvisorQuerySet) -> list[tuple[str, Any]]:
    found = set(advisors.order_by().values_list("state", flat=True).distinct())
    return [(state.value, state.label) for state in State if state.value in found]


def _topics(advisors: AdvisorQuerySet) -> list[Topic]:
    keys = advisors.showing(Scope.TOPICS).values("topic_links__topic__translation_key")
    return list(
        Topic.objects.filter(
            translation_key__in=keys.order_by(), locale__language_code=get_language()
        )
    )


def _languages(advisors: AdvisorQuerySet) -> list[tuple[str, str]]:
    codes = (
        advisors.showing(Scope.LANGUAGES)
        .exclude(language_links=None)
        .order_by()
        .values_list("language_links__language", flat=True)
        .distinct()
    )
    return sorted(((code, language_name(code)) for code in codes), key=lambda pair: pair[1])


def _cities(advisors: AdvisorQuerySet) -> list[tuple[str, str]]:
    cities = (
        advisors.showing(Scope.CITY)
        .exclude(city="")
        .order_by("city")
        .values_list("city", flat=True)
        .distinct()
    )
    return [(city, city) for city in cities]
