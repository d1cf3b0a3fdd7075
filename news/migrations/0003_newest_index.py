"""The order of news lists: the newest first, those without a date last."""

from django.db import migrations

from core.concurrent_indexes import AddIndexToTable


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("news", "0002_help_texts")]

    operations = [AddIndexToTable("news_newest", "news_newspage", '"date" DESC NULLS LAST')]
