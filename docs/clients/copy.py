"""Keeps a copy of a site's public pages in step: python3 copy.py https://www.example.org"""

import json
import sys
from collections.abc import Callable, Iterator
from time import sleep
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

NOT_FOUND, GONE = 404, 410


def read(url: str) -> Any:
    """The JSON at an address. Raises `HTTPError` if it is refused."""
    with urlopen(url, timeout=30) as answer:  # noqa: S310 - the address is the caller's
        return json.load(answer)


class Copy:
    """All public pages of a site by `id`, as `pages/<id>/` answers with them."""

    def __init__(self, site: str, read: Callable[[str], Any] = read) -> None:
        self.api = f"{site.rstrip('/')}/api/v2"
        self.read = read
        self.pages: dict[int, dict[str, Any]] = {}
        self.cursor = ""

    def refresh(self) -> None:
        """Fetch what changed since the last time; everything the first time, or after long."""
        try:
            for change in self._changes() if self.cursor else self._everything():
                self._apply(change)
        except HTTPError as error:
            if error.code != GONE:
                raise
            self.cursor, self.pages = "", {}
            self.refresh()

    def _everything(self) -> Iterator[dict[str, Any]]:
        # The cursor first: what changes meanwhile is fetched the next time.
        self.cursor = self._get("changes/")["cursor"]
        last, items = 0, [{}]
        while items:
            # By key and not by offset, which shifts when a page goes.
            items = self._get("pages/", id__gt=last, order="id", limit=100, fields="_,id")["items"]
            for item in items:
                last = item["id"]
                yield {"what": "pages", "kind": "published", "id": str(last)}

    def _changes(self) -> Iterator[dict[str, Any]]:
        has_more = True
        while has_more:
            answer = self._get("changes/", since=self.cursor)
            yield from answer["items"]
            self.cursor, has_more = answer["cursor"], answer["has_more"]

    def _apply(self, change: dict[str, Any]) -> None:
        if change["what"] != "pages":
            return
        pk = int(change["id"])
        self.pages.pop(pk, None)
        if change["kind"] == "removed":
            return
        try:
            self.pages[pk] = self._get(f"pages/{pk}/")
        except HTTPError as error:
            if error.code != NOT_FOUND:  # gone again meanwhile
                raise

    def _get(self, path: str, **parameters: Any) -> Any:
        return self.read(f"{self.api}/{path}?{urlencode(parameters)}")


if __name__ == "__main__":
    copy = Copy(sys.argv[1])
    while True:
        copy.refresh()
        print(f"{len(copy.pages)} pages at {copy.cursor}")
        sleep(60)
