"""The handbook's text as HTML."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

FILES = {"de": "editors.md", "en": "editors.en.md"}
# Where the text finds its pictures, seen from docs/; the admin serves them as static files.
PICTURES = "images/editors/"
STATIC_FOLDER = "handbook"


@dataclass(frozen=True)
class Handbook:
    """`title` is the first heading; `html` is what stands below it; `contents` names its
    sections: (id, heading)."""

    title: str
    html: SafeString
    contents: tuple[tuple[str, str], ...]


def handbook(language: str) -> Handbook:
    """The handbook in a language; in English for those that it was not written in."""
    name = FILES.get(language.partition("-")[0], FILES["en"])
    path = Path(settings.BASE_DIR) / "docs" / name
    return _rendered(path.read_text(encoding="utf-8"))


@cache
def _rendered(text: str) -> Handbook:
    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(text)
    title, contents = "", []
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            words = tokens[index + 1].content
            token.attrSet("id", slugify(words))
            if token.tag == "h1":
                title = words
            elif token.tag == "h2":
                contents.append((slugify(words), words))
        for child in token.children or ():
            _adapt(child)
    body = _after_title(tokens)
    html = parser.renderer.render(body, parser.options, {})
    return Handbook(title, mark_safe(html), tuple(contents))  # noqa: S308 - our own text


def _adapt(token: Token) -> None:
    if token.type == "image":
        source = str(token.attrGet("src") or "")
        if source.startswith(PICTURES):
            token.attrSet("src", static(f"{STATIC_FOLDER}/{source.removeprefix(PICTURES)}"))
        token.attrSet("loading", "lazy")


def _after_title(tokens: list[Token]) -> list[Token]:
    for index, token in enumerate(tokens):
        if token.type == "heading_close" and token.tag == "h1":
            return tokens[index + 1 :]
    return tokens
