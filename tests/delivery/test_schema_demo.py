"""Everything that the API answers about the demo content is as its OpenAPI document says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from delivery.expansions import EXPANSIONS
from tests.delivery.contract import answer_schema, differences, document, page_differences
from tests.demo import demo_database  # noqa: F401 - a fixture

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.rendering]

ROOT = "/api/v2/"
PAGES = f"{ROOT}pages/"
PATHS = [path for path, methods in document()["paths"].items() if "get" in methods]
#: list: what of an item stands in the address of its detail
KEYS = {
    PAGES: "id",
    f"{ROOT}images/": "id",
    f"{ROOT}documents/": "id",
    f"{ROOT}contacts/": "id",
    f"{ROOT}partners/": "id",
    f"{ROOT}topics/": "id",
    f"{ROOT}states/": "code",
    f"{ROOT}municipalities/": "ags",
    f"{ROOT}redirects/": "",
}
SINGLE = {
    f"{ROOT}changes/": {},
    f"{ROOT}navigation/": {},
    f"{ROOT}site/": {},
    f"{ROOT}municipalities/geojson/": {},
    f"{ROOT}search/": {"q": "Bochum"},
}
# Tested with pages, with forms and with drafts.
ELSEWHERE = {f"{ROOT}{kind}/find/" for kind in ("pages", "images", "documents")} | {
    f"{ROOT}forms/{{id}}/",
    f"{ROOT}page_preview/",
}


@pytest.fixture
def db(demo_database: Path) -> Path:  # noqa: F811
    return demo_database


def ask(address: str, **parameters: Any) -> Any:
    response = Client().get(address, parameters)
    assert response.status_code == 200, (address, parameters, response.content)
    return response.json()


def every_item(path: str, **parameters: Any) -> Iterator[dict[str, Any]]:
    """All items of a list; each part of the list is as described."""
    offset, total = 0, 1
    while offset < total:
        part = ask(path, limit=50, offset=offset, **parameters)
        assert differences(answer_schema(path), part) == [], (path, parameters)
        yield from part["items"]
        offset, total = offset + 50, part["meta"]["total_count"]


def detail_path(path: str) -> str:
    return next(other for other in PATHS if other.startswith(f"{path}{{"))


def test_no_address_is_left_out() -> None:
    details = {detail_path(path) for path, key in KEYS.items() if key}

    assert {*KEYS, *SINGLE, *ELSEWHERE, *details} == set(PATHS)


def test_every_page_is_as_described_as_a_whole_and_with_all_that_belongs_to_it() -> None:
    seen = set()
    for item in every_item(PAGES):
        address = f"{PAGES}{item['id']}/"
        page, expanded = ask(address), ask(address, expand=",".join(EXPANSIONS))
        assert page_differences(page) == [], address
        assert page_differences(expanded) == [], address
        assert expanded.keys() == page.keys() | EXPANSIONS.keys()
        seen.add((page["meta"]["type"], page["meta"]["locale"]))

    assert len(seen) == 18  # nine types in two languages


def test_every_page_is_found_at_its_address_as_described() -> None:
    for item in every_item(PAGES):
        path = urlsplit(item["meta"]["html_url"]).path
        page = ask(f"{PAGES}find/", html_path=path, fields="*")
        assert page["id"] == item["id"]
        assert differences(answer_schema(f"{PAGES}find/"), page) == [], path


@pytest.mark.parametrize("path", [path for path in KEYS if path != PAGES])
def test_lists_and_what_is_in_them_are_as_described(path: str) -> None:
    is_of_languages = "locale" in names(path)
    for parameters in [{"locale": "de"}, {"locale": "en"}] if is_of_languages else [{}]:
        for item in every_item(path, **parameters):
            if KEYS[path]:
                one = ask(f"{path}{item[KEYS[path]]}/")
                assert differences(answer_schema(detail_path(path)), one) == [], (path, one)


@pytest.mark.parametrize("path", [PAGES, f"{ROOT}images/", f"{ROOT}documents/"])
def test_lists_with_all_fields_are_as_described(path: str) -> None:
    assert list(every_item(path, fields="*"))


@pytest.mark.parametrize("path", SINGLE)
def test_what_there_is_once_is_as_described(path: str) -> None:
    for language in ["de", "en"] if "locale" in names(path) else [""]:
        parameters = {**SINGLE[path], **({"locale": language} if language else {})}
        assert differences(answer_schema(path), ask(path, **parameters)) == [], (path, parameters)


def test_every_form_is_as_described() -> None:
    forms = [page["id"] for page in every_item(PAGES, type="home.ContactPage")]

    assert len(forms) > 1
    for pk in forms:
        form = ask(f"{ROOT}forms/{pk}/")
        assert differences(answer_schema(f"{ROOT}forms/{{id}}/"), form) == []


def names(path: str) -> set[str]:
    return {parameter["name"] for parameter in document()["paths"][path]["get"]["parameters"]}
