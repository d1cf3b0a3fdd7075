"""The record of public change, as consumers of `/api/v2/changes/` meet it."""

import random
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from core.models import ContactPerson, Partner, Topic
from delivery.changes.clock import read_clock
from delivery.changes.settling import settle
from delivery.models import Change, Clock, Mark
from home.models import ContentPage
from news.models import NewsPage
from pool.models import AdvisorPage, Scope
from tests import hiding
from tests.delivery.blocks import block, link_to, teasers
from tests.delivery.consumer import Consumer, Reader, crawl
from tests.delivery.content import consent, make_document, make_image

pytestmark = pytest.mark.django_db


def changes(consumer: Reader, what: str = "pages") -> dict[int, str]:
    """Primary key → kind of the changes since the consumer asked last."""
    return {int(c["id"]): c["kind"] for c in consumer.follow() if c["what"] == what}


@pytest.fixture
def consumer(api, site) -> Reader:
    return Reader(api)


def publish(page: Any, **values: Any) -> None:
    page = Page.objects.get(pk=page.pk).specific
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


# --- what an answer says --------------------------------------------------------------------------


def test_without_a_cursor_there_is_one_to_begin_with(api, site):
    answer = api.get("changes/")
    assert answer["items"] == []
    assert answer["has_more"] is False
    assert api.get("changes/", since=answer["cursor"]) == answer


def test_a_new_page_is_published(consumer, site):
    pages = site.plain_news("Neu")
    answer = consumer.api.get("changes/", since=consumer.cursor)
    change = next(c for c in answer["items"] if c["id"] == str(pages["de"].pk))
    assert {**change, "sequence": 0, "at": ""} == {
        "sequence": 0,
        "at": "",
        "kind": "published",
        "what": "pages",
        "id": str(pages["de"].pk),
        "type": "news.NewsPage",
        "language": "de",
        "detail_url": f"https://www.example.org/api/v2/pages/{pages['de'].pk}/",
    }
    assert changes(consumer)[pages["en"].pk] == "published"


def test_drafts_change_nothing(consumer, site):
    page = site.other["de"]
    before = read_clock().token
    page.title = "Entwurf"
    page.save_revision()
    assert read_clock().token == before
    draft = NewsPage(title="Neuer Entwurf", slug="neuer-entwurf", teaser="…", live=False)
    site.news_index["de"].add_child(instance=draft)
    publish(draft, title="Später", go_live_at=timezone.now() + timedelta(days=1))
    assert changes(consumer) == {}


def test_a_renamed_address_moves_all_pages_below(consumer, site):
    publish(site.news_index["de"], slug="neuigkeiten")
    found = changes(consumer)
    assert found[site.news_index["de"].pk] == "moved"
    assert found[site.report["de"].pk] == "moved"
    assert found[site.report["en"].pk] == "changed"  # its translation has another address


def test_what_is_withdrawn_leaves_only_its_key(consumer, site):
    page = site.other["de"]
    publish(page, title="Noch einmal geändert")
    Page.objects.get(pk=page.pk).unpublish()
    answer = consumer.api.get("changes/", since=consumer.cursor)
    [change] = [c for c in answer["items"] if c["id"] == str(page.pk)]
    assert change["kind"] == "removed"
    assert change["detail_url"] is None
    assert "geändert" not in str(answer)


@pytest.mark.parametrize("hide", hiding.ALL_WAYS.values(), ids=hiding.ALL_WAYS)
def test_every_way_of_hiding_is_a_removal(consumer, site, hide):
    page = site.report["de"]
    hide(page)
    assert changes(consumer)[page.pk] == "removed"


def test_an_expired_page_is_removed_when_its_time_has_come(consumer, site, monkeypatch):
    page = site.other["de"]
    publish(page, expire_at=timezone.now() + timedelta(hours=1))
    assert changes(consumer)[page.pk] == "changed"
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert changes(consumer)[page.pk] == "removed"


def test_a_topic_that_is_renamed_changes_the_pages_that_show_it(consumer, site):
    topic = Topic.objects.get(name="Topic Bericht (en)")
    topic.name = "Renamed"
    topic.save()
    found = changes(consumer)
    assert found[site.report["en"].pk] == "changed"
    assert site.other["en"].pk not in found


def test_a_page_that_changes_has_nobody_look_at_the_municipalities(consumer, site):
    """There are thousands, which change with nothing but themselves."""
    consumer.follow()
    publish(site.report["de"], title="Neuer Titel")
    with CaptureQueriesContext(connection) as captured:
        settle()
    queries = [query["sql"] for query in captured.captured_queries]
    # Those of each Land are counted.
    assert not [sql for sql in queries if "pool_municipality" in sql and "COUNT(" not in sql]


def test_what_linked_to_a_deleted_page_has_changed(consumer, site):
    target = site.report["de"].related_links.get().page
    Page.objects.get(pk=target.pk).delete()
    found = changes(consumer)
    assert found[target.pk] == "removed"
    assert found[site.report["de"].pk] == "changed"


def test_a_transaction_that_fails_leaves_nothing(consumer, site):
    before = read_clock().token
    with transaction.atomic():
        publish(site.other["de"], title="Nie gesehen")
        transaction.set_rollback(True)
    assert changes(consumer) == {}
    assert read_clock().token == before


def test_marks_are_part_of_the_writers_transaction(site):
    settle()
    with transaction.atomic():
        publish(site.other["de"], title="Neu")
        assert Mark.objects.exists()
    settle()
    assert not Mark.objects.exists()


# --- errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("since", ["", "12", "yesterday", "zzzzzzzz-1"])
def test_what_is_no_cursor_is_refused(api, site, since):
    assert "since" in api.get("changes/", status=400, since=since)["message"]


def test_a_cursor_from_before_a_restore_is_gone(api, site):
    cursor = api.get("changes/")["cursor"]
    Clock.objects.update(epoch="00000000")
    assert "fetch everything again" in api.get("changes/", status=410, since=cursor)["message"]


def test_a_cursor_older_than_the_record_is_gone(consumer, site):
    long_ago = timezone.now() - timedelta(days=settings.CHANGES_KEPT_DAYS + 1)
    Change.objects.update(at=long_ago)
    cursor = f"{consumer.cursor.split('-')[0]}-1"
    assert consumer.api.get("changes/", since=cursor)
    publish(site.other["de"], title="Neu")
    consumer.api.get("changes/", since=cursor, status=410)
    assert changes(consumer)[site.other["de"].pk] == "changed"


# --- an exact copy --------------------------------------------------------------------------------


def any_of(model: type, dice: random.Random, **conditions: Any) -> Any:
    found = list(model.objects.filter(**conditions).order_by("pk"))
    return dice.choice(found) if found else None


def new_news(dice, site):
    target = any_of(ContentPage, dice)
    body = [block("paragraph", link_to(target)), teasers(source="newest", count=3)]
    site.plain_news(f"News {dice.random():.12f}"[2:].replace(".", "-"), body=body)


def new_content(dice, site):
    site.content_page(
        f"Page {dice.random():.12f}".replace(".", "-"), body=[block("picture_credits", None)]
    )


def retitle(dice, site):
    publish(
        any_of(Page, dice, depth__gt=2, live=True, alias_of=None), title=f"Title {dice.random()}"
    )


def rename(dice, site):
    page = any_of(Page, dice, depth__gt=2, live=True, alias_of=None)
    publish(page, slug=f"slug-{dice.randrange(10**9)}")


def move(dice, site):
    page = any_of(ContentPage, dice, depth__gt=2)
    targets = ContentPage.objects.filter(locale=page.locale).exclude(path__startswith=page.path)
    Page.objects.get(pk=page.pk).move(dice.choice(list(targets.order_by("pk"))), pos="last-child")


def unpublish(dice, site):
    any_of(Page, dice, depth__gt=2, live=True).specific.unpublish()


def republish(dice, site):
    if page := any_of(Page, dice, live=False, alias_of=None):
        publish(page)


def delete(dice, site):
    page = any_of(ContentPage, dice, depth__gt=2, numchild=0) or any_of(NewsPage, dice)
    Page.objects.get(pk=page.pk).specific.delete()


def restrict(dice, site):
    hiding.by_login(any_of(Page, dice, depth__gt=2))


def open_up(dice, site):
    if restriction := any_of(PageViewRestriction, dice):
        restriction.delete()


def alias(dice, site):
    page = any_of(NewsPage, dice, alias_of=None)
    parent = any_of(ContentPage, dice, locale=page.locale)
    page.create_alias(parent=parent, update_slug=f"alias-{dice.randrange(10**9)}")


def edit_topic(dice, site):
    topic = any_of(Topic, dice)
    topic.name = f"Topic {dice.random()}"
    topic.save()


def edit_contact(dice, site):
    person = any_of(ContactPerson, dice)
    person.role = f"Role {dice.random()}"
    person.save()


def edit_partner(dice, site):
    partner = any_of(Partner, dice)
    partner.logo = any_of(get_image_model(), dice)
    partner.save()


def edit_image(dice, site):
    image = any_of(get_image_model(), dice)
    image.credit = f"Credit {dice.random()}"
    image.save()
    image.tags.add(f"tag {dice.random()}")


def new_files(dice, site):
    make_image(f"Image {dice.random()}")
    make_document(f"Document {dice.random()}")


def edit_document(dice, site):
    document = any_of(get_document_model(), dice)
    document.title = f"Document {dice.random()}"
    document.save()


def delete_document(dice, site):
    any_of(get_document_model(), dice).delete()


def hide_files(dice, site):
    collection = Collection.get_first_root_node().add_child(name=f"C {dice.random()}")
    image = any_of(get_image_model(), dice)
    image.collection = collection
    image.save()
    kind = CollectionViewRestriction.LOGIN
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind)


def narrow_consent(dice, site):
    scopes = [scope for scope in Scope.values if dice.random() < 0.6]
    consent(any_of(AdvisorPage, dice, locale__language_code="de"), tuple(scopes))


def withdraw_consent(dice, site):
    page = any_of(AdvisorPage, dice, locale__language_code="de")
    consent(page, tuple(Scope.values), withdrawn_on=timezone.localdate())


def add_redirect(dice, site):
    page = any_of(Page, dice, depth__gt=2)
    Redirect.objects.create(old_path=f"/alt-{dice.randrange(10**9)}", redirect_page=page)


EDITS: list[Callable[[random.Random, Any], None]] = [
    new_news,
    new_content,
    retitle,
    rename,
    move,
    unpublish,
    republish,
    delete,
    restrict,
    open_up,
    alias,
    edit_topic,
    edit_contact,
    edit_partner,
    edit_image,
    new_files,
    edit_document,
    delete_document,
    hide_files,
    narrow_consent,
    withdraw_consent,
    add_redirect,
]


@pytest.mark.parametrize("seed", range(1))  # more are tried by hand: each takes a while
def test_a_consumer_holds_an_exact_copy_after_each_of_many_edits(api, site, seed):
    dice = random.Random(seed)  # noqa: S311 - a test that can be repeated
    consumer = Consumer(api)
    edits = dice.sample(EDITS, len(EDITS))
    for number, edit in enumerate(edits):
        edit(dice, site)
        consumer.follow()
        assert consumer.copy == crawl(api), (number, edit.__name__)


def test_a_site_with_another_address_is_published_anew(api, site):
    consumer = Consumer(api)
    record = Site.objects.get(is_default_site=True)
    record.hostname = "neu.example.org"
    record.save()
    consumer.follow()
    assert consumer.copy == crawl(api)


def test_what_was_written_past_the_signals_is_noted_after_a_recheck(consumer, site):
    Page.objects.filter(pk=site.other["de"].pk).update(live=False)
    call_command("recheck_changes", stdout=StringIO())
    assert changes(consumer)[site.other["de"].pk] == "removed"
