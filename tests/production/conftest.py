"""The stack that the tests of this folder share."""

from collections.abc import Iterator

import pytest

from .stack import Stack


@pytest.fixture(scope="session")
def running_stack() -> Iterator[Stack]:
    with Stack(timer_seconds=2) as stack:
        yield stack


@pytest.fixture
def stack(running_stack: Stack, request: pytest.FixtureRequest) -> Iterator[Stack]:
    """The site as in production, with the seeded content and nothing else, all parts running.

    After a test that failed, its logs are shown.
    """
    running_stack.reset()
    yield running_stack
    report = getattr(request.node, "report_of_call", None)
    if report is not None and report.failed:
        print(running_stack.logs())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    report = yield
    if report.when == "call":
        item.report_of_call = report
    return report
