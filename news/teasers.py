from uuid import UUID

from core.teasers import register_newest
from core.visibility import visible

from .models import NewsPage


@register_newest
def newest_news(topic: UUID | None, state: str, language: str):
    """Visible news in a language, newest first, by topic (translation key) and state if given."""
    pages = visible(NewsPage.objects.filter(locale__language_code=language))
    if state:
        pages = pages.filter(state=state)
    if topic:
        pages = pages.about(topic)
    return pages.newest_first()
