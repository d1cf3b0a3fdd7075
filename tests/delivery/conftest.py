"""One site per module for the tests of the API; what a test changes is undone after it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from core.search import index
from tests.delivery.content import Content
from tests.shared import made_once


class Api:
    """A stranger who asks the API and reads JSON."""

    def __init__(self, **headers: str) -> None:
        self.client = Client(headers=headers)

    def get(self, address: str, status: int = 200, **parameters: Any) -> Any:
        """The answer to `/api/v2/<address>`, which must have this status."""
        response = self.client.get(f"/api/v2/{address}", parameters)
        assert response.status_code == status, response.content.decode()
        assert response["Content-Type"] == "application/json"
        return response.json()

    def items(self, address: str, **parameters: Any) -> list[dict[str, Any]]:
        """All items of a list."""
        answer = self.get(address, **{"limit": 100, **parameters})
        assert len(answer["items"]) == answer["meta"]["total_count"]
        return answer["items"]

    def ids(self, address: str, **parameters: Any) -> list[int]:
        return [item["id"] for item in self.items(address, **parameters)]

    def one(self, page: Any, **parameters: Any) -> dict[str, Any]:
        """A page with all its fields."""
        return self.get(f"pages/{page.pk}/", **parameters)


class SmallSite(Content):
    """One page of every type in both languages."""

    def __init__(self) -> None:
        super().__init__()
        self.report = self.news("Bericht")
        self.other = self.plain_news("Meldung", state="BW")
        self.profile = self.advisor("Ada")
        self.state = self.state_page()
        self.accessibility = self.accessibility_page()
        self.contact = self.contact_page()
        self.pages = [
            self.home,
            self.news_index,
            self.report,
            self.advisor_index,
            self.profile,
            self.about,
            self.state,
            self.accessibility,
            self.contact,
        ]
        index.rebuild()  # the search's entries follow a commit, which no test reaches


@pytest.fixture
def api() -> Api:
    return Api()


@pytest.fixture(autouse=True)
def _cold_caches() -> None:
    for cache in caches.all():
        cache.clear()


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[SmallSite]:
    """One page of every type in both languages, made once for a module."""
    with made_once(django_db_blocker):
        yield SmallSite()
