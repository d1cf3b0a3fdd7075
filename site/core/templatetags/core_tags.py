"""What templates need beside Django's and Wagtail's own tags."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.base import FilterExpression, Parser, Token
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import get_language
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.blocks import StreamValue, StructValue
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from .. import early
from ..dates import format_number, format_span
from ..facts import fact
from ..filters import Filters
from ..images import FORMATS, WIDTHS, alternative_text, specification, standard_renditions
from ..names import is_right_to_left, language_name
from ..rich_text_cleaning import clean_html
from ..teasers import Card

register = template.Library()

# Ids that the layout gives away itself.
RESERVED_IDS = {"main", "menu"}

LAZY = SafeString(' loading="lazy" decoding="async"')
FIRST = SafeString(' fetchpriority="high"')


@register.filter
def number(value: Any) -> str:
    """A number with the separators of the active language."""
    return format_number(value)


@register.filter
def day(value: date | None) -> str:
    """A day in words ("7. November 2018"), "" without one."""
    return format_span(value) if value else ""


@register.filter
def name_of_language(code: str) -> str:
    """The name of an ISO 639 language in the active language."""
    return language_name(code)


@register.filter
def cleaned(html: str) -> SafeString:
    """Rich text as it may be shown (`core.rich_text_cleaning`)."""
    return SafeString(clean_html(html))


@register.simple_tag
def aria_current(item: Page, page: Page | None) -> str:
    """` aria-current="…"` for a link: "page" on the page itself, "true" on a page below it."""
    if not page:
        return ""
    if item.pk == page.pk:
        return SafeString(' aria-current="page"')
    return SafeString(' aria-current="true"') if page.path.startswith(item.path) else ""


@register.simple_tag
def language_attributes(code: str) -> str:
    """` lang="…"` for a passage in another language than the page's, with `dir` where needed.

    WCAG 2.2, 3.1.2: without it a screen reader reads the passage in the wrong voice.
    """
    if not code or code == get_language():
        return ""
    direction = SafeString(' dir="rtl"') if is_right_to_left(code) else ""
    return format_html(' lang="{}"{}', code, direction)


@register.simple_tag
def query_string(filters: Filters, **changes: Any) -> str:
    """The query string of a list with changes ("" for none): {% query_string filters page=2 %}."""
    query = filters.query(**{name: str(value) for name, value in changes.items()})
    return "" if query == "?" else query


@register.simple_tag
def query_string_without(filters: Filters, name: str) -> str:
    """The query string of a list with one filter taken away."""
    return query_string(filters, **{name: ""})


@register.simple_tag
def query_string_without_filters(filters: Filters) -> str:
    """The query string of a list with no filter set, shown the same way ("" for none)."""
    query = filters.without_filters()
    return "" if query == "?" else query


@register.simple_tag(takes_context=True)
def stylesheet(context: Context, file: str) -> SafeString:
    """The link to a stylesheet among the static files, which the answer's head also names
    (`core.early`)."""
    url = static(file)
    early.note_stylesheet(context.get("request"), url)
    return format_html('<link rel="stylesheet" href="{}">', url)


@register.tag
def for_everybody(parser: Parser, token: Token) -> "SharedNode":
    """{% for_everybody "footer" %} … {% endfor_everybody %}: a part of every page that is rendered
    once per language and day until something public changes. Inside there is only `chrome`: no
    page, no request, nothing of a visitor."""
    name = parser.compile_filter(token.split_contents()[1])
    inside = parser.parse(("endfor_everybody",))
    parser.delete_first_token()
    return SharedNode(name, inside)


class SharedNode(template.Node):
    def __init__(self, name: FilterExpression, inside: template.NodeList) -> None:
        self.name = name
        self.nodelist = inside

    def render(self, context: Context) -> SafeString:
        key = f"fragment {self.name.resolve(context)} in {get_language()} on {localdate()}"
        return fact(
            key, lambda: self.nodelist.render(context.new({"chrome": context.get("chrome")}))
        )


@register.simple_tag(takes_context=True)
def user_bar(context: Context) -> str:
    """Wagtail's bar for who is signed in. Who has no session is not asked for: the answer to an
    anonymous visitor depends on no cookie."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return wagtailuserbar(context)


@register.simple_tag(takes_context=True)
def picture(context: Context, image: Any, sizes: str, alt: str | None = None) -> SafeString:
    """A picture in the site's formats and widths (`core.images`), nothing without one.

    `sizes` is the attribute of that name (how wide the layout shows it); `alt` as in
    `image_data`. The first picture of a page is what its visitors wait for: it is loaded with
    priority, the others when they come near the window.
    """
    if image is None:
        return SafeString("")
    try:
        made = standard_renditions(image)
    except SourceImageIOError:
        return SafeString("")
    by_format = {}
    for file_format in FORMATS:
        renditions = (made[specification(width, file_format)] for width in WIDTHS.values())
        # A small original has the same width more than once, which `srcset` does not allow.
        by_width = {rendition.width: rendition for rendition in renditions}
        by_format[file_format] = list(by_width.values())
    *sources, (__, fallback) = by_format.items()
    # Not by a template: lists have dozens of them, and it took ten times as long.
    return format_html(
        '<picture>{}<img src="{}" sizes="{}" srcset="{}" width="{}" height="{}" '
        'alt="{}"{}></picture>',
        format_html_join(
            "",
            '<source type="image/{}" sizes="{}" srcset="{}">',
            ((file_format, sizes, _srcset(renditions)) for file_format, renditions in sources),
        ),
        fallback[-1].url,
        sizes,
        _srcset(fallback),
        str(fallback[-1].width),
        str(fallback[-1].height),
        alternative_text(image) if alt is None else alt,
        FIRST if early.is_first_picture(context.get("request")) else LAZY,
    )


def _srcset(renditions: list[Any]) -> str:
    return ", ".join(f"{rendition.url} {rendition.width}w" for rendition in renditions)


@dataclass(frozen=True)
class Section:
    """A block of a page's body with the id of its heading, and the heading's text if it has one."""

    block: StreamValue.StreamChild
    anchor: str
    title: str
    is_subsection: bool

    @property
    def is_titled(self) -> bool:
        """Whether the section belongs into a table of contents."""
        return bool(self.title) and not self.is_subsection


@register.filter
def titled_count(parts: list[Section]) -> int:
    """How many entries a table of contents of these sections has."""
    return sum(section.is_titled for section in parts)


@register.filter
def shared(items: list[Any], name: str) -> str:
    """The value that all items have under a name, "" if they differ or there is only one."""
    found = {item[name] for item in items}
    return found.pop() if len(found) == 1 and len(items) > 1 else ""


@register.filter
def any_picture(cards: list[Card]) -> bool:
    """Whether one of the cards has a picture, so that the others keep its place free."""
    return any(card.image for card in cards)


@register.filter
def values(stream: StreamValue) -> list[Any]:
    """The values of a stream whose blocks are all of one kind."""
    return [child.value for child in stream]


@register.simple_tag
def sections(body: StreamValue | None, until: str = "", after: str = "") -> list[Section]:
    """The blocks of a body; ids are unique in it, whatever the headings say.

    `until="figures"` gives the blocks up to and including the first of that name, or all
    without one; `after="figures"` gives the rest.
    """
    taken = set(RESERVED_IDS)
    found = [_section(block, taken) for block in body or []]
    names = [section.block.block_type for section in found]
    if until:
        return found[: names.index(until) + 1] if until in names else found
    if after:
        return found[names.index(after) + 1 :] if after in names else []
    return found


def _section(block: StreamValue.StreamChild, taken: set[str]) -> Section:
    value = block.value
    is_heading = block.block_type == "heading"
    title = ""
    if isinstance(value, StructValue):
        title = value.get("text" if is_heading else "title", "")
    wanted = value.element_id if is_heading else slugify(title)
    return Section(
        block=block,
        anchor=_unique(wanted, taken) if title else "",
        title=title,
        is_subsection=is_heading and value["level"] == "h3",
    )


def _unique(wanted: str, taken: set[str]) -> str:
    wanted = wanted or "section"
    anchor, count = wanted, 1
    while anchor in taken:
        count += 1
        anchor = f"{wanted}-{count}"
    taken.add(anchor)
    return anchor
