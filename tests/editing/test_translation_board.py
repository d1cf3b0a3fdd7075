"""The translation board, as the people see it who work with it."""

import csv
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from openpyxl import load_workbook

from home.models import HomePage
from news.models import NewsPage
from tests import factories
from tests.editing.translating import PAGE_WORDS, Desk, a_page, somebody
from tests.trees import in_english

pytestmark = pytest.mark.django_db
BOARD = "editing_translations:board"


@pytest.fixture
def desk(english_home: HomePage) -> Desk:
    return Desk(factories.UserFactory(first_name="Erika", last_name="Beispiel"))


@pytest.fixture
def project(desk: Desk, home: HomePage):
    """A page whose published translation lags behind."""
    page = a_page(home)
    translation = desk.start_translation(page)
    desk.translate(translation, PAGE_WORDS)
    desk.publish_translation(translation)
    desk.edit(page, lead="Worum es jetzt geht.")
    return page


def rows(desk: Desk, **query: object) -> dict[str, str]:
    """The rows in their order: the title, and all that stands in the row."""
    soup = BeautifulSoup(desk.get(BOARD, **query).content, "html5lib")
    found = {}
    for row in soup.select("table.listing tbody tr"):
        title = row.select_one(".title-wrapper").get_text(strip=True)
        found[title] = " ".join(row.get_text(" ").split())
    return found


def column(desk: Desk, number: int, **query: object) -> list[str]:
    soup = BeautifulSoup(desk.get(BOARD, **query).content, "html5lib")
    return [cell.get_text(strip=True) for cell in soup.select(f"tbody td:nth-child({number})")]


def row_of(desk: Desk, title: str) -> BeautifulSoup:
    soup = BeautifulSoup(desk.get(BOARD).content, "html5lib")
    return next(row for row in soup.select("tbody tr") if title in row.get_text())


# --- What it shows --------------------------------------------------------------------------------


def test_a_row_says_what_changed_since_when_and_by_whom(desk, project) -> None:
    text = rows(desk)["Projekt"]

    assert "Veraltet" in text
    assert "1 Satz geändert" in text
    assert "Vorspann Vorher: Worum es geht. Jetzt: Worum es jetzt geht." in text
    assert "von Erika Beispiel" in text
    assert "Englisch" in text


def test_one_click_leads_to_the_work(desk, project, home) -> None:
    topic = factories.TopicFactory(name="Bildung")
    button = row_of(desk, "Projekt").select_one("td:last-child button")
    translation = desk.translation_of(project)
    take_over = reverse("editing_translations:take_over", args=[translation.pk])
    assert button["data-w-action-url-value"] == take_over

    response = desk.client.post(take_over)

    editor = reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])
    assert response["Location"] == editor
    assert row_of(desk, "Projekt").select_one("td:last-child a")["href"] == editor
    assert "4 von 5 Sätzen (80 %)" in rows(desk)["Projekt"]
    missing = row_of(desk, "Bildung").select_one("td:last-child a")["href"]
    assert missing == (
        reverse("wagtail_localize:submit_snippet_translation", args=["core", "topic", topic.pk])
        + "?select_locale=en"
    )
    assert desk.client.get(missing).status_code == 200


def test_the_place_in_the_tree_is_named_below_the_start_page(desk, home) -> None:
    above = a_page(home, title="Über uns", slug="ueber-uns")
    a_page(above, title="Team", slug="team")

    assert rows(desk)["Team"].startswith("Team Über uns ")


# --- Sorting, filters, search, pages --------------------------------------------------------------


def test_the_urgent_comes_first_and_every_column_sorts(desk, project, english_news, news) -> None:
    factories.NewsPageFactory(parent=news, title="Auftakt")
    factories.TopicFactory(name="bildung")

    assert list(rows(desk))[:3] == ["Projekt", "Auftakt", "bildung"]
    by_title = ["Aktuelles", "Auftakt", "bildung", "Projekt", "Start"]
    assert list(rows(desk, ordering="title_order")) == by_title
    assert list(rows(desk, ordering="-title_order")) == by_title[::-1]
    for order in ("-since", "since", "source_published_at", "no-such-column"):
        assert next(iter(rows(desk, ordering=order))) == "Projekt"
    assert list(rows(desk, ordering="-rank"))[-1] == "Projekt"
    types = column(desk, 2, ordering="type_order")
    assert types == sorted(types, key=str.casefold)


def test_filters_narrow_down(desk, project, news) -> None:
    factories.NewsPageFactory(parent=news, title="Auftakt", state="NW")
    factories.NewsPageFactory(parent=news, title="Abschluss", state="BW")
    other = factories.UserFactory()
    a_page(news.get_parent(), title="Fremd", slug="fremd", owner=other)

    assert set(rows(desk, state="outdated")) == {"Projekt"}
    assert {"Auftakt", "Abschluss", "Fremd"} <= set(rows(desk, state="missing"))
    assert "Projekt" in rows(desk, state=["missing", "outdated"])
    assert set(rows(desk, federal_state="NW")) == {"Auftakt"}
    news_items = ContentType.objects.get_for_model(NewsPage)
    assert set(rows(desk, type=news_items.pk)) == {"Auftakt", "Abschluss"}
    assert set(rows(desk, mine="1")) == {"Projekt"}
    assert set(rows(Desk(other), mine="1")) == {"Fremd"}
    english = factories.language("en").pk
    assert "Auftakt" in rows(desk, language=english)
    assert set(rows(desk, q="schluss")) == {"Abschluss"}


def test_a_filter_of_nonsense_is_refused_with_a_sentence(desk, project) -> None:
    response = desk.get(BOARD, state="nonsense", type="x", language="y", federal_state="ZZ")

    assert response.status_code == 200
    assert "Bitte eine gültige Auswahl treffen" in response.content.decode()


# --- Exports --------------------------------------------------------------------------------------


def test_the_export_has_the_same_rows_and_columns(desk, project) -> None:
    factories.TopicFactory(name="Bildung")
    response = desk.get(BOARD, export="csv")
    text = b"".join(response.streaming_content).decode()
    lines = list(csv.DictReader(StringIO(text)))

    assert list(lines[0])[:5] == ["Titel", "Ort im Seitenbaum", "Art", "Sprache", "Stand"]
    assert [line["Titel"] for line in lines] == list(rows(desk))
    assert lines[0]["Stand"] == "Veraltet"
    assert lines[0]["Geänderte Sätze"] == "Vorspann: Worum es geht. → Worum es jetzt geht."
    assert lines[0]["Geändert von"] == "Erika Beispiel"

    response = desk.get(BOARD, export="xlsx", state="outdated")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    values = list(sheet.values)
    assert values[0][0] == "Titel"
    assert [line[0] for line in values[1:]] == ["Projekt"]


# --- Who sees what --------------------------------------------------------------------------------


def test_an_editor_sees_what_may_be_edited_and_nothing_else(home, english_home) -> None:
    own = a_page(home, title="Eigenes", slug="eigenes")
    a_page(home, title="Anderes", slug="anderes")
    factories.TopicFactory(name="Bildung")
    editor = Desk(somebody(pages=[(own, "change")]))

    assert set(rows(editor)) == {"Eigenes"}
    assert row_of(editor, "Eigenes").select_one("td:last-child a") is None  # may not translate

    board = editor.get(BOARD, export="csv")
    assert b"Anderes" not in b"".join(board.streaming_content)


def test_a_translator_of_the_english_tree_sees_what_can_be_translated_there(
    home, english_home
) -> None:
    done = a_page(home, title="Übersetzt", slug="uebersetzt")
    english = in_english(done, title="Translated", slug="translated")
    a_page(home, title="Fehlt noch", slug="fehlt-noch")
    untranslated = a_page(home, title="Ohne", slug="ohne")
    a_page(untranslated, title="Darunter", slug="darunter")
    permission = "wagtail_localize.submit_translation"
    translator = Desk(somebody(permission, pages=[(english_home, "add", "change")]))
    elsewhere = Desk(somebody(permission, pages=[(english, "add", "change")]))

    assert set(rows(translator)) == {"Start", "Übersetzt", "Fehlt noch", "Ohne"}
    assert row_of(translator, "Übersetzt").select_one("td:first-child a") is None
    assert set(rows(elsewhere)) == {"Übersetzt"}


def test_who_may_not_translate_takes_nothing_over(desk, project, home, english_home) -> None:
    translation = desk.translation_of(project)
    before = translation.source.last_updated_at
    for user in (
        somebody(pages=[(home, "change"), (english_home, "change")]),
        somebody("wagtail_localize.submit_translation", pages=[(home, "change")]),
    ):
        Desk(user).post("editing_translations:take_over", translation.pk)
        translation.source.refresh_from_db()
        assert translation.source.last_updated_at == before

    assert desk.get("editing_translations:take_over", translation.pk).status_code == 405


def test_the_old_report_that_shows_everything_leads_here(desk, home, english_home) -> None:
    response = desk.get("wagtail_localize:translations_report")

    assert response["Location"] == reverse(BOARD)
    front = desk.get("wagtailadmin_home").content.decode()
    assert reverse(BOARD) in front
    assert reverse("wagtail_localize:translations_report") not in front
