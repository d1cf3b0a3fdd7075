"""What the builder writes is what saving one by one would have written."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from wagtail.models import Page, ReferenceIndex
from wagtail.search.models import IndexEntry

from core.models.search import SearchEntry, SearchOccurrence
from core.visibility import visible
from delivery.changes.marks import mark_everything
from delivery.changes.settling import settle
from delivery.models import Change, PublicItem
from editing.contents.recording import record_everything
from editing.models import Link, SilentPicture
from news.models import NewsPage
from pool.models import AdvisorConsent, AdvisorPage, Consultation, Municipality
from tests.demo import demo, demo_database  # noqa: F401 - fixtures

from .municipalities import MOST, NUMBERS
from .rows import Table
from .site import grow
from .texts import make_pool

SIZE = 16  # so that there are drafts' neighbours: profiles without consent and without name


@pytest.fixture
def db(demo: Any) -> set[int]:  # noqa: F811
    before = set(Page.objects.values_list("pk", flat=True))
    grow(SIZE)
    return before


@pytest.fixture
def before(db: set[int]) -> set[int]:
    return db


def _own(rows: Any, before: set[int]) -> set[tuple[Any, ...]]:
    """The rows whose first value is the key of a page that the builder made."""
    return {row for row in rows if row[0] is not None and int(row[0]) not in before}


def _known(before: set[int]) -> dict[str, set[tuple[Any, ...]]]:
    german = Page.objects.filter(locale__language_code="de").values_list("pk", flat=True)
    of_pages = IndexEntry.objects.filter(
        content_type__model__in=["newspage", "advisorpage"],
        object_id__in=[str(pk) for pk in german],  # others are read in the command's language
    )
    is_postgres = connection.vendor == "postgresql"
    texts = ["title_text", "body_text"] if is_postgres else ["title", "body", "autocomplete"]
    references = ReferenceIndex.objects.filter(content_type__app_label__in=["news", "pool"])
    references = references.exclude(content_type__model="advisorconsent")
    return {
        "admin's search": _own(of_pages.values_list("object_id", *texts), before),
        "references": _own(
            references.values_list(
                *["object_id", "content_type", "base_content_type", "to_content_type"],
                *["to_object_id", "model_path", "content_path", "content_path_hash"],
            ),
            before,
        ),
        "search": _own(
            SearchEntry.objects.values_list("page", "language", "kind", "title", "text"), before
        ),
        "words": _own(
            SearchOccurrence.objects.values_list("entry__page", "term__term", "weight"), before
        ),
        "links": _own(
            Link.objects.exclude(page=None).values_list(
                "page", "object_id", "content_path", "text", "target_page"
            ),
            before,
        ),
        "pictures": _own(SilentPicture.objects.values_list("page", "content_path"), before),
        "public": _own(
            PublicItem.objects.filter(what="pages").values_list(
                *["object_id", "type", "language", "title", "url", "path", "lists"]
            ),
            before,
        ),
        "others": set(
            PublicItem.objects.exclude(what="pages").values_list("what", "object_id", "digest")
        ),
    }


def test_beside_the_pages_stands_what_saving_them_writes(before: set[int]) -> None:
    built = _known(before)
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
    record_everything()
    mark_everything()
    settle()
    saved = _known(before)

    for what, rows in built.items():
        assert rows == saved[what], what
    assert len(built["search"]) == 4 * SIZE
    assert all(built[what] for what in ("links", "words", "references"))


def test_the_pages_are_sound(before: set[int]) -> None:
    assert not any(Page.find_problems())
    made = list(Page.objects.exclude(pk__in=before).specific())

    assert len(made) == 4 * SIZE
    for page in made:
        page.full_clean()
        assert page.get_translations().count() == 1
    news = next(page for page in made if isinstance(page, NewsPage))
    texts = news.body.stream_block.get_searchable_content(news.body)
    assert sum(map(len, texts)) > 2_000


def test_profiles_without_consent_are_hidden(before: set[int]) -> None:
    made = AdvisorPage.objects.exclude(pk__in=before)
    consented = AdvisorConsent.objects.filter(advisor__in=made)
    shown = visible(made)

    assert consented.count() == SIZE - 3
    assert shown.count() == 2 * consented.count()
    unnamed = [page for page in shown if not page.public.first_name]
    assert unnamed
    assert not any(page.last_name in page.title for page in unnamed)


def test_the_api_lists_them_and_their_changes(before: set[int]) -> None:
    client = Client()
    parameters = {"type": "news.NewsPage", "locale": "de", "limit": 1, "search": "Dialogforum"}
    assert client.get("/api/v2/pages/", parameters).json()["meta"]["total_count"]
    del parameters["search"]
    listed = client.get("/api/v2/pages/", parameters).json()["meta"]["total_count"]

    assert listed == NewsPage.objects.live().filter(locale__language_code="de").count()
    clock = settle()
    newest = Change.objects.order_by("-sequence").first()
    assert newest.sequence == clock.sequence
    assert (
        PublicItem.objects.filter(what="pages").count()
        == visible(Page.objects.filter(depth__gt=1)).count()
    )


def test_municipalities_are_numbered_once(before: set[int]) -> None:
    assert Municipality.objects.count() <= MOST
    assert Consultation.objects.count() >= SIZE
    assert len(set(NUMBERS.values())) == len(NUMBERS) == 14


def test_texts_and_defaults_are_the_same_each_time() -> None:
    assert make_pool() == make_pool()
    assert make_pool().paragraphs[0] != make_pool(seed=2).paragraphs[0]
    assert Table(Municipality).defaults == Table(Municipality).defaults
