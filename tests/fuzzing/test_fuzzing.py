"""Every public address, asked in ways that nobody foresaw: no 5xx, no traceback, no slow query,
nothing written by reading.

The same 300 cases in every run; `make fuzz` sends as many others as it is told to (FUZZ_CASES,
FUZZ_SEED) and prints what it found.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from delivery.changes.clock import read_clock
from tests.production.client import fields_of
from tests.production.seed import HOST, make

from .addresses import HOLE, Address, addresses
from .inputs import Case, as_bytes, cases
from .sending import Sender, respond

pytestmark = pytest.mark.django_db

CASES = int(os.environ.get("FUZZ_CASES", "300"))
SEED = os.environ.get("FUZZ_SEED")


@pytest.fixture
def known(settings) -> list[Address]:
    """The addresses of a seeded site that is settled: pictures made, changes noted."""
    from bs4 import BeautifulSoup

    settings.ALLOWED_HOSTS = [HOST]
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    settings.CONTACT_FORM_LIMITS = {"fastest_seconds": -1}
    content = make()
    contact = respond(Case("form", "GET", as_bytes(content.contact_path)))
    form = BeautifulSoup(contact.body, "html5lib").select_one("main form")
    found = addresses(content, fields_of(form))
    for __ in range(2):
        for address in found:
            for key in address.keys:
                respond(Case(address.kind, "GET", as_bytes(address.path.replace(HOLE, key))))
        read_clock()
    return found


def test_nothing_that_anybody_sends_breaks_the_site(known, capsys) -> None:
    sender = Sender()

    @settings(
        max_examples=CASES,
        derandomize=not SEED,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(known))
    def send(case: Case) -> None:
        sender.send(case)

    (seed(int(SEED))(send) if SEED else send)()

    with capsys.disabled():
        print(f"\nfuzzing{f', seed {SEED}' if SEED else ''}: {sender.summary()}")
    assert sender.kinds.total() >= CASES
    assert sender.findings == {}
