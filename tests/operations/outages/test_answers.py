"""What is answered while the database or the disk fails: a clear 503 or 507, never a traceback."""

import errno
import logging
import sqlite3

import psycopg
import pytest
from bs4 import BeautifulSoup
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from home.models import HomePage
from operations.outages.quiet import OutageFilter
from operations.outages.recognising import Outage, outage_behind
from tests.dom import links, words

pytestmark = pytest.mark.django_db


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


def of_sqlite(code: int) -> Exception:
    cause = sqlite3.OperationalError("it fails")
    cause.sqlite_errorcode = code
    return caused(OperationalError("it fails"), cause)


NO_DATABASE = caused(OperationalError("gone"), psycopg.OperationalError("gone"))
LOCKED = of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT)
DISK_FULL = OSError(errno.ENOSPC, "No space left on device")


def raising(error: Exception):
    def fail(*args, **kwargs):
        raise error

    return fail


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("place", ["delivery.http.read_clock", HomePage.serve])
@pytest.mark.parametrize(
    ("error", "status", "retry", "titles"),
    [
        (
            NO_DATABASE,
            503,
            "10",
            ("Die Website ist gerade nicht erreichbar", "The website cannot be reached just now"),
        ),
        (
            LOCKED,
            503,
            "10",
            ("Die Website ist gerade nicht erreichbar", "The website cannot be reached just now"),
        ),
        (
            DISK_FULL,
            507,
            "600",
            ("Auf dem Server ist kein Platz mehr", "There is no room left on the server"),
        ),
    ],
)
def test_an_outage_is_a_page_in_the_language_of_the_address(
    visitor, monkeypatch, english_home, place, error, status, retry, titles
) -> None:
    if isinstance(place, str):
        monkeypatch.setattr(place, raising(error))
    else:
        monkeypatch.setattr(HomePage, "serve", raising(error))
    for language, title in zip(("de", "en"), titles, strict=True):
        response = visitor.get(f"/{language}/")

        assert response.status_code == status
        assert response["Retry-After"] == retry
        assert response["Cache-Control"] == "no-store"
        page = BeautifulSoup(response.content, "html5lib")
        assert page.html["lang"] == language
        assert words(page.h1) == title
        assert f"/{language}/" in [url for __, url in links(page.main)]
        assert "Traceback" not in response.text


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/api/v2/pages/", {}),
        ("/de/", {"accept": "application/json"}),
        ("/de/", {"x-requested-with": "XMLHttpRequest"}),
    ],
)
def test_machines_are_told_in_json(visitor, monkeypatch, home, address, headers) -> None:
    monkeypatch.setattr("delivery.http.read_clock", raising(NO_DATABASE))
    response = visitor.get(address, headers=headers)

    assert response.status_code == 503
    assert "cannot be reached" in response.json()["message"]
    assert response["Retry-After"] == "10"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (NO_DATABASE, Outage.DATABASE),
        (LOCKED, Outage.DATABASE),
        (of_sqlite(sqlite3.SQLITE_FULL), Outage.DISK),
        (caused(OperationalError("full"), psycopg.errors.DiskFull("full")), Outage.DISK),
        (DISK_FULL, Outage.DISK),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), Outage.DISK),
        # What comes after the connection was lost is its echo.
        (caused(RuntimeError("cannot go on"), NO_DATABASE), Outage.DATABASE),
        # Mistakes of the site stay mistakes.
        (of_sqlite(sqlite3.SQLITE_ERROR), None),
        (FileNotFoundError(errno.ENOENT, "No such file"), None),
        (RuntimeError("a mistake"), None),
        (None, None),
    ],
)
def test_only_what_fails_outside_of_the_site_is_an_outage(error, outage) -> None:
    assert outage_behind(error) == outage


def test_a_closed_connection_is_an_outage_on_postgresql_only() -> None:
    found = outage_behind(InterfaceError("connection already closed"))
    assert found == (Outage.DATABASE if connection.vendor == "postgresql" else None)


def test_a_mistake_in_a_query_is_still_a_500(visitor, monkeypatch, home) -> None:
    error = of_sqlite(sqlite3.SQLITE_ERROR)
    monkeypatch.setattr(HomePage, "serve", raising(error))
    assert visitor.get("/de/").status_code == 500


def test_the_log_has_one_line_for_an_outage_and_every_other_error(
    visitor, monkeypatch, home
) -> None:
    told: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = told.append
    logger = logging.getLogger("django.request")
    monkeypatch.setattr(logger, "filters", [OutageFilter()])
    monkeypatch.setattr(logger, "handlers", [handler])
    monkeypatch.setattr(HomePage, "serve", raising(NO_DATABASE))
    for _ in range(20):
        visitor.get("/de/")
    monkeypatch.setattr(HomePage, "serve", raising(RuntimeError("a mistake")))
    visitor.get("/de/")

    assert [bool(record.exc_info) for record in told] == [False, True]
    assert "The database fails: OperationalError: gone" in told[0].getMessage()


def test_the_next_line_says_how_many_were_left_out() -> None:
    keep = OutageFilter(pause=3600)
    keep._last[Outage.DATABASE] = -4000.0
    first = _record(NO_DATABASE)
    assert keep.filter(first)
    assert [keep.filter(_record(NO_DATABASE)) for _ in range(3)] == [False] * 3
    keep._last[Outage.DATABASE] = -4000.0
    last = _record(NO_DATABASE)
    assert keep.filter(last)
    assert "3 more such errors" in last.getMessage()


def _record(error: Exception) -> logging.LogRecord:
    info = (type(error), error, None)
    return logging.LogRecord("django.request", logging.ERROR, "", 0, "%s", ("/de/",), info)
