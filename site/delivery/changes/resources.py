"""Endpoints of few objects, which are compared as a whole: snippets, menu, settings, redirects.

The floor that has such an endpoint registers it here, with the data that the endpoint answers
with; so the record notes just the changes that a consumer would see.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from core import references
from core.urls import absolute_links

# language → (key, data) of every object that the endpoint has in this language
Entries = Callable[[str], Iterable[tuple[Any, Any]]]


@dataclass(frozen=True)
class Resource:
    """`what` names the endpoint. `has_languages`: an object belongs to one language.

    `models` (labels) are all that the data come from, if these are few: it is then compared only
    after something of them was written. Otherwise any write may be a change of it.
    """

    what: str
    entries: Entries
    has_languages: bool = True
    models: frozenset[str] = frozenset()


_resources: dict[str, Resource] = {}


def register(
    what: str, entries: Entries, *, has_languages: bool = True, models: Iterable[str] = ()
) -> None:
    """Register an endpoint of few objects (see `Resource`)."""
    _resources[what] = Resource(what, entries, has_languages, frozenset(models))


def all_resources() -> list[Resource]:
    """The endpoints that are compared as a whole."""
    return list(_resources.values())


def digests(resource: Resource) -> dict[str, tuple[str, str]]:
    """Key → (language, digest of the data) of each object."""
    languages = [code for code, __ in settings.LANGUAGES]
    found = {}
    for language in languages if resource.has_languages else languages[:1]:
        with translation.override(language), references.opened(), absolute_links():
            shown_language = language if resource.has_languages else ""
            for key, data in resource.entries(language):
                found[str(key)] = (shown_language, _digest(data))
    return found


def _digest(data: Any) -> str:
    text = json.dumps(data, cls=DjangoJSONEncoder, sort_keys=True)
    return sha256(text.encode()).hexdigest()
