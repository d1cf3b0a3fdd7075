"""Lists of pages are read from indexes in their order, however many pages there are."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from news.models import NewsPage
from tests.delivery.content import Content

pytestmark = pytest.mark.django_db

NEWS = "type=news.NewsPage"
# What a list is asked for → an index that may answer it on PostgreSQL.
LISTS = {
    f"{NEWS}&fields=*": "core_page_of_type",
    f"{NEWS}&locale=en": "core_page_of_type",
    f"{NEWS}&order=-date": "news_newest",
    f"{NEWS}&order=title": "core_page_by_title",
    "order=-first_published_at": "core_page_newest",
    "order=title": "core_page_by_title",
}
COUNT = 6000

# A page as often as wanted: with other keys, places in the tree, addresses and dates.
_COLUMNS = {
    "id": "id + 10000 * n",
    "path": "substr(path, 1, length(path) - 4) || lpad(upper(to_hex(4096 + n)), 4, '0')",
    "slug": "slug || n",
    "url_path": "url_path || n || '/'",
    "title": "title || n",
    "translation_key": "md5(translation_key::text || n)::uuid",
    "first_published_at": "first_published_at - n * interval '1 hour'",
    "latest_revision_id": "null",
    "live_revision_id": "null",
}


def _multiply(table: str, columns: dict[str, str], key: str, pks: list[int]) -> None:
    with connection.cursor() as cursor:
        names = [
            column.name for column in connection.introspection.get_table_description(cursor, table)
        ]
        values = ", ".join(columns.get(name, f'"{name}"') for name in names)
        listed = ", ".join(f'"{name}"' for name in names)
        cursor.execute(
            f"INSERT INTO {table} ({listed}) SELECT {values} FROM {table}"  # noqa: S608 - no input
            f" CROSS JOIN generate_series(1, {COUNT // 2}) AS n WHERE {key} = ANY(%s)",
            [pks],
        )


@pytest.fixture(scope="module")
def many(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Thousands of news, in both languages."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = Content()
        pks = [page.pk for page in made.plain_news("News", state="NW").values()]
        _multiply("wagtailcore_page", _COLUMNS, "id", pks)
        shifted = {"page_ptr_id": "page_ptr_id + 10000 * n", "date": "date - n"}
        _multiply("news_newspage", shifted, "page_ptr_id", pks)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield
        transaction.set_rollback(True)


@pytest.mark.postgres
@pytest.mark.parametrize("parameters", LISTS)
def test_no_list_reads_all_pages(many, api, parameters):
    assert NewsPage.objects.count() > COUNT
    api.get(f"pages/?{parameters}&limit=20")  # knows the number then, and what is hidden
    with CaptureQueriesContext(connection) as captured:
        answer = api.get(f"pages/?{parameters}&limit=10&offset=5")
    assert len(answer["items"]) == 10
    plans = []
    for query in captured.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + query["sql"])
            plans.append("\n".join(row[0] for row in cursor.fetchall()))
    text = "\n\n".join(plans)
    for table in ("wagtailcore_page", "news_newspage"):
        assert f"Seq Scan on {table}" not in text, text
    assert LISTS[parameters] in text, text


def test_the_indexes_are_there_on_both_databases():
    with connection.cursor() as cursor:
        pages = connection.introspection.get_constraints(cursor, "wagtailcore_page")
        news = connection.introspection.get_constraints(cursor, "news_newspage")
    orders = {
        "core_page_of_type": ["content_type_id", "path"],
        "core_page_of_type_in_language": ["content_type_id", "locale_id", "path"],
        "core_page_at_depth": ["depth", "path"],
        "core_page_by_title": ["title", "id"],
        "core_page_newest": ["first_published_at", "id"],
    }
    assert {name: pages[name]["columns"] for name in orders} == orders
    assert news["news_newest"]["columns"] == ["date"]
    assert pages["core_page_newest"]["orders"][0] == news["news_newest"]["orders"][0] == "DESC"
