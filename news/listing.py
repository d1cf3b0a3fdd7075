"""The news list as a visitor filters and pages it. Nonsense in the address is answered with 404."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import references, teasers
from core.filters import Choice, Filters, paginate
from core.models import Topic
from core.places import State
from core.visibility import visible

from .querysets import NewsQuerySet

PAGE_SIZE = 10


def news_listing(queryset: NewsQuerySet, parameters: QueryDict) -> dict[str, Any]:
    """What the template of the list needs: filters, one page of items with their cards.

    Raises `Http404` for unknown values and pages past the end.
    """
    items = visible(queryset)
    states = set(items.exclude(state="").order_by().values_list("state", flat=True).distinct())
    keys = set(
        items.order_by()
        .exclude(topic_links=None)
        .values_list("topic_links__topic__translation_key", flat=True)
        .distinct()
    )
    topics = Topic.objects.filter(translation_key__in=keys, locale__language_code=get_language())
    by_slug = {topic.slug: topic for topic in topics}
    filters = Filters(
        parameters,
        [
            Choice("year", _("Year"), [(str(year), str(year)) for year in items.years()]),
            Choice("state", _("State"), [(s.value, s.label) for s in State if s.value in states]),
            Choice("topic", _("Topic"), [(topic.slug, topic.name) for topic in topics]),
        ],
    )
    if year := filters["year"]:
        items = items.of_year(int(year))
    if state := filters["state"]:
        items = items.filter(state=state)
    if slug := filters["topic"]:
        items = items.about(by_slug[slug].translation_key)
    page = paginate(items.newest_first().prefetch_related("topic_links__topic"), filters, PAGE_SIZE)
    references.current().localized(link.topic for item in page for link in item.topic_links.all())
    return {"filters": filters, "results": page, "cards": teasers.cards(page.object_list)}
