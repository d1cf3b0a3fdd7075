"""`topic=`: lists of several types can be narrowed by topics, each in tables of its own."""

from collections.abc import Iterable
from uuid import UUID

from wagtail.api.v2.utils import BadRequestError

from core.models import Topic
from core.publicity import shown

from .parameters import Parameter

TOPIC = Parameter(
    several=True,
    description="Only with one of these topics, by their `slug` in any language.",
    example="kommunale-partnerschaften",
)


def translation_keys(slugs: Iterable[str]) -> set[UUID]:
    """The translation keys of topics.

    Raises `BadRequestError` for a slug that no topic has which a visitor can see.
    """
    slugs = set(slugs)
    found = dict(shown(Topic).filter(slug__in=slugs).values_list("slug", "translation_key"))
    if unknown := slugs - found.keys():
        raise BadRequestError(f"topic has no value {', '.join(sorted(unknown))}")
    return set(found.values())
