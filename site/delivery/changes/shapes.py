"""What consumers read of the record."""

from typing import TYPE_CHECKING, Literal

from django.urls import NoReverseMatch, reverse
from typing_extensions import TypedDict

from core.shapes import Language, Moment, Url
from core.urls import absolute_url

if TYPE_CHECKING:
    from ..models import Change


class ChangeData(TypedDict):
    """A change of what is public. `what` is the endpoint that answers with the object, `id` its
    key there; `type` is a page's type, "" for what is no page; `language` is "" for what has none.
    Of what was removed nothing else is told: `detail_url` is null."""

    sequence: int
    at: Moment
    kind: Literal["published", "changed", "moved", "removed"]
    what: str
    id: str
    type: str
    language: Language | Literal[""]
    detail_url: Url | None


class ChangesData(TypedDict):
    """Changes since a cursor, oldest first; of each object only the latest. `has_more`: ask again
    with the new cursor at once."""

    cursor: str
    has_more: bool
    items: list[ChangeData]


def change_data(change: "Change") -> ChangeData:
    """A change as the API and webhooks show it."""
    is_removed = change.kind == change.Kind.REMOVED
    return {
        "sequence": change.sequence,
        "at": change.at,
        "kind": change.kind,
        "what": change.what,
        "id": change.object_id,
        "type": change.type,
        "language": change.language,
        "detail_url": None if is_removed else _detail_url(change),
    }


def _detail_url(change: "Change") -> str | None:
    """Where the API answers with the object, or with the list that holds it."""
    try:
        path = reverse(f"wagtailapi:{change.what}:detail", args=[change.object_id])
    except NoReverseMatch:
        language = f"?locale={change.language}" if change.language else ""
        path = reverse(f"wagtailapi:{change.what}:listing") + language
    return absolute_url(path)
