"""Which portraits nobody may see: asked for all of them, or for the few that somebody handles."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import facts
from core.unshown import unshown_pictures
from pool.models import AdvisorIndexPage
from tests import factories


@pytest.fixture
def hidden(directory: AdvisorIndexPage) -> list[int]:
    """Portraits of profiles without consent."""
    return [
        factories.AdvisorPageFactory(
            parent=directory, portrait=factories.ImageFactory()
        ).portrait_id
        for __ in range(3)
    ]


def test_who_knows_the_pictures_asks_for_them_alone(hidden: list[int]) -> None:
    other = factories.ImageFactory()

    assert unshown_pictures() == set(hidden)
    assert unshown_pictures([hidden[0], other.pk]) == {hidden[0]}
    assert unshown_pictures([other.pk]) == set()
    with facts.remembered():
        assert unshown_pictures([hidden[0]]) == {hidden[0]}
        assert unshown_pictures([hidden[1]]) == {hidden[1]}  # nothing partial is remembered


def test_what_many_requests_share_is_asked_for_once_and_for_all(hidden: list[int]) -> None:
    memory: facts.Memory = {}
    for key in hidden:
        with facts.remembered(memory), CaptureQueriesContext(connection) as queries:
            assert unshown_pictures([key]) == set(hidden)
        # Types of content may be asked for besides.
        asked = [query for query in queries if "SELECT DISTINCT" in query["sql"]]
        assert len(asked) == (1 if key == hidden[0] else 0)


def test_what_is_known_of_all_is_not_asked_again(hidden: list[int]) -> None:
    with facts.remembered():
        unshown_pictures()
        with CaptureQueriesContext(connection) as queries:
            assert unshown_pictures([hidden[0]]) == set(hidden)
    assert len(queries) == 0
