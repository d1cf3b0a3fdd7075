"""What visitors and editors do while things fail, and what is there of it afterwards.

A deed is tried until it is answered with yes. Every try carries a marker of its own, so that it can
be told afterwards what came of it: all of it, or nothing. Only what was answered with yes must be
there.
"""

import hashlib
import random
import secrets
import threading
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import requests
from bs4 import BeautifulSoup
from PIL import Image

from .client import fields_of
from .process import ProcessError
from .stack import Stack

PAUSE = 0.1  # seconds after a try that failed
PATIENCE = 180.0  # seconds until a deed must have succeeded
FASTEST = 3.2  # seconds that a form must have been open


@dataclass
class Report:
    """Markers of all tries, of those that were answered with yes, and the answers by kind."""

    tried: dict[str, str] = field(default_factory=dict)
    yes: dict[str, str] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)
    checksums: dict[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> set[str]:
        return {marker for marker, name in self.yes.items() if name == kind}

    def tried_of(self, kind: str) -> set[str]:
        return {marker for marker, name in self.tried.items() if name == kind}


class Deed(ABC):
    """One kind of thing that is done again and again, in one browser."""

    kind = ""

    def __init__(self, stack: Stack, number: int) -> None:
        self.stack = stack
        self.number = number
        self.report = Report()

    def prepare(self) -> None:  # noqa: B027 - not every kind has something to open
        """Open what is filled in, while all is well."""

    @abstractmethod
    def attempt(self, marker: str) -> requests.Response:
        """Try once; `requests.RequestException` without an answer."""

    def said_yes(self, response: requests.Response) -> bool:
        return response.status_code == 302

    def do(self) -> None:
        """Try until the answer is yes."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            marker = f"{self.kind}-{secrets.token_hex(6)}"
            self.report.tried[marker] = self.kind
            try:
                response = self.attempt(marker)
            except requests.RequestException:
                self.report.answers["none"] += 1
            else:
                self.report.answers[str(response.status_code)] += 1
                if self.said_yes(response):
                    self.report.yes[marker] = self.kind
                    return
                check_refusal(response)
            time.sleep(PAUSE)
        raise ProcessError(f"{self.kind}: no yes within {PATIENCE:.0f} seconds")


def check_refusal(response: requests.Response) -> None:
    """A no is a clear one: 503 with all that belongs to it."""
    told = f"{response.status_code} {response.url}: {response.text[:2000]}"
    assert response.status_code == 503, told
    assert int(response.headers["Retry-After"]) > 0, told
    assert "no-store" in response.headers["Cache-Control"], told
    assert "Traceback" not in response.text, told


class Message(Deed):
    """A visitor sends the contact form."""

    kind = "message"

    def prepare(self) -> None:
        self.browser = self.stack.client()
        form = self.browser.page(self.path).select_one("main form[method=post i]")
        self.fields = fields_of(form)
        self.names = {
            label.get_text(" ", strip=True).split()[0]: form.find(id=label["for"])["name"]
            for label in form.select("label[for]")
        }

    @property
    def path(self) -> str:
        return self.stack.content.contact_path

    def attempt(self, marker: str) -> requests.Response:
        # Each from another address, or it would be too many from one.
        number = int(marker[-6:], 16)
        self.browser.headers["X-Forwarded-For"] = f"100.{number >> 16}.{number >> 8 & 255}.7"
        values = {self.names["E-Mail"]: f"{marker}@example.org", self.names["Text"]: marker}
        return self.browser.post(self.path, data={**self.fields, **values})


class Publication(Deed):
    """An editor publishes: now a new page, now a new version of one that is there."""

    kind = "page"

    def prepare(self) -> None:
        self.browser = self.stack.signed_in()
        self.path = f"/admin/pages/add/home/contentpage/{self.stack.content.home}/"
        self.form = fields_of_editor(self.browser.page(self.path))
        self.page = 0

    def attempt(self, marker: str) -> requests.Response:
        if not self.page or len(self.report.yes) % 2 == 0:
            return self._add(marker)
        path = f"/admin/pages/{self.page}/edit/"
        response = self.browser.get(path)
        if response.status_code != 200:
            return response
        form = fields_of_editor(BeautifulSoup(response.content, "html5lib"))
        return self.browser.post(path, data={**form, "title": marker, "action-publish": "1"})

    def _add(self, marker: str) -> requests.Response:
        values = {"title": marker, "slug": marker, "action-publish": "1"}
        response = self.browser.post(self.path, data={**self.form, **values})
        if response.status_code == 302:
            self.page = self._key_of(marker)
        return response

    def _key_of(self, slug: str) -> int:
        try:
            found = self.browser.get(f"/api/v2/pages/?slug={slug}&fields=_,id").json()["items"]
            return int(found[0]["id"])
        except (requests.RequestException, LookupError, ValueError):
            return 0


class Upload(Deed):
    """An editor uploads: now a document, now a picture."""

    kind = "file"

    def prepare(self) -> None:
        self.browser = self.stack.signed_in()
        self.paths = ("/admin/documents/add/", "/admin/images/add/")
        self.forms = [
            fields_of(self.browser.page(path).select_one("main form[method=post i]"))
            for path in self.paths
        ]

    def attempt(self, marker: str) -> requests.Response:
        is_picture = len(self.report.yes) % 2
        values = {**self.forms[is_picture], "title": marker}
        if is_picture:
            values |= {"credit": "Foto: Erika Beispiel", "description": marker}
            file = (f"{marker}.png", picture(), "image/png")
        else:
            content = f"{marker}\n".encode() * 4000
            self.report.checksums[marker] = hashlib.sha1(content, usedforsecurity=False).hexdigest()
            file = (f"{marker}.txt", content, "text/plain")
        return self.browser.post(self.paths[is_picture], data=values, files={"file": file})


def picture(width: int = 64, height: int = 48) -> bytes:
    """A picture like no other, of noise, which nothing makes smaller."""
    file = BytesIO()
    noise = secrets.token_bytes(width * height * 3)
    Image.frombytes("RGB", (width, height), noise).save(file, "PNG")
    return file.getvalue()


def fields_of_editor(page: BeautifulSoup) -> dict[str, Any]:
    """What a browser would send of a page's form, without its blocks."""
    return fields_of(page.select_one("form[data-edit-form]"))


def do_all(
    stack: Stack, deeds: Sequence[tuple[type[Deed], int]], faults: Sequence[Callable[[], None]]
) -> Report:
    """Do so many of each kind, each kind in a browser of its own, while one fault after the other
    happens: each in the middle of what the browsers do, when another part of it is done.

    Returns what came of it. Raises what a browser raised.
    """
    total = sum(count for __, count in deeds)
    pending = list(faults)
    workers = [(kind(stack, number), count) for number, (kind, count) in enumerate(deeds)]
    for deed, __ in workers:
        deed.prepare()
    time.sleep(FASTEST)
    errors: list[BaseException] = []

    def work(deed: Deed, count: int) -> None:
        try:
            for _ in range(count):
                deed.do()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=worker) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        while any(thread.is_alive() for thread in threads) and not errors:
            done = sum(len(deed.report.yes) for deed, __ in workers)
            happened = len(faults) - len(pending)
            if pending and done >= total * (happened + 1) / (len(faults) + 1):
                time.sleep(random.uniform(0, 0.3))  # noqa: S311 - when, not what
                pending.pop(0)()
            time.sleep(0.01)
    finally:
        for thread in threads:
            thread.join(PATIENCE)
    if errors:
        raise errors[0]
    assert not pending, "faults that did not happen"
    whole = Report()
    for deed, __ in workers:
        whole.tried |= deed.report.tried
        whole.yes |= deed.report.yes
        whole.answers += deed.report.answers
        whole.checksums |= deed.report.checksums
    return whole


def checksum(file: Path) -> str:
    return hashlib.sha1(file.read_bytes(), usedforsecurity=False).hexdigest()
