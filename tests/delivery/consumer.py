"""A partner's program that holds a copy of the public site, by `/api/v2/changes/` alone."""

from typing import Any

from tests.delivery.conftest import Api

LANGUAGES = ("de", "en")
# Lists of things with an address of their own, and whether they have one list per language.
LISTS = {
    "pages": False,
    "images": False,
    "documents": False,
    "contacts": True,
    "partners": True,
    "topics": True,
}
# What is fetched as a whole, per language.
WHOLES = ("navigation", "site", "states")
Copy = dict[tuple[str, str], Any]


class Reader:
    """Takes a cursor, and then follows the changes: each that tells of an address is fetched."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.cursor = api.get("changes/")["cursor"]

    def follow(self) -> list[dict[str, Any]]:
        """Read up to date; the changes that were read."""
        seen = []
        while True:
            answer = self.api.get("changes/", since=self.cursor, limit=7)
            for change in answer["items"]:
                self.apply(change)
            seen += answer["items"]
            self.cursor = answer["cursor"]
            if not answer["has_more"]:
                return seen

    def apply(self, change: dict[str, Any]) -> Any:
        """What there is now in place of what changed; None where it is gone."""
        if change["what"] == "redirects":
            return self.api.items("redirects/")
        return None if change["kind"] == "removed" else fetch(self.api, change["detail_url"])


class Consumer(Reader):
    """Fetches everything once, and keeps that copy in step with the changes."""

    def __init__(self, api: Api) -> None:
        super().__init__(api)
        self.copy = crawl(api)

    def apply(self, change: dict[str, Any]) -> Any:
        now = super().apply(change)
        if change["what"] == "redirects":
            self.copy["redirects", ""] = now
        elif change["kind"] == "removed":
            self.copy.pop((change["what"], change["id"]), None)
        else:
            self.copy[change["what"], change["id"]] = now
        return now


def fetch(api: Api, url: str) -> Any:
    """What the API answers at an absolute URL."""
    address = url.partition("/api/v2/")[2]
    return api.get(address)


def crawl(api: Api) -> Copy:
    """Everything public, by asking for each thing."""
    copy: Copy = {("redirects", ""): api.items("redirects/")}
    for what, has_languages in LISTS.items():
        for language in LANGUAGES if has_languages else (None,):
            parameters = {"locale": language} if language else {}
            for item in api.items(f"{what}/", **parameters):
                copy[what, str(item["id"])] = api.get(f"{what}/{item['id']}/")
    for what in WHOLES:
        for language in LANGUAGES:
            copy[what, language] = api.get(f"{what}/", locale=language)
    return copy
