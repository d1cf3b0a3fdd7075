"""Where links of the old site lead on this one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from wagtail.models import Page

from .items import Item

_UID = re.compile(r"resolveuid/([0-9a-fA-F]{32}|[0-9a-fA-F-]{36})")
# Views of an object, which an address may end with.
_VIEWS = re.compile(
    r"/(?:@@[^/]+(?:/.*)?|view|at_download(?:/.*)?|image(?:_[a-z]+)?|download)$", re.IGNORECASE
)
_KEPT_SCHEMES = ("http", "https", "mailto", "tel")


@dataclass(frozen=True)
class Link:
    """Where a link leads: an object of this site, or an address elsewhere; neither if unknown."""

    target: Any = None
    href: str = ""
    fragment: str = ""


@dataclass
class Links:
    """What became of the items, by UID and by path.

    `portal` is the path of the old portal, `hosts` are its host names: addresses there are
    addresses of the export.
    """

    portal: str = ""
    hosts: frozenset[str] = frozenset()
    by_uid: dict[str, Any] = field(default_factory=dict)
    by_path: dict[str, Any] = field(default_factory=dict)

    def add(self, item: Item, target: Any) -> None:
        if item.uid:
            self.by_uid[item.uid.replace("-", "").lower()] = target
        self.by_path[item.path] = target

    def of(self, item: Item) -> Any:
        """What became of an item, None if nothing did."""
        return self.by_path.get(item.path)

    def resolve(self, href: str, base: str) -> Link:
        """Where `href` in the body of the item at the path `base` leads."""
        href = (href or "").strip()
        if match := _UID.search(href):
            target = self.by_uid.get(match[1].replace("-", "").lower())
            return Link(target=target, fragment=urlsplit(href).fragment)
        parts = urlsplit(href)
        if parts.scheme and parts.scheme not in _KEPT_SCHEMES:
            return Link()
        if parts.scheme in ("mailto", "tel") or (parts.netloc and parts.netloc not in self.hosts):
            return Link(href=href)
        if not parts.path:
            return Link(href=f"#{parts.fragment}" if parts.fragment else "")
        path = unquote(urlsplit(urljoin(f"{self.portal}{base}", parts.path)).path).rstrip("/")
        if self.portal and (path == self.portal or path.startswith(f"{self.portal}/")):
            path = path[len(self.portal) :]
        return Link(target=self.at(path), fragment=parts.fragment)

    def at(self, path: str) -> Any:
        """What stands at a path of the old site, also if it names a view of it."""
        while path not in self.by_path and (match := _VIEWS.search(path)):
            path = path[: match.start()]
        return self.by_path.get(path)


def hosts_of(entries: Iterable[dict[str, Any]]) -> frozenset[str]:
    """The host names under which the items were exported."""
    return frozenset(urlsplit(str(entry.get("@id") or "")).netloc for entry in entries) - {""}


def rich_text_attributes(link: Link) -> dict[str, str] | None:
    """The attributes of `<a>` as Wagtail stores them; None if the link leads nowhere."""
    if isinstance(link.target, Page):
        return {"linktype": "page", "id": str(link.target.pk)}
    if link.target is not None and link.target._meta.model_name == "document":
        return {"linktype": "document", "id": str(link.target.pk)}
    return {"href": link.href} if link.href else None
