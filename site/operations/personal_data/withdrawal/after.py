"""What follows once a profile is erased and the transaction is through."""

from django.core.cache import caches
from django.db import transaction

from delivery.changes.settling import settle

from ..vocabulary import forget_unused_words


def follow() -> None:
    """Do what can only be done after the transaction; the files are noted already (`files`).

    If the process ends in between, the next request tells consumers of the change (`settle`), and
    caches forget by time.
    """
    transaction.on_commit(forget_cached, robust=True)
    transaction.on_commit(settle, robust=True)
    transaction.on_commit(forget_unused_words, robust=True)


def forget_cached() -> None:
    """Empty all caches: drawn share cards and renditions would stay there for long.

    Limits of how often somebody may try something begin anew.
    """
    for cache in caches.all():
        cache.clear()
