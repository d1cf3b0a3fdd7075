from collections import defaultdict
from uuid import UUID

from core.references import locale_id
from core.teasers import Entry, register_newest
from core.visibility import visible

from .models import NewsPage, NewsTopic


@register_newest(NewsPage)
def newest_news(language: str, topic: UUID | None, state: str, count: int) -> list[Entry]:
    """So many of the visible news in a language, newest first, of a topic and state if given: in
    two queries."""
    pages = visible(NewsPage.objects.filter(locale_id=locale_id(language)))
    if topic:
        pages = pages.about(topic)
    if state:
        pages = pages.filter(state=state)
    states = dict(pages.values_list("pk", "state").newest(count))
    topics: dict[int, set[UUID]] = defaultdict(set)
    links = NewsTopic.objects.filter(page__in=list(states))
    for pk, key in links.values_list("page_id", "topic__translation_key"):
        topics[pk].add(key)
    return [Entry(pk, state, frozenset(topics[pk])) for pk, state in states.items()]
