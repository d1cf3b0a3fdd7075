"""Two questions that a supervisor asks: does the process live, and can it do its work?

Live asks nothing of others, so that a failing database never makes a supervisor restart healthy
processes. Ready asks all that a page needs. Neither says why something failed: anybody may ask, and
the reason stands in the log.
"""

import logging
import secrets
from collections.abc import Callable
from functools import cache as remember

from django.core.cache import cache
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


class NotReadyError(Exception):
    """A check found something that keeps the site from working."""


@never_cache
@require_safe
@transaction.non_atomic_requests
def live(request: HttpRequest) -> JsonResponse:
    """200 `{"status": "ok"}` as long as the process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
@transaction.non_atomic_requests
def ready(request: HttpRequest) -> JsonResponse:
    """`{"status": "ok" | "unavailable", "checks": {name: "ok" | "failed"}}`, with 200 or 503."""
    checks = {name: run(name, check) for name, check in CHECKS.items()}
    is_ready = set(checks.values()) == {"ok"}
    return JsonResponse(
        {"status": "ok" if is_ready else "unavailable", "checks": checks},
        status=200 if is_ready else 503,
    )


def run(name: str, check: Callable[[], None]) -> str:
    """ "ok", or "failed" for a check that raised anything; the reason goes to the log."""
    try:
        check()
    except Exception:
        logger.exception("The health check %s failed", name)
        return "failed"
    return "ok"


def check_database() -> None:
    """Ask the database for something that needs no table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_cache() -> None:
    """Write to the cache, read the same back and remove it."""
    key = f"health:{secrets.token_hex(8)}"
    cache.set(key, key, timeout=10)
    found = cache.get(key)
    cache.delete(key)
    if found != key:
        raise NotReadyError("the cache did not give back what was put into it")


def check_migrations() -> None:
    """Compare the migrations of the code with those that the database records."""
    if missing := unapplied_migrations():
        names = ", ".join(f"{app}.{name}" for app, name in sorted(missing))
        raise NotReadyError(f"not migrated: {names}")


def unapplied_migrations() -> set[tuple[str, str]]:
    """The (app, name) of every migration in the code that the database does not record."""
    return migrations_of_the_code() - set(MigrationRecorder(connection).applied_migrations())


@remember
def migrations_of_the_code() -> frozenset[tuple[str, str]]:
    """The (app, name) of every migration in the code. It can't change while the process runs."""
    return frozenset(MigrationLoader(connection=None).graph.nodes)


CHECKS = {
    "database": check_database,
    "cache": check_cache,
    "migrations": check_migrations,
}
