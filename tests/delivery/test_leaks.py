"""What nobody may see shows nowhere: every way of hiding, at every place that could tell of it.

The site is asked at all places before a thing exists. Then the thing is made and public, and each
place shows it: otherwise nothing would be proved. Then it is hidden, and each place must answer
again as before it existed, to the letter: no title, no address, no key, no count, no place in an
order. Links to it keep their text and lose their target.

Rows, places and what cannot apply: `tests.delivery.leaks`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import TestCase

from core.search import index
from delivery.changes.clock import read_clock
from delivery.changes.marks import mark_page
from pool.models import AdvisorPage, Scope
from tests.delivery.leaks.asking import Observer
from tests.delivery.leaks.columns import COLUMNS, NOT_APPLICABLE
from tests.delivery.leaks.rows import STAGES, Act, Stage
from tests.delivery.leaks.world import PKS, World

pytestmark = [pytest.mark.django_db, pytest.mark.rendering]

#: part of a profile → places that show it where the consent covers it
ON_PROFILES = {"detail", "list", "find", "website"}
ON_CARDS = {"children", "siblings", "related", "teasers and choosers"}
SCOPES: dict[str, set[str]] = {
    "name": {*ON_PROFILES, "search", "vcards"},
    "portrait": {*ON_PROFILES, *ON_CARDS, "vcards", "picture credits"},
    "city": {*ON_PROFILES, *ON_CARDS, "search", "vcards"},
    "countries": {*ON_PROFILES, "search"},
    "languages": {*ON_PROFILES, "search", "vcards"},
    "topics": {*ON_PROFILES, "search", "topics", "vcards"},
    "experience": {*ON_PROFILES, "search"},
    "email": {*ON_PROFILES, "vcards"},
    "phone": {*ON_PROFILES, "vcards"},
    "website": {*ON_PROFILES, "vcards"},
}


def cells() -> int:
    """How many cells the matrix has: a row, and a place that could show what the row hides."""
    of_rows = sum(
        (len(stage.rows) + len(stage.never_public))
        * (len(COLUMNS) - len(NOT_APPLICABLE[stage.kind]))
        for stage in STAGES.values()
    )
    return of_rows + sum(len(places) for places in SCOPES.values())


# --- acting as if it were committed, and undoing it -----------------------------------------------


def act(deed: Act, world: World) -> None:
    """Do something with what follows a commit, which no test reaches."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        deed(world)


@contextmanager
def for_now(deed: Act, world: World) -> Iterator[None]:
    """Do something that is undone afterwards."""
    with transaction.atomic():
        act(deed, world)
        yield
        transaction.set_rollback(True)


def begin(stage: Stage, kind: str = "") -> tuple[World, Observer]:
    """A world in which the thing does not exist, and everybody who looked at it."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        world = World()
        stage.prepare(world)
    index.rebuild()
    return world, Observer.of(kind or stage.kind, world, stage.language)


def make(stage: Stage, world: World) -> None:
    """Make the thing, which is public then."""
    act(stage.make, world)
    read_clock()  # so that no row has to settle what was made here


# --- the matrix -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STAGES)
def test_no_place_shows_what_is_hidden(name: str, subtests: pytest.Subtests) -> None:
    stage = STAGES[name]
    world, observer = begin(stage)
    for row in stage.never_public:
        with subtests.test(row.name), for_now(row.hide, world):
            assert observer.leaking(was_public=False) == {}
    make(stage, world)
    with subtests.test("each place shows it before"):
        assert list(observer.showing()) == observer.columns
    for row in stage.rows:
        with subtests.test(row.name), for_now(row.hide, world):
            assert observer.leaking(was_public=True) == {}


EMPTY: dict[str, dict[str, Any]] = {
    "portrait": {"portrait": None, "portrait_alt": ""},
    "experience": {"experience": []},
    "countries": {"country_links": []},
    "languages": {"language_links": []},
    "topics": {"topic_links": []},
}


def emptying(scope: str) -> Act:
    """Leave a part of the profile empty, in both languages."""

    def deed(world: World) -> None:
        for page in AdvisorPage.objects.filter(pk__in=PKS["advisor"].values()):
            if scope == Scope.NAME:  # which no profile is saved without
                AdvisorPage.objects.filter(pk=page.pk).update(first_name="", last_name="")
                mark_page(page.pk)
                index.update_pages([page.pk])
                continue
            for name, value in EMPTY.get(scope, {scope: ""}).items():
                setattr(page, name, value)
            page.save()

    return deed


def leaving_out(scope: str) -> Act:
    """A consent to everything else."""
    return lambda world: world.consent(set(Scope.values) - {scope})


def test_no_place_shows_a_part_that_the_consent_does_not_cover(subtests: pytest.Subtests) -> None:
    """All answer as if the profile had nothing in that part."""
    stage = STAGES["profile"]
    world, observer = begin(stage, "part")
    make(stage, world)
    public = observer.ask()
    for scope in Scope.values:
        with for_now(emptying(scope), world):
            without = observer.ask()
        with subtests.test(f"{scope} is shown before"):
            assert set(observer.differing(without, public)) == SCOPES[scope]
        with subtests.test(scope), for_now(leaving_out(scope), world):
            assert observer.differing(without, observer.ask()) == {}


def test_each_cell_that_is_left_out_has_a_reason() -> None:
    for kind, reasons in NOT_APPLICABLE.items():
        assert reasons.keys() <= COLUMNS.keys(), kind
        assert all(reasons.values()), kind
    assert SCOPES.keys() == set(Scope.values)
    assert set.union(*SCOPES.values()) == COLUMNS.keys() - NOT_APPLICABLE["part"].keys()
    print(f"{cells()} cells")  # as they are counted where the figures of the API stand
