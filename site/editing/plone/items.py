"""What an entry of an export says, whichever add-on and whichever Plone wrote it.

Field names are those of plone.restapi; the older ones of Archetypes are read as well, as
collective.exportimport's documentation lists them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_default_timezone, is_naive, make_aware

from .reading import SITE_ROOT_TYPES

# What stands for the language of the site where an item was not given one of its own.
DEFAULT_LANGUAGE = "##DEFAULT##"
LANGUAGE_ROOTS = ("LRF",)
PUBLISHED = ("published",)

# Name of today → names of Archetypes (README of collective.exportimport).
_FORMER_NAMES = {
    "effective": ("effectiveDate",),
    "expires": ("expirationDate",),
    "created": ("creation_date",),
    "modified": ("modification_date",),
    "subjects": ("subject",),
    "start": ("startDate",),
    "end": ("endDate",),
    "whole_day": ("wholeDay",),
    "open_end": ("openEnd",),
    "contact_name": ("contactName",),
    "contact_email": ("contactEmail",),
    "contact_phone": ("contactPhone",),
    "image_caption": ("imageCaption",),
    "remoteUrl": ("remote_url",),
}
# Plone writes this for “never”.
_NEVER = 2499


@dataclass
class Item:
    """One entry. `path` begins with "/" and is the one below the portal; "" for the portal."""

    data: dict[str, Any]
    uid: str
    type: str
    path: str
    language: str = ""

    def get(self, name: str) -> Any:
        """A field by today's name, None if it is missing or says nothing."""
        for known in (name, *_FORMER_NAMES.get(name, ())):
            value = self.data.get(known)
            if value not in (None, "", [], {}):
                return _unwrapped(value)
        return None

    def text(self, name: str) -> str:
        value = self.get(name)
        return " ".join(str(value).split()) if value is not None else ""

    def list(self, name: str) -> list[Any]:
        value = self.get(name)
        return [_unwrapped(entry) for entry in value] if isinstance(value, list) else []

    def moment(self, name: str) -> datetime | None:
        """A point in time, None if there is none, it cannot be read or means “never”."""
        return parse_moment(self.get(name))

    @property
    def id(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def parent_path(self) -> str:
        return self.path.rpartition("/")[0]

    @property
    def review_state(self) -> str:
        """The state of the workflow, "" for what has none of its own."""
        return str(self.get("review_state") or "")

    @property
    def is_root(self) -> bool:
        """Whether it is the portal or the root of a language."""
        return self.type in SITE_ROOT_TYPES or self.type in LANGUAGE_ROOTS


def read_items(entries: Iterable[dict[str, Any]], languages: Iterable[str]) -> list[Item]:
    """The items of an export, parents before children, each with its language.

    `languages` are those of this site, the first for items that have none: not said, and not below
    the root of a language.
    """
    entries = list(entries)
    portal = portal_path(entries)
    items = [
        Item(entry, str(entry.get("UID") or ""), str(entry.get("@type") or ""), path)
        for entry in entries
        if (path := path_below(portal, entry.get("@id"), is_portal=_is_portal(entry))) is not None
    ]
    items.sort(key=lambda item: item.path.count("/") if item.path else 0)
    codes = list(languages)
    for item in items:
        item.language = _language(item, codes)
    return items


def portal_path(entries: Iterable[dict[str, Any]]) -> str:
    """The part of all addresses that is the portal's own ("/Plone"), "" if there is none.

    plone.exportimport leaves it out, apart from the portal's own entry.
    """
    paths = []
    for entry in entries:
        if _is_portal(entry):
            continue
        paths.append(_path(entry.get("@id")))
        parent = entry.get("parent") or {}
        if parent.get("@type") in SITE_ROOT_TYPES:
            return _path(parent.get("@id"))
    for entry in entries:
        if _is_portal(entry):
            path = _path(entry.get("@id"))
            return path if any(other.startswith(f"{path}/") for other in paths) else ""
    return ""


def path_below(portal: str, address: Any, *, is_portal: bool = False) -> str | None:
    """The path of an address below the portal; None if the address is none."""
    if is_portal:
        return ""
    if not isinstance(address, str) or not address:
        return None
    path = _path(address)
    if portal and (path == portal or path.startswith(f"{portal}/")):
        path = path[len(portal) :]
    return path


def parse_moment(value: Any) -> datetime | None:
    """Plone's ways of writing a point in time; one without a zone is local time."""
    if not isinstance(value, str):
        return None
    text = value.strip().replace("Z", "+00:00")
    try:
        moment = parse_datetime(text)
        if moment is None and (day := parse_date(text[:10])):
            moment = datetime.combine(day, datetime.min.time())
    except ValueError:
        return None
    if moment is None or moment.year >= _NEVER or moment.year < 1970:  # 1969-12-31: not set
        return None
    return (
        make_aware(moment, get_default_timezone()) if is_naive(moment) else moment.astimezone(UTC)
    )


def _is_portal(entry: dict[str, Any]) -> bool:
    return entry.get("@type") in SITE_ROOT_TYPES


def _path(address: Any) -> str:
    return unquote(urlsplit(str(address or "")).path).rstrip("/")


def _unwrapped(value: Any) -> Any:
    """Terms of a vocabulary are written as `{title, token}`; what counts is the token."""
    if isinstance(value, dict) and "token" in value:
        return value["token"]
    return value


def _language(item: Item, codes: list[str]) -> str:
    """Said by the root of a language that the item lies below, else by itself, else the first."""
    said = item.get("language")
    top = item.path.lstrip("/").partition("/")[0]
    for value in (said, top):
        code = str(value or "").lower().replace("_", "-").partition("-")[0]
        if code in codes:
            return code
    if said in (None, DEFAULT_LANGUAGE):
        return codes[0]
    return str(said)
