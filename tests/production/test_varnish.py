"""The real Varnish in front of the real site: what it keeps, and that it forgets what changes."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.services import require

from .client import Client
from .engines import Varnish
from .process import wait_until
from .stack import Stack

pytestmark = [pytest.mark.production, pytest.mark.varnish]


@dataclass
class Cached:
    """A site behind Varnish: `editor` reaches it past the cache."""

    stack: Stack
    varnish: Varnish
    base: str

    def get(self, path: str, **headers: str) -> requests.Response:
        with Client(self.varnish.address) as visitor:
            return visitor.get(path, headers=headers)

    def is_kept(self, path: str) -> bool:
        """Whether the next request is answered from the cache: Varnish names the one before."""
        return len(self.get(path).headers["X-Varnish"].split()) == 2


@pytest.fixture
def cached(stack: Stack) -> Iterator[Cached]:
    require("varnish")
    stack.worker.stop()  # it does not know of the cache
    folder = Path(tempfile.mkdtemp(prefix="varnish-")) / "cache"
    varnish = Varnish(folder, stack.logs_folder / "varnish.log")
    environment = {
        "FRONTEND_CACHE_BACKEND": "varnish",
        "FRONTEND_CACHE_URL": varnish.address,
        "PUBLIC_SHARED_MAX_AGE": "3600",
    }
    worker = stack.process("worker-of-varnish", stack.worker.command, environment)
    try:
        with stack.another_server(environment) as base:
            varnish.use(base)
            varnish.start()
            worker.start()
            yield Cached(stack, varnish, base)
    finally:
        worker.stop()
        varnish.stop()
        shutil.rmtree(folder.parent)


def test_what_changes_is_forgotten_and_nothing_else(cached: Cached) -> None:
    content = cached.stack.content
    other = "/de/ueber-uns/"
    shown = [content.news_path, content.news_index_path, "/de/", f"/api/v2/pages/{content.news}/"]
    for path in [*shown, other, content.advisor_path]:
        assert cached.get(path).status_code == 200
        assert cached.is_kept(path), path
        assert "xkey" not in cached.get(path).headers

    editor = Client(cached.base, "203.0.113.8", content.sessions["publisher"])
    path = f"/admin/pages/{content.news}/edit/"
    done = editor.submit(
        path,
        {"title": "Meldung aus Varnish", "action-publish": "action-publish"},
        form="form[data-edit-form]",
    )
    assert done.status_code == 302
    for path in shown:
        wait_until(lambda path=path: "Meldung aus Varnish" in cached.get(path).text, path, 30)
    assert cached.is_kept(other)

    withdraw = (
        "from pool.models import AdvisorConsent; from django.utils import timezone; "
        f"c = AdvisorConsent.objects.filter(advisor_id={content.advisor}).last(); c.pk = None; "
        "c._state.adding = True; c.withdrawn_on = timezone.localdate(); c.save()"
    )
    cached.stack.python(withdraw)
    wait_until(
        lambda: cached.get(content.advisor_path).status_code in (404, 410), "a withdrawal", 30
    )
    assert cached.is_kept(other)


def test_what_is_for_one_person_passes_and_nobody_else_can_make_it_forget(cached: Cached) -> None:
    content = cached.stack.content
    for path in (content.contact_path, "/admin/login/", "/health/live", "/de/fehlt/"):
        cached.get(path)
        assert not cached.is_kept(path), path
    assert cached.get("/de/").status_code == 200
    with_cookie = cached.get("/de/", Cookie="__Host-session=abc")
    assert len(with_cookie.headers["X-Varnish"].split()) == 1
    # A visitor's request comes through the proxy, which numbers it.
    for headers, status in (
        ({"X-Request-ID": "0" * 32, "xkey-purge": "all"}, 405),
        ({}, 400),
        ({"xkey-purge": "all"}, 200),
    ):
        assert cached.is_kept("/de/")
        told = requests.request("PURGE", cached.varnish.address, headers=headers, timeout=10)
        assert told.status_code == status
    assert not cached.is_kept("/de/")
