"""The body of a page while it is put together: raw data of a StreamField, block by block."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from bs4 import BeautifulSoup
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from core.blocks.text import RICH_TEXT_FEATURES

from .links import Link, Links, rich_text_attributes

MAX_HEADING = 160
MAX_CAPTION = 255
MAX_LABEL = 80

Raw = dict[str, Any]


class Body:
    """Takes what the old body says in its order and gives the blocks of a page.

    `allowed` are the names of the blocks that the page's stream has; `note` tells a problem.
    """

    def __init__(
        self, links: Links, base: str, allowed: set[str], note: Callable[[str], None]
    ) -> None:
        self.links = links
        self.base = base
        self.allowed = allowed
        self.note = note
        self._raw: list[Raw] = []
        self._rich: list[str] = []

    def blocks(self) -> list[Raw]:
        """What there is so far, as a StreamField stores it."""
        self._flush()
        return self._raw

    def rich(self, html: str) -> None:
        """Paragraphs or lists, with `<a>` as Wagtail stores it; neighbours become one block."""
        if BeautifulSoup(html, "html.parser").get_text(strip=True):
            self._rich.append(html)

    def list_of_rows(self, html: str) -> None:
        """A list that must not run into a list before or after it."""
        self._flush()
        self.rich(html)
        self._flush()

    def heading(self, text: str, level: int) -> None:
        text = " ".join(text.split())
        if not text:
            return
        if len(text) > MAX_HEADING:
            self.note(f"the heading “{text[:40]}…” is too long for one; it became a bold paragraph")
            self.rich(f"<p><b>{escaped(text)}</b></p>")
            return
        self.add("heading", {"text": text, "level": "h2" if level <= 2 else "h3", "anchor": ""})

    def quote(self, text: str, person: str = "") -> None:
        if text.strip():
            self.add("quote", {"text": text.strip(), "person": person, "role": "", "language": ""})

    def picture(self, src: str, alt: str | None, caption: str = "") -> None:
        """A picture of the export; `alt` is None where the body says nothing about it."""
        image = self.links.resolve(src, self.base).target
        if image is None or image._meta.model_name != "image":
            self.note(f"the picture {src[:120]} is not in the export")
            if caption:
                self.rich(f"<p>{escaped(caption)}</p>")
            return
        self.picture_of(image, caption, alt)

    def picture_of(self, image: Any, caption: str = "", alt: str | None = None) -> None:
        """A picture of this site; with its own description where `alt` says nothing."""
        if "image" not in self.allowed:
            self.note(f"there is no place for the picture “{image.title}” in this page")
            return
        words = (alt or "").strip() or image.description
        decorative = alt is not None and not words
        if not words and not decorative:
            self.note(f"the picture “{image.title}” has no alternative text")
        self.add(
            "image",
            {
                "image": {"image": image.pk, "alt_text": words[:255], "decorative": decorative},
                "caption": " ".join(caption.split())[:MAX_CAPTION],
            },
        )

    def call_to_action(self, label: str, href: str, title: str = "", text: str = "") -> None:
        """A prominent link; a plain one where the page has no such block."""
        link = self.links.resolve(href, self.base)
        if not label.strip():
            label = title or getattr(link.target, "title", "") or href
        is_page = "linktype" in (attributes := self.attributes(link, href) or {})
        if not attributes:
            self.rich(f"<p>{escaped(label)}</p>")
        elif "call_to_action" not in self.allowed or attributes.get("linktype") == "document":
            inner = "".join(f' {name}="{escaped(value)}"' for name, value in attributes.items())
            self.rich(f"<p><a{inner}>{escaped(label)}</a></p>")
        else:
            href = "" if is_page else attributes["href"]
            mail = href.removeprefix("mailto:") if href.startswith("mailto:") else ""
            target = {
                "label": label[:MAX_LABEL],
                "page": link.target.pk if is_page else None,
                "url": "" if mail else href,
                "email": mail,
            }
            self.add("call_to_action", {"title": title[:120], "text": text, "link": target})

    def questions(self, title: str, entries: list[tuple[str, str]]) -> None:
        """Questions with answers in rich text; headings with text where there is no such block."""
        entries = [(question, answer) for question, answer in entries if question.strip()]
        if entries and "questions" in self.allowed:
            items = [
                {
                    "type": "item",
                    "id": str(uuid4()),
                    "value": {"question": question[:200], "answer": stored(answer)},
                }
                for question, answer in entries
            ]
            self.add("questions", {"title": title[:120], "entries": items})
            return
        for question, answer in entries:
            self.heading(question, 3)
            self.rich(answer)

    def attributes(self, link: Link, said: str) -> dict[str, str] | None:
        """The attributes of a link as rich text stores them; tells of one that leads nowhere."""
        attributes = rich_text_attributes(link)
        if attributes is None:
            self.note(f"the link to {said[:120] or 'nothing'} leads nowhere on this site")
        elif link.target is not None and link.fragment:
            self.note(f"the link to {said[:120]} leads to the page, no longer to its anchor")
        return attributes

    def add(self, name: str, value: Any) -> None:
        self._flush()
        self._raw.append({"type": name, "value": value, "id": str(uuid4())})

    def _flush(self) -> None:
        if self._rich:
            html, self._rich = "".join(self._rich), []
            self._raw.append({"type": "paragraph", "value": stored(html), "id": str(uuid4())})


def stored(html: str) -> str:
    """Rich text as Wagtail's editor would store it: only what the editor can make is left."""
    converter = ContentstateConverter(features=RICH_TEXT_FEATURES)
    return converter.to_database_format(converter.from_database_format(html))


def escaped(text: str) -> str:
    """Text as it stands in HTML, also inside an attribute in double quotes."""
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )
