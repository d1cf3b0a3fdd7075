"""The templates that come with the software, in German and English (`delivered.yaml`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Locale, Page

from ..models import PageTemplate
from .content import Content, content_of

FILE = Path(__file__).with_name("delivered.yaml")


@dataclass(frozen=True)
class Delivered:
    """A template in one language; `values` by field, a StreamField's as `[{block: value}]`."""

    key: str
    page_class: type[Page]
    language: str
    name: str
    description: str
    sets_today: bool
    values: dict[str, Any]


def delivered() -> Iterator[Delivered]:
    """All templates that come with the software."""
    for entry in yaml.safe_load(FILE.read_text(encoding="utf-8")):
        for language in ("de", "en"):
            words = entry[language]
            yield Delivered(
                key=entry["key"],
                page_class=apps.get_model(entry["page_type"]),
                language=language,
                name=words["name"],
                description=words["description"],
                sets_today=entry["sets_today"],
                values=words["content"],
            )


@transaction.atomic
def ensure_delivered() -> list[str]:
    """Make the templates that are missing; those that exist stay as managers have made them.

    Only in the languages of the site. Returns the names of those that were made.
    """
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    made = []
    for template in delivered():
        locale = locales.get(template.language)
        if locale is None or _exists(template, locale):
            continue
        PageTemplate.objects.create(
            key=template.key,
            page_type=ContentType.objects.get_for_model(template.page_class),
            locale=locale,
            name=template.name,
            description=template.description,
            sets_today=template.sets_today,
            content=starting_content(template),
        )
        made.append(template.name)
    return made


def _exists(template: Delivered, locale: Locale) -> bool:
    """Whether it is there under whatever name, or another has its name."""
    fitting = PageTemplate.objects.fitting(template.page_class, locale)
    return fitting.filter(key=template.key).exists() or fitting.filter(name=template.name).exists()


def starting_content(template: Delivered) -> Content:
    """The content as a template stores it."""
    page = template.page_class()
    for name, value in template.values.items():
        field = page._meta.get_field(name)
        if isinstance(field, StreamField):
            stream = field.stream_block
            raw = [
                _item(stream.child_blocks[block], block, item)
                for row in value
                for block, item in row.items()
            ]
            value = StreamValue(stream, raw, is_lazy=True)
        setattr(page, name, value)
    return content_of(page)


def _item(block: blocks.Block, name: str, value: Any) -> dict[str, Any]:
    return {"type": name, "value": _raw(block, value), "id": str(uuid4())}


def _raw(block: blocks.Block, value: Any) -> Any:
    if isinstance(block, blocks.ListBlock):
        return [_item(block.child_block, "item", one) for one in value]
    if isinstance(block, blocks.StructBlock):
        return {name: _raw(block.child_blocks[name], one) for name, one in value.items()}
    return value
