import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

from operations.health import checks
from tests import services


@pytest.fixture
def missing_service(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(services.SERVICES, "browser", lambda: "no Chromium: apt install chromium")
    return "browser"


def test_a_missing_service_skips_with_a_reason_that_says_what_to_install(
    missing_service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUIRE_SERVICES", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt install chromium"):
        services.require(missing_service)


def test_a_missing_service_fails_where_all_are_required(
    missing_service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUIRE_SERVICES", "1")
    with pytest.raises(pytest.fail.Exception, match="apt install chromium"):
        services.require(missing_service)


def test_a_service_that_is_there_lets_the_test_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_SERVICES", "1")
    monkeypatch.setitem(services.SERVICES, "browser", lambda: None)
    services.require("browser")


def test_every_service_has_a_marker(pytestconfig: pytest.Config) -> None:
    names = {line.partition(":")[0] for line in pytestconfig.getini("markers")}
    assert set(services.SERVICES) <= names


def test_chromium_is_the_one_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "my-chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(program))
    assert services.chromium() == str(program)


def test_without_chromium_the_reason_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(services, "CHROMIUM_ON_MACOS", str(tmp_path / "none"))
    assert services.chromium() is None
    assert "apt install chromium" in services.no_chromium()


def test_without_redis_the_reason_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    assert "apt install redis-server" in services.no_redis()
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    assert "no Redis at REDIS_URL" in services.no_redis()


def test_the_suite_runs_on_the_database_that_the_environment_names() -> None:
    scheme = os.environ.get("DATABASE_URL", "sqlite").partition(":")[0]
    expected = "postgresql" if scheme in {"postgres", "postgresql", "psql"} else "sqlite"
    assert connection.vendor == expected
    assert (services.no_postgres() is None) == (expected == "postgresql")


@pytest.mark.postgres
@pytest.mark.django_db
def test_connections_come_from_a_pool_as_in_production() -> None:
    options = {**settings.DATABASES["default"].get("OPTIONS", {}), "pool": {"min_size": 1}}
    pooled = DatabaseWrapper(
        {**connection.settings_dict, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}, "pooled"
    )
    try:
        with pooled.cursor() as cursor:
            cursor.execute("SELECT current_database()")
            assert cursor.fetchone() == (connection.settings_dict["NAME"],)
        assert pooled.pool.get_stats()["pool_size"] >= 1
    finally:
        pooled.close()
        pooled.close_pool()


@pytest.mark.redis
def test_the_cache_check_passes_on_redis(settings) -> None:
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": os.environ["REDIS_URL"]}}
    checks.check_cache()
    assert type(caches["default"]).__name__ == "RedisCache"
