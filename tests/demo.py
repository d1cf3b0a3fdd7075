"""The demo content in the database of a whole test module, for tests that only add to it.

A module that uses it lets its fixture `db` ask for `demo` (a test's changes are taken back) or for
`demo_database` (tests that only read): pytest-django then runs them with the database tests, before
those that empty the tables, and `client` and `admin_client` find the same content.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

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
        yield media
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def demo(demo_database: Path) -> Iterator[Path]:
    """The demo content, as it was loaded, for one test."""
    with transaction.atomic():
        yield demo_database
        transaction.set_rollback(True)
