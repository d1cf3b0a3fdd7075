"""Imports that a whole test module reads, each made once (as tests/demo.py does it)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from editing.plone.importing import import_plone
from editing.plone.report import Report
from tests import factories
from tests.trees import fresh_cache, home, news  # noqa: F401 - fixtures

EXPORTS = Path(__file__).parent / "exports"
# Written by hand after the documentation of both add-ons; each type of item is there.
CLASSIC = EXPORTS / "classic" / "Plone.json"
VOLTO = EXPORTS / "volto"


@pytest.fixture(scope="module")
def classic(django_db_setup: None, django_db_blocker, tmp_path_factory) -> Iterator[Report]:
    """The export of a classic Plone in two languages, in an empty site that has a topic."""
    with imported(CLASSIC, django_db_blocker, tmp_path_factory.mktemp("media")) as report:
        yield report


@pytest.fixture(scope="module")
def volto(django_db_setup: None, django_db_blocker, tmp_path_factory) -> Iterator[Report]:
    """The export of a Plone 6 with Volto, in an empty site."""
    with imported(VOLTO, django_db_blocker, tmp_path_factory.mktemp("media")) as report:
        yield report


@contextmanager
def imported(path: Path, django_db_blocker, media: Path) -> Iterator[Report]:
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        factories.TopicFactory(name="Fairer Handel")
        yield import_plone(path, write=True)
        transaction.set_rollback(True)
    cache.clear()
