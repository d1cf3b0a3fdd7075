"""Indexes in the orders in which lists of pages are asked for (`delivery.pages`), so that a part
of a list costs the same whatever its length: by place in the tree, by title, the newest first."""

from django.db import migrations

from core.concurrent_indexes import AddIndexToTable

TABLE = "wagtailcore_page"


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("core", "0007_session_stamp"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        AddIndexToTable("core_page_of_type", TABLE, '"content_type_id", "path"'),
        AddIndexToTable(
            "core_page_of_type_in_language", TABLE, '"content_type_id", "locale_id", "path"'
        ),
        AddIndexToTable("core_page_at_depth", TABLE, '"depth", "path"'),
        AddIndexToTable("core_page_by_title", TABLE, '"title", "id"'),
        AddIndexToTable("core_page_newest", TABLE, '"first_published_at" DESC NULLS LAST, "id"'),
    ]
