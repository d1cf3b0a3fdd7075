"""Asks every place as a stranger, and says which of them show what should not be there."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.core.cache import caches
from django.test import Client

from tests.delivery.content import LANGUAGES
from tests.delivery.leaks.columns import COLUMNS, NOT_APPLICABLE
from tests.delivery.leaks.places import PLACES, Places
from tests.delivery.leaks.world import CITY, HIDDEN, WORDS, World, slug, title

#: address → what it answers
Answers = dict[str, str]

CHANGES = "changes"
# Where the website may ask for a password or say that something was withdrawn, as long as it says
# nothing else: a thing's own address, and those that lead to it.
OWN = "own address"
# A card whose page was withdrawn is gone, and says so; before, its address was unknown.
GONE = f"{HTTPStatus.GONE} "


def _texts(language: str) -> list[str]:
    names = [text for name in HIDDEN for text in (title(name, language), slug(name, language))]
    return [*names, WORDS[language], CITY, "%PDF"]


@dataclass
class Observer:
    """Knows what everybody saw before something was made."""

    kind: str
    places: Places
    cursor: str
    telling: list[str]
    before: Answers = field(default_factory=dict)

    @classmethod
    def of(cls, kind: str, world: World, language: str) -> "Observer":
        """An observer who has just asked everything."""
        cursor = Client().get("/api/v2/changes/").json()["cursor"]
        # Where only one language is hidden, the other may be told.
        hidden = [language] if kind == "translation" else LANGUAGES
        telling = [text for code in hidden for text in _texts(code)]
        observer = cls(
            kind, {OWN: [], CHANGES: []} | PLACES[kind](world, language), cursor, telling
        )
        observer.before = observer.ask()
        return observer

    @property
    def columns(self) -> list[str]:
        """The places that can show this kind of thing."""
        return [name for name in COLUMNS if name not in NOT_APPLICABLE[self.kind]]

    def showing(self) -> dict[str, list[str]]:
        """place → addresses that answer otherwise than before."""
        found = self.differing(self.before, self.ask())
        changes = [item["detail_url"] for item in self._changes() if item["detail_url"]]
        return self._in_order(found | {CHANGES: changes})

    def leaking(self, *, was_public: bool) -> dict[str, list[str]]:
        """place → addresses that show something of what is hidden now.

        `was_public`: the record of changes may say that something is gone, but nothing else of it.
        """
        found = self.differing(self.before, self.ask())
        changes = [str(item) for item in self._changes() if _tells(item, was_public=was_public)]
        return self._in_order(found | {CHANGES: changes})

    def differing(self, before: Answers, now: Answers) -> dict[str, list[str]]:
        """place → addresses whose answers are different."""
        found = {
            name: [a for a in self.places[name] if self._differs(a, before[a], now[a])]
            for name in self.columns
        }
        return self._in_order(found)

    def ask(self) -> Answers:
        """What everybody is answered now."""
        for cache in caches.all():
            cache.clear()
        client = Client()
        addresses = dict.fromkeys(a for name in self.columns for a in self.places[name])
        return {address: _answer(client, address) for address in addresses}

    def _in_order(self, found: dict[str, list[str]]) -> dict[str, list[str]]:
        return {name: found[name] for name in self.columns if found.get(name)}

    def _differs(self, address: str, before: str, now: str) -> bool:
        if address not in self.places[OWN] and not now.startswith(GONE):
            return before != now
        told = [text for text in self.telling if text in now.replace(address, "")]
        return any(text not in before.replace(address, "") for text in told)

    def _changes(self) -> list[dict[str, Any]]:
        parameters = {"since": self.cursor, "limit": 1000}
        response = Client().get("/api/v2/changes/", parameters)
        if response.status_code == HTTPStatus.GONE:  # a new record, which tells nothing of before
            return []
        return response.json()["items"]


def _answer(client: Client, address: str) -> str:
    """Status, where it leads, and what it says."""
    response = client.get(address)
    is_drawn = response["Content-Type"].startswith("image/")
    body = "" if is_drawn else b"".join(response).decode()
    return f"{response.status_code} {response.get('Location', '')}\n{body}"


def _tells(change: dict[str, Any], *, was_public: bool) -> bool:
    """Whether a change tells of something that nobody may see, beyond that it is gone."""
    if change["kind"] == "removed":
        return not was_public or change["detail_url"] is not None
    address = urlsplit(change["detail_url"])
    return Client().get(f"{address.path}?{address.query}").status_code != 200
