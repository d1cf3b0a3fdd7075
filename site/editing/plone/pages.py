"""The pages of an import: made as drafts first, so that links can lead to them; filled and
published when all of them are there."""

from typing import Any
from uuid import UUID, uuid5

from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from wagtail.blocks import StreamValue
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page

from core.models import Topic
from core.search.addresses import SLUGS as SEARCH_SLUGS
from home.models import ContentPage, HomePage
from news.models import NewsIndexPage, NewsPage, NewsTopic, RelatedPage

from .bodies import Body, escaped
from .html import add_html
from .items import Item
from .links import Links
from .report import Report
from .tree import Kind, Planned
from .volto import add_blocks

MODELS: dict[Kind, type[Page]] = {
    Kind.HOME: HomePage,
    Kind.CONTENT: ContentPage,
    Kind.NEWS_LIST: NewsIndexPage,
    Kind.NEWS: NewsPage,
}
# Fields that people fill in Plone and that say nothing here; comments are personal data as well.
_WITHOUT_PLACE = ("attendees", "contributors", "exportimport.conversation")
MAX_TITLE = 255
MAX_TEASER = 300
# Keys of pages whose UID is no UUID are derived from it; the namespace is a number like any other.
_NAMESPACE = UUID("6d7b1f0e-3a55-4b60-9f0c-2f4d4f9a8a11")


def key_of(uid: str) -> UUID:
    """The translation key of what has a UID in Plone, which is a UUID without hyphens."""
    try:
        return UUID(uid)
    except ValueError:
        return uuid5(_NAMESPACE, uid)


class Pages:
    """Makes pages out of what was planned."""

    def __init__(self, links: Links, report: Report, keys: dict[str, UUID]) -> None:
        self.links = links
        self.report = report
        self.keys = keys

    def create_draft(self, planned: Planned, parent: Page, locale: Locale) -> Page | None:
        """Save a page with its simple fields; None if it can't be, which is told."""
        item = planned.item
        title = item.text("title") or item.id or "Start"
        if len(title) > MAX_TITLE:
            self.report.note(item.path, f"the title has more than {MAX_TITLE} characters; cut")
        page = MODELS[planned.kind](
            title=title[:MAX_TITLE],
            locale=locale,
            translation_key=self.keys.get(item.uid) or key_of(item.uid or item.path),
            slug=self._slug(planned, parent),
            search_description="",
            show_in_menus=_in_menus(planned, parent),
            live=False,
            has_unpublished_changes=True,
            expire_at=item.moment("expires"),
            owner=_owner(item),
        )
        self._simple_fields(page, planned)
        try:
            parent.refresh_from_db()
            parent.add_child(instance=page)
        except ValidationError as error:
            self.report.note(item.path, f"was left out: {' '.join(error.messages)}")
            return None
        return page

    def fill(self, page: Page, planned: Planned, related: list[Page], children: list[Page]) -> None:
        """Give a page its body, its picture's caption, its topics and related pages."""
        item = planned.text
        body = self._body(page, item) if hasattr(page, "body") else None
        if isinstance(page, NewsPage):
            page.teaser = page.teaser or teaser_of(item, body.blocks() if body else [])
            page.topic_links = [NewsTopic(topic=topic) for topic in self._topics(item, page.locale)]
            page.related_links = [RelatedPage(page=target) for target in related]
            self._add_event(body, item)
        elif isinstance(page, ContentPage):
            if item.list("subjects"):
                self._unused(item, "subjects")
            if children and item.path == planned.item.path and not body.blocks():
                body.add("teasers", _picked(children))
            if related:
                body.add("teasers", _picked(related))
        if body:
            stream = page._meta.get_field("body").stream_block
            page.body = StreamValue(stream, body.blocks(), is_lazy=True)
        for name in _WITHOUT_PLACE:
            if item.get(name):
                self._unused(item, name)

    def publish(self, page: Page, planned: Planned) -> None:
        """Publish a page as far as it was public in Plone: at once, later, or not (again)."""
        item = planned.item
        if not planned.is_published:
            page.save_revision(log_action=False)
            self.report.made[f"draft (Plone: {item.review_state or 'as its folder'})"] += 1
            return
        effective = item.moment("effective")
        if effective and effective > timezone.now():
            page.go_live_at = effective
            page.save_revision(log_action=False).publish()
            self.report.made["scheduled page"] += 1
            return
        # Only what was public has a date of publication: its address may say that it is gone.
        page.first_published_at = effective or item.moment("created")
        row = Page.objects.filter(pk=page.pk)
        row.update(first_published_at=page.first_published_at)
        revision = page.save_revision(log_action=False)
        if page.expire_at and page.expire_at <= timezone.now():
            row.update(expired=True)
            self.report.made["draft (expired)"] += 1
            return
        revision.publish()
        if modified := item.moment("modified"):
            # Before anybody has seen it: lists and feeds say when it was really changed.
            row.update(last_published_at=modified)

    # --- Fields -----------------------------------------------------------------------------------

    def _simple_fields(self, page: Page, planned: Planned) -> None:
        item = planned.text
        description = item.text("description") or planned.item.text("description")
        if isinstance(page, NewsPage):
            page.teaser = shortened(description, MAX_TEASER)
            if len(description) > MAX_TEASER:
                self.report.note(item.path, f"the teaser is longer than {MAX_TEASER} characters")
            if item.type == "Event":
                self._event_fields(page, item)
            else:
                moment = item.moment("effective") or item.moment("created")
                page.date = moment and timezone.localdate(moment)
        else:
            limit = page._meta.get_field("lead").max_length
            page.lead = shortened(description, limit)
            if len(description) > limit:
                self.report.note(item.path, f"the lead is longer than {limit} characters; cut")

    def _event_fields(self, page: NewsPage, item: Item) -> None:
        start, end = (item.moment(name) for name in ("start", "end"))
        if start is None:
            self.report.note(item.path, "the event has no beginning")
            return
        first = timezone.localtime(start)
        page.date = first.date()
        last = timezone.localtime(end) if end else None
        is_open = bool(item.get("open_end"))
        if last and last.date() > first.date() and not is_open:
            page.end_date = last.date()
        if not item.get("whole_day"):
            page.start_time = first.time().replace(second=0, microsecond=0)
            if last and not is_open and last > first:
                page.end_time = last.time().replace(second=0, microsecond=0)
        limit = page._meta.get_field("venue").max_length
        page.venue = item.text("location")[:limit]

    def _add_event(self, body: Body, item: Item) -> None:
        """Whom to ask and where to read more: fields of an event that stand in the text here."""
        address = item.text("event_url")
        if address.startswith(("https://", "http://")):
            body.rich(f'<p><a href="{escaped(address)}">{escaped(address)}</a></p>')
        mail = item.text("contact_email")
        words = [escaped(item.text(name)) for name in ("contact_name", "contact_phone")]
        if mail:
            words.append(f'<a href="mailto:{escaped(mail)}">{escaped(mail)}</a>')
        if contact := ", ".join(word for word in words if word):
            body.rich(f"<p>{contact}</p>")

    def _body(self, page: Page, item: Item) -> Body:
        allowed = set(page._meta.get_field("body").stream_block.child_blocks)

        def note(problem: str) -> None:
            self.report.note(item.path, problem)

        body = Body(self.links, item.path, allowed, note)
        if not isinstance(page, NewsPage) and (picture := self.links.by_path.get(lead_path(item))):
            body.picture_of(picture, item.text("image_caption") or item.text("preview_caption"))
        add_blocks(body, item.data)
        text = item.data.get("text")
        html = text.get("data") if isinstance(text, dict) else text
        if isinstance(html, str) and html.strip():
            add_html(body, html)
        return body

    def _topics(self, item: Item, locale: Locale) -> list[Topic]:
        found = []
        for name in item.list("subjects"):
            topic = Topic.objects.filter(locale=locale, name__iexact=str(name)).first()
            if topic and topic not in found:
                found.append(topic)
            elif topic is None:
                self.report.note(item.path, f"there is no topic “{name}”; make it and add it here")
        return found

    def _unused(self, item: Item, name: str) -> None:
        self.report.note(item.path, f"there is no place for the field “{name}”")

    def _slug(self, planned: Planned, parent: Page) -> str:
        item = planned.item
        is_home = planned.kind is Kind.HOME
        slug = slugify(item.language if is_home else item.id) or slugify(item.text("title"))
        if slug in SEARCH_SLUGS.values():
            slug = f"{slug}-1"
        return find_available_slug(parent, slug or "seite")


def lead_path(item: Item) -> str:
    """Where the picture that is a field of an item is kept among what became of the items."""
    return f"{item.path}/++field++image"


def shortened(text: str, limit: int) -> str:
    """A text of at most so many characters, cut between words and with an ellipsis if it was."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def teaser_of(item: Item, blocks: list[dict[str, Any]]) -> str:
    """Something for lists where nobody wrote a summary: the beginning of the text, else the
    title."""
    for block in blocks:
        if block["type"] == "paragraph":
            text = BeautifulSoup(block["value"], "html.parser").get_text(" ", strip=True)
            return shortened(" ".join(text.split()), MAX_TEASER)
    return item.text("title")[:MAX_TEASER]


def _picked(pages: list[Page]) -> dict[str, Any]:
    return {
        "title": "",
        "source": "picked",
        "pages": [page.pk for page in pages],
        "topic": None,
        "state": "",
        "count": 3,
    }


def _in_menus(planned: Planned, parent: Page) -> bool:
    """Plone's menu shows what lies right below the start page, unless an editor took it out."""
    return isinstance(parent, HomePage) and not planned.item.get("exclude_from_nav")


def _owner(item: Item) -> Any:
    creators = item.list("creators")
    model = get_user_model()
    return model.objects.filter(username=str(creators[0])).first() if creators else None
