from core.teasers import Entry, register_newest
from core.visibility import visible

from .models import NewsPage


@register_newest(NewsPage)
def newest_news(language: str) -> list[Entry]:
    """All visible news in a language, newest first, in one query."""
    pages = visible(NewsPage.objects.filter(locale__language_code=language)).newest_first()
    states: dict[int, str] = {}
    topics: dict[int, set] = {}
    for pk, state, topic in pages.values_list("pk", "state", "topic_links__topic__translation_key"):
        states[pk] = state
        topics.setdefault(pk, set()).add(topic)
    return [Entry(pk, state, frozenset(topics[pk])) for pk, state in states.items()]
