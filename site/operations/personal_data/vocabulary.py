"""Words that searches keep though they stand nowhere any more."""

from django.db import connection

from core.models import SearchTerm

FULL_TEXT = "wagtailsearch_indexentry_fts"


def forget_unused_words() -> None:
    """Delete words of which no entry is left.

    SQLite's full-text index keeps those of deleted rows until its parts are merged.
    """
    SearchTerm.objects.filter(occurrences=None).delete()
    if connection.vendor != "sqlite":
        return
    table = connection.ops.quote_name(FULL_TEXT)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table}({table}) VALUES('optimize')")
