"""How many queries a request takes, as the site runs: everything settled, pictures made."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from delivery import http
from delivery.changes.clock import read_clock


def queries_of(request: Callable[[], Any], *, warm: bool = True) -> list[str]:
    """The queries of a request.

    `warm`: what the process knows of the site (`core.facts`) is known already, as it is for all
    requests but the first one after a change; otherwise nothing is. The items of a list are made in
    any case: those that were sent before would hide what one costs.
    """
    request()  # makes pictures and settings that are not there yet
    read_clock()  # settles what that left behind
    for every in caches.all():
        every.clear()
    http.forget_facts()
    if warm:
        request()
    http.forget_sent_items()
    with CaptureQueriesContext(connection) as captured:
        request()
    return [query["sql"] for query in captured.captured_queries]


def queries_for(address: str, *, warm: bool = True) -> int:
    """How many queries a page of the website takes."""

    def request() -> None:
        if not warm:
            cache.clear()
        assert Client().get(address).status_code == 200

    return len(queries_of(request, warm=warm))
