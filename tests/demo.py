"""The demo content in a database of its own, for tests that read it or add to it.

A module that uses it lets its fixture `db` ask for `demo` (a test's changes are taken back) or for
`demo_database` (tests that only read): pytest-django then runs them with the database tests, before
those that empty the tables, and `client` and `admin_client` find the same content.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True)
class LoadedDemo:
    """The name of the database that holds the demo content, and the folder of its files."""

    database: str
    media: Path


@contextmanager
def connected_to(database: str) -> Iterator[None]:
    """The connection leads to another database of the same server, or to another file."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    cache.clear()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        cache.clear()


@pytest.fixture(scope="session")
def loaded_demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LoadedDemo]:
    """Loads the demo content when the first module asks for it, once for all of them.

    It takes ten seconds; a copy of the migrated database holds it until the end of the run.
    """
    copies, media = connection.creation, tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock():
        connection.close()  # on SQLite this also brings everything into the file
        copies.clone_test_db("demo", verbosity=0)
        demo = LoadedDemo(copies.get_test_db_clone_settings("demo")["NAME"], media)
        with connected_to(demo.database), override_settings(MEDIA_ROOT=media):
            load_demo(image_scale=IMAGE_SCALE, renditions=False)
            if connection.vendor == "postgresql":
                # Its planner takes tables that were just filled for empty: deleting a page then
                # takes minutes.
                connection.cursor().execute("ANALYZE")
    yield demo
    with django_db_blocker.unblock():
        copies.destroy_test_db(suffix="demo", verbosity=0)


@pytest.fixture(scope="module")
def demo_database(
    loaded_demo: LoadedDemo, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The demo content for a module, whose changes are taken back; the folder of its files."""
    media = tmp_path_factory.mktemp("media")
    shutil.copytree(loaded_demo.media, media, dirs_exist_ok=True)
    with (
        django_db_blocker.unblock(),
        connected_to(loaded_demo.database),
        override_settings(MEDIA_ROOT=media),
        transaction.atomic(),
    ):
        yield media
        transaction.set_rollback(True)


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
