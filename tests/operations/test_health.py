import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from operations import health

ALL_WELL = {"database": "ok", "cache": "ok", "migrations": "ok"}


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
def unreachable_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args, **kwargs):
        raise DatabaseError("could not connect as user miglobe")

    monkeypatch.setattr(connection, "cursor", refuse)


def test_the_addresses_are_those_that_supervisors_are_told() -> None:
    assert reverse("operations:live") == "/health/live"
    assert reverse("operations:ready") == "/health/ready"


def test_live_answers_without_the_database(client) -> None:
    # No database mark: a query would fail the test.
    response = client.get("/health/live")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


@pytest.mark.django_db
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


@pytest.mark.django_db
def test_ready_costs_three_queries(client, django_assert_num_queries) -> None:
    client.get("/health/ready")
    # The database check itself, whether there is a table of migrations, and what it says.
    with django_assert_num_queries(3):
        client.get("/health/ready")


@pytest.mark.django_db
def test_an_unreachable_database_makes_it_unready(client, unreachable_database) -> None:
    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["status"] == "unavailable"
    assert response.json()["checks"]["database"] == "failed"
    assert response.json()["checks"]["cache"] == "ok"


@pytest.mark.django_db
@pytest.mark.parametrize("backend", [ForgetfulCache, UnreachableCache])
def test_a_failing_cache_makes_it_unready(client, settings, backend: type) -> None:
    use_cache(settings, backend)

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["checks"] == ALL_WELL | {"cache": "failed"}


@pytest.mark.django_db
def test_a_migration_that_was_not_applied_makes_it_unready(client) -> None:
    MigrationRecorder(connection).record_unapplied("auth", "0001_initial")

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["checks"] == ALL_WELL | {"migrations": "failed"}


@pytest.mark.django_db
def test_the_reason_stands_in_the_log_and_not_in_the_answer(client, settings, caplog) -> None:
    use_cache(settings, UnreachableCache)

    response = client.get("/health/ready")

    assert "10.0.0.7" not in response.content.decode()
    assert "10.0.0.7" in caplog.text


@pytest.mark.django_db
def test_a_migrated_database_lacks_nothing() -> None:
    assert health.unapplied_migrations() == set()


@pytest.mark.django_db
def test_missing_migrations_are_named() -> None:
    MigrationRecorder(connection).record_unapplied("auth", "0001_initial")

    assert health.unapplied_migrations() == {("auth", "0001_initial")}
