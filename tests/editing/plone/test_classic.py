"""An export of collective.exportimport: two languages, every type, HTML of classic Plone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from core.references import visible_media
from editing.plone.report import Report
from home.models import ContentPage, HomePage
from news.models import NewsIndexPage, NewsPage

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def db(classic: Report) -> Iterator[None]:
    """What was imported once for the module, as it was, for each test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def page(slug: str, language: str = "de") -> Any:
    return Page.objects.get(slug=slug, locale__language_code=language).specific


def body(slug: str) -> list[tuple[str, Any]]:
    latest = page(slug).get_latest_revision_as_object()
    return [(block["type"], block["value"]) for block in latest.body.raw_data]


def test_the_tree_is_that_of_plone_with_all_news_in_one_list() -> None:
    found = [
        (found.specific_class, found.locale.language_code, found.depth, found.slug)
        for found in Page.objects.filter(depth__gt=1).order_by("path")
    ]

    assert found == [
        (HomePage, "de", 2, "de"),
        (ContentPage, "de", 3, "projekt"),
        (ContentPage, "de", 4, "team"),
        (ContentPage, "de", 4, "entwurf"),
        (ContentPage, "de", 4, "vorbei"),
        (ContentPage, "de", 4, "bald"),
        (NewsIndexPage, "de", 3, "aktuelles"),
        (NewsPage, "de", 4, "auftakt"),
        (NewsPage, "de", 4, "tagung"),
        (NewsPage, "de", 4, "sommerfest"),
        (HomePage, "en", 2, "en"),
        (ContentPage, "en", 3, "project"),
        (NewsIndexPage, "en", 3, "news"),
        (NewsPage, "en", 4, "kick-off"),
    ]


@pytest.mark.parametrize(
    ("german", "english"),
    [("de", "en"), ("projekt", "project"), ("aktuelles", "news"), ("auftakt", "kick-off")],
)
def test_groups_of_translations_stay_together(german, english) -> None:
    assert page(german).get_translations().get() == page(english, "en")


def test_a_visitor_reads_both_languages(client: Client) -> None:
    german = client.get("/de/projekt/").content.decode()
    english = client.get("/en/news/kick-off/").content.decode()

    assert "Wir beraten <b>Kommunen</b>" in german
    assert "Kick-off in Bochum" in english
    assert 'href="http://localhost/de/aktuelles/auftakt/"' in english  # hreflang


@pytest.mark.parametrize(("slug", "status"), [("entwurf", 404), ("bald", 404), ("vorbei", 410)])
def test_what_plone_did_not_show_is_not_shown(client: Client, slug, status) -> None:
    """What was public once is gone; of what never was, nobody learns that it is there."""
    assert client.get(f"/de/projekt/{slug}/").status_code == status


def test_a_page_that_is_to_come_is_scheduled() -> None:
    moment = datetime(2098, 1, 1, tzinfo=UTC)

    assert page("bald").scheduled_revision.approved_go_live_at == moment


def test_a_private_draft_keeps_its_text_for_editors() -> None:
    [(kind, text)] = body("entwurf")

    assert kind == "paragraph"
    assert "Geheimer Entwurf" in text


def test_dates_of_publication_and_of_the_last_change_are_kept() -> None:
    project = page("projekt")

    assert project.first_published_at == datetime(2016, 4, 2, 8, tzinfo=UTC)
    assert project.last_published_at == datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC)


def test_a_folder_with_a_default_page_is_one_page() -> None:
    project = page("projekt")

    assert (project.title, project.lead) == ("Das Projekt", "Wer wir sind und was wir tun.")


def test_html_becomes_blocks_in_its_order() -> None:
    blocks = body("projekt")

    assert [kind for kind, value in blocks] == [
        "heading",
        "paragraph",
        "image",
        "paragraph",
        "paragraph",
        "quote",
        "paragraph",
    ]
    assert blocks[0][1]["text"] == "Ziele"
    assert "zwei a" in blocks[3][1]
    assert "Jahr: 2016; Ort: Bochum" in blocks[4][1]
    assert blocks[5][1]["text"] == "Global denken."


def test_links_lead_to_what_the_items_became() -> None:
    text = dict(body("projekt")[1:2])["paragraph"]
    document = get_document_model().objects.get(title="Der Plan")

    assert f'<a linktype="page" id="{page("auftakt").pk}">zum Auftakt</a>' in text
    assert f'<a linktype="document" id="{document.pk}">im Plan</a>' in text
    assert '<a href="https://example.org/mehr?a=1&amp;b=2">anderswo</a>' in text


def test_the_address_of_the_old_host_is_a_link_inside() -> None:
    text = body("team")[0][1]

    assert f'<a linktype="page" id="{page("projekt").pk}">das Projekt</a>' in text
    assert '<a href="mailto:team@example.org">' in text


def test_a_lost_link_keeps_its_text_and_is_told(classic: Report) -> None:
    text = body("projekt")[-1][1]

    assert "Zur verlorenen Seite" in text
    assert "verlorenen Seite</a>" not in text
    assert any("leads nowhere" in note.problem for note in classic.notes)


def test_a_picture_in_the_text_has_the_words_that_it_had_there() -> None:
    picture = get_image_model().objects.get(title="Blaues Feld")
    value = next(value for kind, value in body("projekt") if kind == "image")

    assert value["image"] == {
        "image": picture.pk,
        "alt_text": "Ein blaues Feld",
        "decorative": False,
    }
    assert (picture.credit, picture.description) == ("Foto: Max Muster", "Ein Feld, ganz blau")
    assert picture.collection.name == "Bilder"


def test_a_news_item_has_its_picture_topic_and_related_page() -> None:
    news = page("auftakt")

    assert news.date == date(2016, 4, 2)
    assert news.teaser == "Über dreißig Fachleute trafen sich."
    assert (news.image.credit, news.image_caption) == ("Foto: Erika Beispiel", "Im Saal")
    assert [link.topic.name for link in news.topic_links.all()] == ["Fairer Handel"]
    assert [link.page.slug for link in news.related_links.all()] == ["team"]


def test_an_event_has_days_times_venue_and_whom_to_ask() -> None:
    event = page("tagung")
    text = event.body.raw_data[-1]["value"]

    assert (event.date, event.end_date) == (date(2017, 6, 22), date(2017, 6, 23))
    assert (event.start_time, event.end_time) == (time(10), time(16, 30))  # in Berlin
    assert event.venue == "Literaturhaus, Stuttgart"
    assert event.teaser == "Zwei Tage über kommunale Entwicklungspolitik."
    assert "Erika Beispiel, 0228 1, " in text


def test_a_whole_day_in_the_words_of_archetypes_has_no_times() -> None:
    event = page("sommerfest")

    assert (event.date, event.end_date) == (date(2018, 7, 1), None)
    assert (event.start_time, event.end_time) == (None, None)


def test_related_pages_of_a_text_become_teasers() -> None:
    kind, value = body("team")[-1]

    assert kind == "teasers"
    assert value["pages"] == [page("auftakt").pk]


def test_files_of_a_private_folder_are_for_nobody() -> None:
    images = get_image_model().objects

    hidden = images.get(title="Geheimes Bild")
    assert hidden.collection.get_view_restrictions().exists()
    assert hidden not in visible_media(images.all())
    assert images.get(title="Blaues Feld") in visible_media(images.all())


def test_a_file_that_this_site_does_not_take_is_told(classic: Report) -> None:
    assert not get_document_model().objects.filter(title="Ein Programm").exists()
    assert any("programm.exe was refused" in note.problem for note in classic.notes)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/de/projekt/index", "/de/projekt/"),
        ("/de/alt/auftakt", "/de/aktuelles/auftakt/"),
        ("/de/projekt/partner", "https://example.org/partner"),
        ("/de/hinaus", "https://example.org/hinaus"),
    ],
)
def test_old_addresses_lead_on(client: Client, old, new) -> None:
    answer = client.get(old)

    assert answer.status_code == 301
    assert answer["Location"].endswith(new)


def test_the_address_of_a_document_leads_to_its_file(client: Client) -> None:
    document = get_document_model().objects.get(title="Der Plan")

    answer = client.get("/de/bilder/plan.pdf/@@download/file/plan.pdf")

    assert answer["Location"].endswith(document.url)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/fr/projet", "no language “fr”"),
        ("/de/projekt/alle", "the type “Collection”"),
        ("/de/projekt/formular", "the type “FormFolder”"),
        ("/de/projekt/index", "a table became a list"),
        ("/de/projekt/index", "<iframe> became a link to https://video.example.org/1"),
        ("/de/projekt/index", "<script> was left out"),
        ("/de/projekt/index", "<sub> became plain text"),
        ("/de/aktuelles/auftakt", "there is no topic “Unbekanntes”"),
        ("/de/aktuelles/tagung", "no place for the field “attendees”"),
        ("/Plone/de/weg", "which is not in the export"),
    ],
)
def test_what_was_not_understood_is_told(classic: Report, path, words) -> None:
    assert any(note.path == path and words in note.problem for note in classic.notes)


def test_nothing_of_a_script_is_left() -> None:
    assert "alert" not in str(body("projekt"))


def test_no_redirect_stands_in_the_way_of_a_page() -> None:
    addresses = {found.url.rstrip("/") for found in Page.objects.live().filter(depth__gt=1)}

    assert not addresses & set(Redirect.objects.values_list("old_path", flat=True))
