"""A recorded change becomes something to forget, in the transaction that records it."""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from ..models import Change
from ..signals import changes_recorded
from .purging import is_configured, note


@receiver(changes_recorded)
def note_purges(changes: list[Change], addresses: Iterable[str], **kwargs: Any) -> None:
    """Store what caches have to forget with the changes themselves: both are there, or neither."""
    if is_configured():
        note(changes, addresses)
