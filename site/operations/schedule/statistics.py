"""What the database knows of its own tables, by which it chooses among indexes."""

from django.db import connection

# Rows that SQLite looks at in each index: enough to tell the choices apart, and quick.
SAMPLE = 1000


def renew_statistics() -> str:
    """Let SQLite look at what has grown (https://sqlite.org/lang_analyze.html).

    PostgreSQL does so by itself.
    """
    if connection.vendor != "sqlite":
        return "the database does it itself"
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={SAMPLE}")
        cursor.execute("ANALYZE")
    return "statistics renewed"
