"""A partner's program that holds a copy of the public site, by `/api/v2/changes/` alone."""

from typing import Any

from tests.delivery.conftest import Api

# Endpoint → parameters under which its list shows everything that a copy holds.
LISTS = {
    "pages": {},
    "images": {"fields": "*"},
    "documents": {"fields": "*"},
}
Copy = dict[tuple[str, str], Any]


class Consumer:
    """Takes a cursor, fetches everything once, and then follows the changes."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.cursor = api.get("changes/")["cursor"]
        self.copy = crawl(api)

    def follow(self) -> list[dict[str, Any]]:
        """Bring the copy up to date; the changes that were read."""
        seen = []
        while True:
            answer = self.api.get("changes/", since=self.cursor, limit=7)
            for change in answer["items"]:
                self._apply(change)
            seen += answer["items"]
            self.cursor = answer["cursor"]
            if not answer["has_more"]:
                return seen

    def _apply(self, change: dict[str, Any]) -> None:
        key = change["what"], change["id"]
        if change["kind"] == "removed":
            self.copy.pop(key, None)
        elif change["what"] in LISTS:
            self.copy[key] = self.api.get(f"{change['what']}/{change['id']}/")


def crawl(api: Api) -> Copy:
    """Everything public, by asking for each thing."""
    return {
        (what, str(item["id"])): api.get(f"{what}/{item['id']}/")
        for what, parameters in LISTS.items()
        for item in api.items(f"{what}/", **parameters)
    }
