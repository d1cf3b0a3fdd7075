"""The part of schema.org that the site uses, written down from the vocabulary (version 29).

Type → property → what the property's range allows. A property that is not listed is either not in
the vocabulary, or was not looked up yet: look it up at https://schema.org before adding it.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

ABSOLUTE_URL = re.compile(r"https?://[^\s/]+/\S*")
E164 = re.compile(r"\+[1-9]\d{6,14}")
DISTANCE = re.compile(r"\d+ px")


def is_text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != ""


def is_texts(value: Any) -> bool:
    return isinstance(value, list) and value != [] and all(is_text(item) for item in value)


def is_url(value: Any) -> bool:
    return isinstance(value, str) and bool(ABSOLUTE_URL.fullmatch(value))


def is_moment(value: Any) -> bool:
    """A DateTime with its offset from UTC."""
    return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None


def is_date_or_moment(value: Any) -> bool:
    if len(value) == 10:
        return bool(date.fromisoformat(value))
    return is_moment(value)


def is_language(value: Any) -> bool:
    return value in ("de", "en")


def is_languages(value: Any) -> bool:
    return value == ["de", "en"]


def is_distance(value: Any) -> bool:
    return isinstance(value, str) and bool(DISTANCE.fullmatch(value))


def is_position(value: Any) -> bool:
    return isinstance(value, int) and value > 0


def is_phone(value: Any) -> bool:
    return isinstance(value, str) and bool(E164.fullmatch(value))


def is_reference(value: Any) -> bool:
    """A node that is described elsewhere."""
    return set(value) == {"@id"} and is_url(value["@id"])


def a(kind: str) -> Any:
    """A node of a type, within its parent."""
    return lambda value: value.get("@type") == kind


def list_of(kind: str) -> Any:
    return lambda value: value != [] and all(item.get("@type") == kind for item in value)


def is_member(*names: str) -> Any:
    """A member of an enumeration."""
    return lambda value: value in {f"https://schema.org/{name}" for name in names}


WEB_PAGE = {
    "url": is_url,
    "name": is_text,
    "description": is_text,
    "inLanguage": is_language,
    "datePublished": is_moment,
    "dateModified": is_moment,
    "isPartOf": is_reference,
    "breadcrumb": is_reference,
}
TYPES: dict[str, dict[str, Any]] = {
    "WebPage": WEB_PAGE,
    "CollectionPage": WEB_PAGE,
    "ContactPage": WEB_PAGE,
    "NewsArticle": {
        "url": is_url,
        "mainEntityOfPage": is_reference,
        "headline": is_text,
        "description": is_text,
        "inLanguage": is_language,
        "datePublished": is_moment,
        "dateModified": is_moment,
        "author": is_reference,
        "publisher": is_reference,
        "image": a("ImageObject"),
        "keywords": is_texts,
        "about": is_reference,
    },
    "Event": {
        "url": is_url,
        "name": is_text,
        "description": is_text,
        "inLanguage": is_language,
        "startDate": is_date_or_moment,
        "endDate": is_date_or_moment,
        "eventStatus": is_member("EventScheduled"),
        "eventAttendanceMode": is_member("OfflineEventAttendanceMode"),
        "location": a("Place"),
    },
    "Place": {"name": is_text, "address": a("PostalAddress")},
    "PostalAddress": {
        "addressLocality": is_text,
        "addressRegion": is_text,
        "addressCountry": is_text,
    },
    "ImageObject": {
        "url": is_url,
        "width": is_distance,
        "height": is_distance,
        "caption": is_text,
        "description": is_text,
        "creditText": is_text,
        "license": is_url,
    },
    "BreadcrumbList": {"itemListElement": list_of("ListItem")},
    "ListItem": {"position": is_position, "name": is_text, "item": is_reference},
    "WebSite": {
        "name": is_text,
        "url": is_url,
        "inLanguage": is_languages,
        "publisher": is_reference,
    },
    "Organization": {
        "name": is_text,
        "url": is_url,
        "logo": a("ImageObject"),
        "contactPoint": list_of("ContactPoint"),
    },
    "ContactPoint": {
        "name": is_text,
        "contactType": is_text,
        "telephone": is_phone,
        "email": is_text,
    },
}


def mistakes(document: dict[str, Any]) -> list[str]:
    """What is wrong with a JSON-LD document: types, properties, values, and references to nodes
    that it does not describe."""
    nodes = document["@graph"]
    found = [] if document["@context"] == "https://schema.org" else ["@context"]
    for node in nodes:
        found += _mistakes_of_node(node)
    known = {node.get("@id") for node in nodes}
    for owner, name, target in _references(nodes):
        if name != "item" and target not in known:  # breadcrumbs lead to other pages
            found.append(f"{owner}.{name} refers to {target}, which is not there")
    return found


def _mistakes_of_node(node: dict[str, Any]) -> list[str]:
    kind = node.get("@type")
    if kind not in TYPES:
        return [f"unknown type {kind}"]
    found = []
    for name, value in node.items():
        if name.startswith("@"):
            continue
        allows = TYPES[kind].get(name)
        if allows is None:
            found.append(f"{kind} has no property {name}")
        elif not allows(value):
            found.append(f"{kind}.{name} cannot be {value!r}")
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, dict) and "@type" in child:
                found += _mistakes_of_node(child)
    return found


def _references(nodes: Any, owner: str = "", name: str = "") -> Iterator[tuple[str, str, str]]:
    if isinstance(nodes, list):
        for node in nodes:
            yield from _references(node, owner, name)
    elif isinstance(nodes, dict):
        if set(nodes) == {"@id"}:
            yield owner, name, nodes["@id"]
        else:
            for key, value in nodes.items():
                yield from _references(value, nodes.get("@type", ""), key)
