"""What the machine offers to tests that need more than Python.

A test says with a marker what it needs; where that is missing the test is skipped with a reason
that says what to install. REQUIRE_SERVICES=1 turns such a skip into a failure, so that a run that
is meant to have everything can't pass without it.
"""

import os
import shutil
import sys
from collections.abc import Callable

import psycopg
import pytest
import redis
from django.db import connection

from tests.production import engines

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ON_MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def chromium() -> str | None:
    """The path of a Chromium to drive: CHROMIUM, or the first one found; None without one."""
    candidates = [os.environ.get("CHROMIUM", ""), *CHROMIUM_NAMES, CHROMIUM_ON_MACOS]
    return next((path for name in candidates if name and (path := shutil.which(name))), None)


def chromium_arguments() -> list[str]:
    """Switches that keep Chromium from asking for anything but the page under test."""
    arguments = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
    ]
    # Chromium refuses its sandbox to root, which is who runs the tests in many containers.
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return arguments


def local_postgres() -> bool:
    """Whether `psql` alone would reach a server on which tests may create their database."""
    try:
        with psycopg.connect(dbname="postgres", connect_timeout=2) as session:
            row = session.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def no_chromium() -> str | None:
    if chromium():
        return None
    return "no Chromium: apt install chromium, or name one in CHROMIUM"


def no_postgres() -> str | None:
    if connection.vendor == "postgresql":
        return None
    return (
        f"the suite runs on {connection.vendor}: apt install postgresql, "
        "then DATABASE_URL=postgres://user:password@127.0.0.1/name make test"
    )


def no_redis() -> str | None:
    advice = "apt install redis-server, then REDIS_URL=redis://127.0.0.1:6379/0 make test"
    if not (url := os.environ.get("REDIS_URL")):
        return f"REDIS_URL is not set: {advice}"
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=2) as client:
            client.ping()
    except redis.RedisError as error:
        return f"no Redis at REDIS_URL ({error}): {advice}"
    return None


def nginx() -> str | None:
    """The path of nginx, which Debian keeps out of the path of users; None without one."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def no_nginx() -> str | None:
    return None if nginx() else "no nginx: apt install nginx-light"


def no_varnish() -> str | None:
    return None if engines.varnishd() else "no Varnish: apt install varnish varnish-modules"


#: marker: the question whose answer is the reason to skip, or None where the service is there
SERVICES: dict[str, Callable[[], str | None]] = {
    "browser": no_chromium,
    "nginx": no_nginx,
    "postgres": no_postgres,
    "production": engines.missing,
    "redis": no_redis,
    "varnish": no_varnish,
}


def require(marker: str) -> None:
    """Skip the running test if the service of `marker` is missing, or fail it if none may be."""
    if not (reason := SERVICES[marker]()):
        return
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"REQUIRE_SERVICES=1, but {reason}", pytrace=False)
    pytest.skip(reason)


if __name__ == "__main__":
    # For `make test`: whether this machine has a PostgreSQL for a second run.
    sys.exit(0 if local_postgres() else 1)
