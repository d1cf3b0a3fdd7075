"""Which news a feed or a calendar holds: all of a language, or those of a topic or a state."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.images import get_image_model

from core import references
from core.models import Topic
from core.places import State
from core.urls import absolute_url
from core.visibility import visible

from .models import NewsIndexPage, NewsPage
from .querysets import NewsQuerySet


@dataclass(frozen=True)
class Selection:
    """News that everybody may see, in the active language; `topic` and `state` narrow them."""

    index: NewsIndexPage
    topic: Topic | None = None
    state: State | None = None

    @property
    def title(self) -> str:
        """ "News – MiGlobe", "News: Fair trade – MiGlobe" """
        subject = self.topic.name if self.topic else self.state.label if self.state else ""
        title = f"{self.index.title}: {subject}" if subject else self.index.title
        return f"{title} – {settings.WAGTAIL_SITE_NAME}"

    @property
    def description(self) -> str:
        return (self.topic and self.topic.description) or self.index.summary or self.title

    @property
    def link(self) -> str:
        """The absolute URL of the list of the same news on the website."""
        if self.topic:
            return f"{self.index.full_url}?topic={self.topic.slug}"
        return f"{self.index.full_url}?state={self.state}" if self.state else self.index.full_url

    def url(self, file: str) -> str:
        """The absolute URL of a feed ("atom.xml") or calendar of this selection."""
        if self.topic:
            return absolute_url(reverse("news:of_topic", args=[self.topic.slug, file]))
        if self.state:
            return absolute_url(reverse("news:of_state", args=[self.state, file]))
        return absolute_url(reverse("news:all", args=[file]))

    @property
    def items(self) -> NewsQuerySet:
        """The items; `prepared` loads what goes with them."""
        items = visible(NewsPage.objects.filter(locale_id=references.locale_id(get_language())))
        if self.topic:
            items = items.about(self.topic.translation_key)
        if self.state:
            items = items.filter(state=self.state)
        return items


def select(topic: str = "", state: str = "") -> Selection:
    """The news of the active language, of a topic (by slug) or a state ("NW") if given.

    Raises `Http404` without a news list in this language, and for a topic or state without news:
    a topic that only drafts have must not be found by trying its name.
    """
    language = get_language()
    index = (
        visible(NewsIndexPage.objects.filter(locale__language_code=language))
        .select_related("locale")
        .first()
    )
    if index is None:
        raise Http404
    if topic:
        found = Topic.objects.filter(slug=topic, locale__language_code=language).first()
        if found is None:
            raise Http404
        return _with_items(Selection(index, topic=found))
    if state:
        if state not in State:
            raise Http404
        return _with_items(Selection(index, state=State(state)))
    return Selection(index)


def _with_items(selection: Selection) -> Selection:
    if not selection.items.exists():
        raise Http404
    return selection


def prepared(items: NewsQuerySet, count: int) -> list[NewsPage]:
    """So many items, newest first, with topics and pictures, in a number of queries that does not
    grow with them."""
    items = items.defer_streamfields().prefetch_related("topic_links")
    pages = references.with_locales(items.newest(count))
    current = references.current()
    current.in_bulk(get_image_model(), [page.image_id for page in pages])
    current.snippets(Topic, [link.topic_id for page in pages for link in page.topic_links.all()])
    return pages
