"""What follows once a profile is erased and the transaction is through."""

from django.core.cache import caches
from django.db import connection, transaction

from delivery.changes.settling import settle

FULL_TEXT = "wagtailsearch_indexentry_fts"


def follow() -> None:
    """Do what can only be done after the transaction; the files are noted already (`files`).

    If the process ends in between, the next request tells consumers of the change (`settle`), and
    caches forget by time.
    """
    transaction.on_commit(forget_cached, robust=True)
    transaction.on_commit(settle, robust=True)
    transaction.on_commit(tidy_full_text, robust=True)


def forget_cached() -> None:
    """Empty all caches: drawn share cards and renditions would stay there for long.

    Limits of how often somebody may try something begin anew.
    """
    for cache in caches.all():
        cache.clear()


def tidy_full_text() -> None:
    """SQLite's full-text index keeps the words of deleted rows until its parts are merged."""
    if connection.vendor != "sqlite":
        return
    table = connection.ops.quote_name(FULL_TEXT)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table}({table}) VALUES('optimize')")
