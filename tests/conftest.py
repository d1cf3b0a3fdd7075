"""Fixtures for every test, and the rule for tests that need a service."""

import gc
import os
from collections.abc import Iterator

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests import services
from tests.demo import loaded_demo
from tests.late_indexes import indexes_at_once, late_indexes

__all__ = ["indexes_at_once", "late_indexes", "loaded_demo"]

# Django, Wagtail and the states of all migrations are millions of objects that stay: looking at
# them again and again for garbage takes a third of the time in which the database is migrated.
gc.set_threshold(50_000, 20, 50)


def pytest_collection_finish() -> None:
    gc.freeze()


#: Fixtures of those that ask the database without a marker of their own.
WITH_DATABASE = {"db", "django_db_setup", "live_server", "transactional_db"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks the database, before `-m` chooses."""
    for item in items:
        marked = any(item.get_closest_marker(name) for name in ("django_db", "postgres"))
        if marked or WITH_DATABASE & {*getattr(item, "fixturenames", ())}:
            item.add_marker("database")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in services.SERVICES:
        if item.get_closest_marker(marker):
            services.require(marker)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, started once per run. Its tests carry the marker `browser`."""
    # Playwright keeps an event loop running in this thread. Django would refuse every query there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    before = {alias: connections[alias] for alias in connections}
    with sync_playwright() as playwright:
        # It also keeps connections apart per event loop; the tests go on with those on which their
        # database was set up, and which know what a rollback has to restore.
        for alias, connection in before.items():
            connections[alias] = connection
        chromium = playwright.chromium.launch(
            executable_path=services.chromium(), args=services.chromium_arguments()
        )
        yield chromium
        chromium.close()


@pytest.fixture
def browser_page(
    browser: Browser, live_server: LiveServer, django_db_serialized_rollback: None
) -> Iterator[Page]:
    """A German visitor's fresh page; `goto("/de/")` asks the live server of the test.

    The database holds what the migrations put there, in each test. An uncaught error of a script
    fails the test.
    """
    context = browser.new_context(base_url=live_server.url, locale="de-DE")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
