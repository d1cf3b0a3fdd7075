"""The sentences of an original, as wagtail-localize asks for them, and how two versions differ."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.text import capfirst
from wagtail.fields import StreamField
from wagtail_localize.models import StringSegment, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue

from ..models import ChangedSentence

# An address is no text: a translation keeps its own when that of the original changes.
NOT_TEXT = ("slug",)


@dataclass
class Place:
    """The sentences at one place of the content, in their order."""

    names: list[str]
    sentences: list[str] = field(default_factory=list)


Places = dict[str, Place]


def sentences_of(instance: Model) -> Places:
    """The sentences of a page or snippet as it is in memory, by their paths."""
    places: Places = {}
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue) and segment.path not in NOT_TEXT:
            place = places.setdefault(segment.path, Place(_names(instance, segment.path)))
            place.sentences.append(segment.string.data)
    return places


def sentences_in(source: TranslationSource) -> Places:
    """The sentences that wagtail-localize last took over from an original (one query)."""
    segments = StringSegment.objects.filter(source=source).order_by("order")
    rows = segments.values_list("context__path", "context__field_path", "string__data")
    places: Places = {}
    for path, field_path, text in rows:
        if path not in NOT_TEXT:
            names = (field_path or path).split(".")[:2]
            places.setdefault(path, Place(names)).sentences.append(text)
    return places


def texts(places: Places) -> dict[str, list[str]]:
    """What of the places is compared: two versions with the same texts need no translating."""
    return {path: place.sentences for path, place in places.items()}


def differences(before: Places, after: Places) -> list[ChangedSentence]:
    """What a translator has to look at, in the order of the new version; what went comes last."""
    changes = []
    for path in [*after, *(path for path in before if path not in after)]:
        names = (after.get(path) or before[path]).names
        old = before[path].sentences if path in before else []
        new = after[path].sentences if path in after else []
        for was, becomes in _pairs(old, new):
            changes.append(ChangedSentence(path=path, names=names, old=was, new=becomes))
    return changes


def label(model: type[Model], names: list[str]) -> str:
    """Where a sentence stands, in the reader's language: "Inhalt › Absatz"."""
    try:
        found: Any = model._meta.get_field(names[0])
    except FieldDoesNotExist:
        return names[0]
    if isinstance(found, StreamField):
        block = found.stream_block.child_blocks.get(names[1]) if len(names) > 1 else None
        parts = [found.verbose_name, *([block.label] if block else [])]
    elif found.one_to_many:
        parts = [found.related_model._meta.verbose_name]
    else:
        parts = [found.verbose_name]
    return " › ".join(str(capfirst(part)) for part in parts)


def _pairs(old: list[str], new: list[str]) -> Iterable[tuple[str, str]]:
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        was, becomes = old[start:end], new[new_start:new_end]
        for index in range(max(len(was), len(becomes))):
            yield (
                _plain(was[index]) if index < len(was) else "",
                _plain(becomes[index]) if index < len(becomes) else "",
            )


def _plain(data: str) -> str:
    return StringValue(data).render_text().strip()


def _names(instance: Model, path: str) -> list[str]:
    name, *rest = path.split(".")
    if rest and isinstance(instance._meta.get_field(name), StreamField):
        blocks = getattr(instance, name)
        return [name, *(block.block_type for block in blocks if block.id == rest[0])]
    return [name]
