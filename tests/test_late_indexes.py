"""That tests look up late what the site notes at once: the same is found either way."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, ReferenceIndex

from core.models import Topic
from news.models import NewsPage
from tests import factories
from tests.late_indexes import references, updated_at_once, words
from tests.trees import fresh_cache, home, news

__all__ = ["fresh_cache", "home", "news"]

pytestmark = pytest.mark.django_db


def found(word: str) -> list[str]:
    return sorted(page.title for page in Page.objects.search(word))


def uses(topic: Topic) -> list[str]:
    return list(ReferenceIndex.get_references_to(topic).values_list("object_id", flat=True))


def grown(news) -> tuple[NewsPage, Topic]:
    topic = factories.TopicFactory()
    page = factories.NewsPageFactory(parent=news, title="Zwiebelkuchen")
    page.topic_links.create(topic=topic)
    page.save()
    return page, topic


def test_on_the_site_saving_updates_both_indexes_at_once(indexes_at_once, news) -> None:
    with CaptureQueriesContext(connection) as captured:
        grown(news)

    written = [query["sql"] for query in captured.captured_queries if "INSERT" in query["sql"]]
    assert any(references.table in sql for sql in written), written
    assert any(words.table in sql for sql in written), written


def test_saving_notes_what_the_next_look_finds(news) -> None:
    with CaptureQueriesContext(connection) as captured:
        page, topic = grown(news)
    assert not any(references.table in query["sql"] for query in captured.captured_queries)
    assert not any(words.table in query["sql"] for query in captured.captured_queries)

    assert uses(topic) == [str(page.pk)]
    assert found("Zwiebelkuchen") == ["Zwiebelkuchen"]
    page.title = "Federweißer"
    page.topic_links.all().delete()
    page.save()
    assert (uses(topic), found("Federweißer")) == ([], ["Federweißer"])


def test_what_was_deleted_before_anybody_looked_is_in_no_index(news) -> None:
    page, topic = grown(news)
    Page.objects.get(pk=page.pk).delete()

    assert (uses(topic), found("Zwiebelkuchen")) == ([], [])


def test_late_and_at_once_lead_to_the_same(news) -> None:
    def state() -> list[tuple]:
        fields = ("object_id", "to_object_id", "model_path", "content_path")
        return sorted(ReferenceIndex.objects.values_list(*fields))

    grown(news)
    late, found_late = state(), found("Zwiebelkuchen")
    with updated_at_once():
        call_command("rebuild_references_index", verbosity=0)
        call_command("update_index", verbosity=0)
    assert (state(), found("Zwiebelkuchen")) == (late, found_late)
    assert late
