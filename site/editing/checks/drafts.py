"""What an editor is told about a draft: what keeps it from being published, and what to better."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import Truncator, capfirst
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.models import SourceDeletedError

from core.content_checks import problems
from core.prompts import errors_of_prompts

from ..localize.publishing import enabled_translation
from .reading import read

EXCERPT = 120  # characters


@dataclass(frozen=True)
class Note:
    """One line of the list. `place`: field and block in words; `code` is "" for a refusal."""

    message: str
    place: str
    content_path: str
    excerpt: str = ""
    code: str = ""
    source: str = ""


@dataclass(frozen=True)
class Report:
    refusals: list[Note]
    notes: list[Note]

    @property
    def count(self) -> int:
        return len(self.refusals) + len(self.notes)


def report(page: Page) -> Report:
    """What there is to say about the latest draft of a page, saved or not."""
    draft = latest_draft(page)
    notes = [
        Note(
            message=problem.finding.message,
            place=place_in_words(draft, problem.finding.content_path),
            content_path=problem.finding.content_path,
            excerpt=Truncator(problem.finding.excerpt).chars(EXCERPT),
            code=problem.check.code,
            source=problem.check.source,
        )
        for problem in problems(read(draft))
    ]
    return Report(refusals=list(_refusals(draft)), notes=_in_order(draft, notes))


def latest_draft(page: Page) -> Page:
    """The newest text: of a translation what was translated so far, else the last revision."""
    if translation := enabled_translation(page):
        with suppress(SourceDeletedError):
            return translation.source.get_ephemeral_translated_instance(
                translation.target_locale, fallback=True
            )
    return page.specific.get_latest_revision_as_object()


def _in_order(page: Page, notes: Iterable[Note]) -> list[Note]:
    """As the fields stand in the page's model, and as the blocks stand in the page."""
    order = {}
    for number, field in enumerate(page._meta.concrete_fields):
        order[field.name] = (number, -1)
        if isinstance(field, StreamField):
            for position, block in enumerate(getattr(page, field.name)):
                order[f"{field.name}.{block.id or position}"] = (number, position)

    def rank(note: Note) -> tuple[int, int]:
        parts = note.content_path.split(".")
        return order.get(".".join(parts[:2])) or order.get(parts[0]) or (len(order), 0)

    return sorted(notes, key=rank)


def _refusals(page: Page) -> Iterator[Note]:
    try:
        page.full_clean()
    except ValidationError as problem:
        for name, messages in problem.message_dict.items():
            path = name if name in _names(page) else ""
            for message in messages:
                yield Note(message, place_in_words(page, path), path)
    for name, message in errors_of_prompts(page).items():
        yield Note(message, place_in_words(page, name), name)
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            yield from _refused_blocks(page, field)


def _refused_blocks(page: Page, field: StreamField) -> Iterator[Note]:
    stream = getattr(page, field.name)
    try:
        field.stream_block.clean(stream)
    except ValidationError as problem:
        for path, message in _flat(problem.as_json_data(), stream, field.name):
            yield Note(message, place_in_words(page, path), path)


def _flat(data: Any, stream: Any, name: str) -> Iterator[tuple[str, str]]:
    """(place, sentence) of each error: the block is named, what is wrong inside it by its words."""
    for message in data.get("messages", []):
        yield name, message
    for index, error in data.get("blockErrors", {}).items():
        place = f"{name}.{stream[int(index)].id}"
        for message in dict.fromkeys(_messages(error)):
            yield place, message


def _messages(error: Any) -> Iterator[str]:
    if isinstance(error, dict):
        yield from error.get("messages", [])
        for name, inner in error.items():
            if name != "messages":
                yield from _messages(inner)
    elif isinstance(error, list):
        for inner in error:
            yield from _messages(inner)


def _names(page: Page) -> set[str]:
    return {field.name for field in page._meta.concrete_fields}


def place_in_words(page: Page, content_path: str) -> str:
    """ "Content, Text 3": the field, and the block by its kind and its number in the page."""
    name, __, rest = content_path.partition(".")
    if name not in _names(page):
        return ""
    field = page._meta.get_field(name)
    label = capfirst(str(field.verbose_name))
    if not rest or not isinstance(field, StreamField):
        return label
    key = rest.split(".")[0]
    for number, item in enumerate(getattr(page, name).raw_data, start=1):
        if key in (item.get("id"), str(number - 1)):
            block = field.stream_block.child_blocks.get(item["type"])
            return f"{label}, {block.label} {number}" if block else label
    return label
