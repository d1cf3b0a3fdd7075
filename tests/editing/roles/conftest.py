"""The site that these tests start from."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from tests.editing.roles.world import World, make_world
from tests.shared import made_once


@pytest.fixture(scope="module")
def made_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with made_once(django_db_blocker):
        yield make_world()


@pytest.fixture
def world(made_world: World, db: None) -> World:
    """The site, as it was made, for one test. Every test of such a module starts from it."""
    return deepcopy(made_world)
