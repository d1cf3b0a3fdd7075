from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from delivery.webhooks.tasks import look_for_changes
from operations import health
from operations.health.checks import CHECKS, Check, answers
from operations.metrics.checks import check_values
from operations.models import ScheduledJob

ALL_WELL = dict.fromkeys(CHECKS, "ok")


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    answers.forget()
    yield
    answers.forget()


@pytest.fixture
def running(db: None) -> None:
    """The timer ran a moment ago, and nothing waits."""
    now = timezone.now()
    ScheduledJob.objects.create(name="publish", started_at=now, finished_at=now, succeeded_at=now)


class ForgetfulCache(LocMemCache):
    """A cache that takes everything and keeps nothing, as a full or read-only server does."""

    def set(self, *args, **kwargs) -> None:
        pass


class UnreachableCache(LocMemCache):
    def set(self, *args, **kwargs) -> None:
        raise ConnectionError("connection refused by 10.0.0.7:6379")


def use_cache(settings, backend: type) -> None:
    settings.CACHES = {"default": {"BACKEND": f"{backend.__module__}.{backend.__qualname__}"}}


@pytest.fixture
def unreachable_database(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(*args, **kwargs):
        raise DatabaseError("could not connect as user miglobe")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        yield


def test_the_addresses_are_those_that_supervisors_are_told() -> None:
    assert reverse("operations:live") == "/health/live"
    assert reverse("operations:ready") == "/health/ready"


def test_live_answers_without_the_database(client) -> None:
    # No database mark: a query would fail the test.
    response = client.get("/health/live")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


@pytest.mark.usefixtures("running")
def test_ready_names_every_check(client) -> None:
    response = client.get("/health/ready")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "checks": ALL_WELL}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_answers_are_not_kept_and_set_no_cookie(client, path: str) -> None:
    response = client.get(path)

    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies
    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_only_reading_is_allowed(client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.usefixtures("running")
def test_ready_costs_five_queries_and_asking_again_at_once_none(
    client, django_assert_num_queries
) -> None:
    client.get("/health/ready")
    answers.forget()
    # The database check itself, whether there is a table of migrations, and what it says, the
    # tasks, the schedule.
    with django_assert_num_queries(5):
        client.get("/health/ready")
    with django_assert_num_queries(0):
        client.get("/health/ready")


def test_of_those_who_ask_at_once_one_is_answered_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    checks = {"cache": Check(lambda: asked.append(1))}
    monkeypatch.setattr("operations.health.checks.CHECKS", checks)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: answers.all(), range(40)))

    assert found == [{"cache": "ok"}] * 40
    assert len(asked) == 1


@pytest.mark.usefixtures("running")
def test_without_the_database_it_is_not_ready_and_nothing_else_is_asked_of_it(
    client, unreachable_database, caplog
) -> None:
    response = client.get("/health/ready")

    assert response.status_code == 503
    dependent = {name for name, check in CHECKS.items() if check.needs_database}
    assert response.json() == {
        "status": "unavailable",
        "checks": ALL_WELL | dict.fromkeys({"database", *dependent}, "failed"),
    }
    assert len(caplog.records) == 1


@pytest.mark.usefixtures("running")
def test_a_migration_that_was_not_applied_makes_it_unready(client) -> None:
    MigrationRecorder(connection).record_unapplied("auth", "0001_initial")

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json() == {
        "status": "unavailable",
        "checks": ALL_WELL | {"migrations": "failed"},
    }


def degraded_by(client: Client, name: str) -> None:
    response = client.get("/health/ready")

    assert response.json() == {"status": "degraded", "checks": ALL_WELL | {name: "failed"}}
    assert response.status_code == 200


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("backend", [ForgetfulCache, UnreachableCache])
def test_pages_are_served_without_a_cache(client, settings, backend: type) -> None:
    use_cache(settings, backend)

    degraded_by(client, "cache")


@pytest.mark.usefixtures("running")
def test_pages_are_served_while_no_file_can_be_stored(client, settings) -> None:
    settings.MEDIA_ROOT = "/dev/null/media"

    degraded_by(client, "media")


def test_looking_whether_files_can_be_stored_leaves_none(
    client, running, settings, tmp_path
) -> None:
    settings.MEDIA_ROOT = tmp_path

    client.get("/health/ready")

    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize(
    ("minutes", "has_own_time", "is_late"),
    [(16, False, True), (14, False, False), (16, True, True), (-60, True, False)],
)
def test_a_task_that_nobody_does_is_noticed(
    client, settings, minutes: int, has_own_time: bool, is_late: bool
) -> None:
    since = timezone.now() - timedelta(minutes=minutes)
    if has_own_time:
        look_for_changes.using(run_after=since).enqueue()
    else:
        look_for_changes.enqueue()
        task = DBTaskResult.objects.get()
        task.enqueued_at = since
        task.save()

    if is_late:
        degraded_by(client, "queue")
    else:
        assert client.get("/health/ready").json()["status"] == "ok"


def test_a_timer_that_stopped_is_noticed_and_takes_no_page_away(client, running, settings) -> None:
    job = ScheduledJob.objects.get()
    job.finished_at = timezone.now() - timedelta(minutes=9)
    job.save()
    assert client.get("/health/ready").json()["status"] == "ok"

    job.finished_at = timezone.now() - timedelta(minutes=11)
    job.save()
    answers.forget()
    degraded_by(client, "schedule")

    settings.HEALTH_REQUIRED = ["schedule"]
    assert client.get("/health/ready").status_code == 503


@pytest.mark.django_db
def test_a_timer_that_never_ran_is_noticed(client) -> None:
    degraded_by(client, "schedule")


def test_requiring_what_there_is_not_is_a_mistake(settings) -> None:
    assert check_values() == []
    settings.HEALTH_REQUIRED = ["databse"]
    assert [message.id for message in check_values()] == ["operations.E003"]


@pytest.mark.usefixtures("running")
def test_the_reason_stands_in_the_log_once_and_not_in_the_answer(client, settings, caplog) -> None:
    use_cache(settings, UnreachableCache)

    for __ in range(3):
        response = client.get("/health/ready")
        answers._known.clear()

    assert "10.0.0.7" not in response.content.decode()
    assert "10.0.0.7" in caplog.text
    assert len(caplog.records) == 1


@pytest.mark.django_db
def test_a_migrated_database_lacks_nothing() -> None:
    assert health.unapplied_migrations() == set()


@pytest.mark.django_db
def test_missing_migrations_are_named() -> None:
    MigrationRecorder(connection).record_unapplied("auth", "0001_initial")

    assert health.unapplied_migrations() == {("auth", "0001_initial")}
