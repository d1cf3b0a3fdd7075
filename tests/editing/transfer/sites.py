"""One database as two sites: asked over the API, emptied, asked again."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, Site

from core.models import ContactPerson, Partner, Topic
from editing.transfer.keys import Keys, keys_of_site

KINDS = {
    "pages": Page,
    "images": get_image_model(),
    "documents": get_document_model(),
    "contacts": ContactPerson,
    "partners": Partner,
    "topics": Topic,
}
# What tells of what an object without an address of its own is.
MARKS = {
    "renditions": "images",
    "licence": "images",
    "is_accessible": "documents",
    "role": "contacts",
    "logo": "partners",
    "slug": "topics",
}
OF_ALL_LANGUAGES = [
    "images/?limit=100&fields=*",
    "documents/?limit=100&fields=*",
    "municipalities/?limit=100",
    "redirects/?limit=100",
]
OF_A_LANGUAGE = [
    "pages/?limit=100&fields=*&",
    "navigation/?",
    "site/?",
    "contacts/?",
    "partners/?",
    "topics/?",
    "states/?",
    "search/?q=Beratung&limit=20&",
]
# Made by the database, and by no content.
_OWN = re.compile(r"/api/v2/(\w+)/(\d+)/|/(documents)/(\d+)/")


def answers(host: str = "www.example.org") -> dict[str, Any]:
    """What the API says of everything, in both languages, ids replaced by names."""
    cache.clear()
    client, keys = Client(headers={"host": host}), keys_of_site()
    found = {}
    for address in _addresses(client):
        response = client.get(f"/api/v2/{address}", secure=True)
        assert response.status_code == 200, (address, response.content)
        name = _renamed_address(f"/api/v2/{address}", keys)
        found[name] = _renamed(response.json(), keys)
    return found


def _addresses(client: Client) -> Iterator[str]:
    for language in ("de", "en"):
        yield from (f"{address}locale={language}" for address in OF_A_LANGUAGE)
        pages = client.get(f"/api/v2/pages/?limit=100&locale={language}", secure=True).json()
        assert pages["meta"]["total_count"] <= 100
        yield from (f"pages/{page['id']}/" for page in pages["items"])
    yield from OF_ALL_LANGUAGES
    for kind in ("images", "documents"):
        items = client.get(f"/api/v2/{kind}/?limit=100", secure=True).json()["items"]
        yield from (f"{kind}/{item['id']}/" for item in items)


def _renamed(value: Any, keys: Keys) -> Any:
    if isinstance(value, list):
        return [_renamed(item, keys) for item in value]
    if isinstance(value, str):
        return _renamed_address(value, keys)
    if not isinstance(value, dict):
        return value
    renamed = {name: _renamed(item, keys) for name, item in value.items()}
    if isinstance(value.get("id"), int):
        renamed["id"] = _name(value, keys)
    return renamed


def _name(value: dict[str, Any], keys: Keys) -> str:
    address = value.get("detail_url") or value.get("meta", {}).get("detail_url") or ""
    if match := _OWN.search(address):
        kind = match[1]
    elif "clean_name" in value:
        return value["clean_name"]  # of a form's field
    else:
        kind = next((MARKS[mark] for mark in MARKS if mark in value), None)
    assert kind, value
    name = keys.name(KINDS[kind], value["id"])
    assert name, value
    return name


def _renamed_address(text: str, keys: Keys) -> str:
    def name(match: re.Match[str]) -> str:
        kind, pk = match[1] or match[3], int(match[2] or match[4])
        if kind not in KINDS:
            return match[0]
        return f"/{kind}/{keys.name(KINDS[kind], pk)}/"

    return _OWN.sub(name, text)


def empty_site() -> None:
    """As a new database has it after its migrations."""
    kept = {"auth", "contenttypes"}
    for model in apps.get_models(include_auto_created=True):
        is_kept = model._meta.app_label in kept or not model._meta.managed
        if is_kept or model in (Page, Collection) or model._meta.label == "delivery.Clock":
            continue
        if "FTS" not in model.__name__:
            model._base_manager.all()._raw_delete("default")
    for model in (Page, Collection):
        rows = model._base_manager.filter(depth__gt=1)
        rows._raw_delete("default")
        model._base_manager.filter(depth=1).update(numchild=0)
    from wagtail.models import Locale

    locale = Locale.objects.create(language_code="de")
    Page.objects.filter(depth=1).update(locale=locale, latest_revision=None, live_revision=None)
    welcome = Page(title="Welcome to your new Wagtail site!", slug="home", locale=locale)
    Page.get_first_root_node().add_child(instance=welcome)
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)
    Site.clear_site_root_paths_cache()
    cache.clear()


def files_of(folder: Any) -> dict[str, Any]:
    """Path → content of all files of an export."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def content(folder: Any, path: str) -> Any:
    return json.loads((folder / path).read_text())
