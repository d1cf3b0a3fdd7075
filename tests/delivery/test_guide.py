"""docs/api.md: every request on the page is made, and has the answer that stands below it."""

import importlib.util
import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from django.conf import settings
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from tests.demo import demo, demo_database, page  # noqa: F401 - fixtures

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.rendering]

DOCS = settings.BASE_DIR / "docs"
API = "http://127.0.0.1:8000/api/v2"
_BLOCKS = re.compile(r"^```(console|json)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_VARIABLE = re.compile(r"(\w+)=\$\((.*)\)")


@pytest.fixture
def db(demo: Path) -> Path:  # noqa: F811
    return demo


@dataclass
class Shell:
    """Runs the page's commands, as far as they are curl, with its two ways to read an answer."""

    variables: dict[str, str] = field(default_factory=lambda: {"api": API})
    status: int = 0
    answer: Any = None

    def run(self, command: str) -> None:
        if assigned := _VARIABLE.fullmatch(command):
            name, inner = assigned.groups()
            request, __, reader = inner.partition(" | ")
            response = self._curl(request)
            is_json = reader == "jq .id"
            self.variables[name] = str(response.json()["id"]) if is_json else response["ETag"]
            return
        response = self._curl(command)
        self.status = response.status_code
        self.answer = response.json() if response.content else None

    def _curl(self, command: str) -> Any:
        for name, value in self.variables.items():
            command = command.replace(f"${name}", value.replace('"', '\\"'))
        program, *words = shlex.split(command)
        assert program == "curl"
        url, headers, sent = words.pop(), {}, None
        while words:
            option = words.pop(0)
            if option == "-H":
                header, __, value = words.pop(0).partition(": ")
                headers[header] = value
            elif option == "--json":
                sent = words.pop(0)
            else:
                assert option in ("-i", "-s", "-si")
        path = url.removeprefix("http://127.0.0.1:8000")
        if sent is None:
            return Client().get(path, headers=headers)
        return Client().post(path, sent, content_type="application/json", headers=headers)


def steps() -> Iterator[tuple[list[str], int, Any]]:
    """(commands, status, the answer as the page has it) of each block of the page."""
    blocks = _BLOCKS.findall((DOCS / "api.md").read_text())
    for (kind, text), (next_kind, below) in zip(blocks, [*blocks[1:], ("", "")], strict=True):
        if kind != "console":
            continue
        commands = [line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$")]
        status = re.search(r"^HTTP/1.1 (\d+)", text, re.MULTILINE)
        yield (
            commands,
            int(status[1]) if status else 200,
            json.loads(below) if next_kind == "json" else None,
        )


def differences(written: Any, found: Any, where: str = "") -> Iterator[str]:
    """Where an answer is not as it is written; "…" stands for anything, and for the rest."""
    if isinstance(written, str) and "…" in written:
        pattern = ".*".join(re.escape(part) for part in written.split("…"))
        if written != "…" and not re.fullmatch(pattern, str(found), re.DOTALL):
            yield f"{where}: {found!r} is not {written!r}"
    elif isinstance(written, dict) and isinstance(found, dict):
        has_more = "…" in written
        wanted = {name: value for name, value in written.items() if name != "…"}
        if missing := wanted.keys() - found.keys():
            yield f"{where}: no {sorted(missing)}"
        if not has_more and (more := found.keys() - wanted.keys()):
            yield f"{where}: also {sorted(more)}"
        for name in wanted.keys() & found.keys():
            yield from differences(wanted[name], found[name], f"{where}/{name}")
    elif isinstance(written, list) and isinstance(found, list):
        has_more = written[-1:] == ["…"]
        wanted = written[:-1] if has_more else written
        if len(found) < len(wanted) or (len(found) > len(wanted) and not has_more):
            yield f"{where}: {len(found)} instead of {len(wanted)}"
        for number, (one, other) in enumerate(zip(wanted, found, strict=False)):
            yield from differences(one, other, f"{where}/{number}")
    elif type(written) is not type(found) or written != found:
        yield f"{where}: {found!r} is not {written!r}"


def test_every_request_has_the_answer_that_is_written_below_it() -> None:
    Redirect.add_redirect("/en/history", page("background", "en"))
    shell, number = Shell(), 0
    for commands, status, written in steps():
        for command in commands:
            shell.run(command)
        assert shell.status == status, commands
        if written is not None:
            assert list(differences(written, shell.answer)) == [], commands
        number += 1

    assert number > 10


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": 1, "…": "…"}, {"b": 2}),
        ([1, "…"], []),
        ([1], [1, 2]),
        ("…/en/", "/de/"),
        (1, True),
        ("", None),
    ],
)
def test_what_differs_is_found(written: Any, found: Any) -> None:
    assert list(differences(written, found))


def test_the_page_names_every_endpoint() -> None:
    from config.api import api_router

    text = (DOCS / "api.md").read_text()

    assert [name for name in api_router._endpoints if f"{name}/" not in text] == ["page_preview"]


class Site:
    """The site, for the client: an address → what stands there."""

    def __init__(self) -> None:
        self.requests: list[str] = []

    def read(self, url: str) -> Any:
        self.requests.append(url)
        response = Client().get(url.removeprefix("https://www.example.org"))
        if response.status_code != 200:
            raise HTTPError(url, response.status_code, "", None, BytesIO(response.content))
        return response.json()


@pytest.fixture
def client_module() -> Any:
    spec = importlib.util.spec_from_file_location("copy_client", DOCS / "clients" / "copy.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_python_client_keeps_a_copy_in_step(client_module: Any) -> None:
    site = Site()
    copy = client_module.Copy("https://www.example.org/", site.read)
    copy.refresh()
    everything = len(site.requests)
    total = site.read(f"{API}/pages/".removeprefix("http://127.0.0.1:8000"))["meta"]["total_count"]
    assert len(copy.pages) == total

    news, glossary = page("news-nord-sued-bruecken", "en"), page("glossary", "en")
    news.title = "Another title"
    news.save_revision().publish()
    glossary.unpublish()
    copy.refresh()

    assert copy.pages[news.pk]["title"] == "Another title"
    assert glossary.pk not in copy.pages
    assert copy.pages.keys() == {item["id"] for item in all_pages(site)}
    assert len(site.requests) - everything < everything / 2


def all_pages(site: Site) -> list[dict[str, Any]]:
    address = "/api/v2/pages/?limit=100&fields=_,id&offset="
    return [item for offset in (0, 100) for item in site.read(f"{address}{offset}")["items"]]


def test_the_python_client_begins_anew_after_long(client_module: Any) -> None:
    copy = client_module.Copy("https://www.example.org", Site().read)
    copy.refresh()
    whole = dict(copy.pages)
    copy.cursor = "00000000-1"
    copy.refresh()

    assert copy.pages == whole
    assert copy.cursor != "00000000-1"
