"""The demo content in the database of a whole test module, for tests that only add to it.

A module that uses it lets its fixture `db` ask for `demo` (a test's changes are taken back) or for
`demo_database` (tests that only read): pytest-django then runs them with the database tests, before
those that empty the tables, and `client` and `admin_client` find the same content.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from home.demo.data import read_demo_data
from home.demo.loader import load_demo

IMAGE_SCALE = 0.05


@pytest.fixture(scope="module")
def demo_database(
    django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Loads the demo content once; gives the folder of its files. At the end all of it is gone."""
    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media),
        transaction.atomic(),
    ):
        load_demo(image_scale=IMAGE_SCALE, renditions=False)
        if connection.vendor == "postgresql":
            # Its planner takes tables that were filled in an open transaction for empty: deleting
            # a page then takes minutes.
            connection.cursor().execute("ANALYZE")
        yield media
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def demo(demo_database: Path) -> Iterator[Path]:
    """The demo content, as it was loaded, for one test."""
    with transaction.atomic():
        yield demo_database
        transaction.set_rollback(True)


def page(key: str, language: str = "de") -> Any:
    """The page of an entry of the data files, as the database has it."""
    slug = read_demo_data().german["pages"][key]["slug"]
    german = Page.objects.get(slug=slug, locale__language_code="de")
    return german.get_translations(inclusive=True).get(locale__language_code=language).specific


def rich_texts(source: Page) -> Iterator[tuple[str, str]]:
    """(field, stored HTML) of all rich text of a page."""
    for field in source._meta.get_fields():
        if isinstance(field, RichTextField):
            yield field.name, getattr(source, field.name)
        elif isinstance(field, StreamField):
            value = getattr(source, field.name)
            for text in _rich_texts(value.stream_block, list(value.raw_data)):
                yield field.name, text


def _rich_texts(block: blocks.Block, raw: Any) -> Iterator[str]:
    if isinstance(block, blocks.RichTextBlock):
        yield raw
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _rich_texts(child, raw[name])
    elif isinstance(block, blocks.StreamBlock):
        for item in raw:
            yield from _rich_texts(block.child_blocks[item["type"]], item["value"])
    elif isinstance(block, blocks.ListBlock):
        for item in raw:
            yield from _rich_texts(block.child_block, item["value"])
