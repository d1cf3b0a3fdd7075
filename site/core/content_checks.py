"""Checks of a page's content before it is published: what they look at, and where they register.

A check names problems; it never forbids anything. What must not be published, the page's own
validation refuses. Upper floors register their checks here:

    @check("no-place", source=HANDBOOK)
    def has_place(content):
        if not content.page.place:
            yield Finding(_("…"), "place")
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

HANDBOOK = _("Editors’ handbook")


@dataclass(frozen=True)
class Text:
    """A paragraph, list item or field of plain text."""

    content_path: str
    text: str
    is_bold: bool = False  # from the first to the last word


@dataclass(frozen=True)
class Heading:
    """A heading below the page's title, as visitors see it: level 2 or 3."""

    content_path: str
    text: str
    level: int


@dataclass(frozen=True)
class Link:
    """A link to exactly one of: a page, a document (primary keys), an address. `text` is "" where
    the site itself takes the target's title."""

    content_path: str
    text: str
    page: int | None = None
    document: int | None = None
    address: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture where it stands (primary key)."""

    content_path: str
    image: int
    alt_text: str
    caption: str = ""
    is_decorative: bool = False


@dataclass(frozen=True)
class Content:
    """A draft, read once for all checks. Lists are in the order in which a visitor reads.

    `content_path` is Wagtail's: the field, then ids of blocks or rows and names in them.
    """

    page: Page
    language: str
    texts: list[Text] = field(default_factory=list)
    # Headings and what stands below them, to tell whether there is anything.
    outline: list[Heading | Text | Picture | None] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    @property
    def headings(self) -> list[Heading]:
        return [part for part in self.outline if isinstance(part, Heading)]


@dataclass(frozen=True)
class Finding:
    """What a check found: a sentence for the editor, where, and the words that are meant."""

    message: str
    content_path: str = ""
    excerpt: str = ""


Run = Callable[[Content], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """`source`: the law, standard or rule that asks for it."""

    code: str
    source: str
    run: Run


@dataclass(frozen=True)
class Problem:
    """A finding and the check that found it."""

    check: Check
    finding: Finding


_checks: dict[str, Check] = {}


def check(code: str, *, source: str) -> Callable[[Run], Run]:
    """Decorator that registers a check. Raises `ValueError` for a code that is in use."""

    def register(run: Run) -> Run:
        if code in _checks:
            raise ValueError(f"There are two checks with the code {code}.")
        _checks[code] = Check(code, source, run)
        return run

    return register


def registered() -> list[Check]:
    return list(_checks.values())


def problems(content: Content) -> Iterator[Problem]:
    """What all checks find in a draft, check after check."""
    for one in _checks.values():
        for finding in one.run(content):
            yield Problem(one, finding)
