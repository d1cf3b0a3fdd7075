"""Addresses that answer 410 Gone after what stood there was erased.

Kept as digests with the site's secret key: an address may hold a name, and nobody can try names.
With another key they answer 404.
"""

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from django.utils.crypto import salted_hmac

from core.lost import register_gone

from ..models import GoneAddress

SALT = "operations.gone"


def digest(path: str) -> str:
    """The digest of an address's path, however its end and its letters are written."""
    plain = unquote(urlsplit(path).path).rstrip("/").casefold()
    return salted_hmac(SALT, plain, algorithm="sha256").hexdigest()


def remember(paths: Iterable[str]) -> None:
    """Answer 410 at these paths from now on, where nothing else stands."""
    GoneAddress.objects.bulk_create(
        [GoneAddress(digest=value) for value in sorted({digest(path) for path in paths})],
        ignore_conflicts=True,
    )


@register_gone
def is_gone(path: str) -> bool:
    """Whether what stood at this path was erased."""
    return GoneAddress.objects.filter(digest=digest(path)).exists()
