"""The lists of news, advisors, municipalities and snippets: columns, filters, exports, queries."""

import csv
import io
from datetime import date, timedelta
from functools import partial

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize import wagtail_hooks as localize

from core.models import User
from editing.lists.translation_buttons import buttons_of_page, buttons_of_snippet
from news.models import NewsIndexPage
from tests import factories
from tests.people import signed_in
from tests.queries import queries_of
from tests.trees import in_english, reloaded, translated

pytestmark = pytest.mark.django_db

NEWS = "/admin/news/"
ADVISORS = "/admin/advisors/"


@pytest.fixture
def chief(client: Client) -> User:
    user = factories.UserFactory()
    client.force_login(user)
    return user


def table(client: Client, address: str, **parameters) -> list[dict[str, str]]:
    """The rows of a list, each by the heads of its columns."""
    response = client.get(address, parameters)
    assert response.status_code == 200, response.content.decode()[:300]
    found = BeautifulSoup(response.content, "html5lib").select_one("#listing-results table")
    if found is None:
        return []
    heads = [text_of(cell.select_one("a") or cell) for cell in found.select("thead tr > *")]
    return [
        dict(zip(heads, map(text_of, row.select(":scope > td")), strict=True))
        for row in found.select("tbody > tr")
    ]


def text_of(cell) -> str:
    title = cell.select_one(".title-wrapper a")
    return " ".join((title or cell).get_text(" ", strip=True).split())


def column(client: Client, name: str, address: str, **parameters) -> list[str]:
    return [row[name] for row in table(client, address, **parameters)]


def publish(page):
    page.save_revision().publish()
    return reloaded(page)


# --- News -----------------------------------------------------------------------------------------


@pytest.fixture
def reports(news: NewsIndexPage, english_news) -> dict[str, Page]:
    make = factories.NewsPageFactory
    first = publish(
        make(parent=news, title="Erste", date=date(2018, 11, 7), place="Bochum", state="NW")
    )
    in_english(first, title="First", slug="first")
    second = make(parent=news, title="Zweite", date=date(2019, 3, 1), place="Ulm", state="BW")
    return {
        "Erste": first,
        "Zweite": publish(second),
        "Ohne Tag": make(parent=news, title="Ohne Tag", live=False),
    }


def titles(client: Client, address: str = NEWS, **parameters) -> list[str]:
    found = column(client, "Titel", address, **{"locale": "de", **parameters})
    return [title.split(" Deutsch")[0] for title in found]


def test_news_are_listed_with_when_where_and_how_far_they_are_translated(
    client, chief, reports
) -> None:
    rows = {row["Titel"].split(" Deutsch")[0]: row for row in table(client, NEWS, locale="de")}

    assert rows["Erste"]["Datum"] == "7. November 2018"
    assert rows["Erste"]["Ort"] == "Bochum"
    assert rows["Erste"]["Land"] == "Nordrhein-Westfalen"
    assert rows["Erste"]["Übersetzung"] == "Veröffentlicht"
    assert rows["Zweite"]["Übersetzung"] == "Fehlt"


def test_the_explorer_shows_the_same_columns_below_a_news_list(client, chief, reports) -> None:
    index = reports["Erste"].get_parent()
    (row,) = [
        row
        for row in table(client, reverse("wagtailadmin_explore", args=[index.pk]))
        if row["Titel"].startswith("Zweite")
    ]

    assert (row["Datum"], row["Ort"], row["Übersetzung"]) == ("1. März 2019", "Ulm", "Fehlt")


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("-date", ["Zweite", "Erste", "Ohne Tag"]),
        ("date", ["Erste", "Zweite", "Ohne Tag"]),
        ("-place", ["Zweite", "Erste", "Ohne Tag"]),
        ("title", ["Erste", "Ohne Tag", "Zweite"]),
        ("nonsense", ["Zweite", "Erste", "Ohne Tag"]),
    ],
)
def test_news_are_sorted(client, chief, reports, ordering, expected) -> None:
    assert titles(client, ordering=ordering) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"state": "NW"}, ["Erste"]),
        ({"place": "ulm"}, ["Zweite"]),
        ({"date_from": "2019-01-01"}, ["Zweite"]),
        ({"translation": "missing"}, ["Zweite", "Ohne Tag"]),
        ({"translation": ["missing", "published"]}, ["Zweite", "Erste", "Ohne Tag"]),
    ],
)
def test_news_are_filtered(client, chief, reports, filters, expected) -> None:
    assert titles(client, **filters) == expected


def test_news_are_searched_filtered_and_sorted_at_once(client, chief, reports) -> None:
    assert titles(client, q="Zweite", state="BW", translation="missing") == ["Zweite"]
    assert titles(client, q="Zweite", place="ulm", ordering="date") == ["Zweite"]
    assert titles(client, q="Zweite", ordering="place") == ["Zweite"]


def exported(client: Client, address: str, **parameters) -> list[dict[str, str]]:
    response = client.get(address, {**parameters, "export": "csv"})
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("place", ["list", "explorer"])
def test_members_of_a_group_download_their_news(home, reports, place) -> None:
    index = reports["Erste"].get_parent()
    address = NEWS if place == "list" else reverse("wagtailadmin_explore", args=[index.pk])
    editor = signed_in("editors-nw")

    rows = exported(editor, address, locale="de")

    assert [row["Titel"] for row in rows] == ["Erste"]
    assert rows[0]["Datum"] == "2018-11-07"
    assert rows[0]["Datum in Worten"] == "7. November 2018"
    assert rows[0]["Übersetzung"] == "Veröffentlicht"


def test_the_spreadsheet_opens_in_excel(client, chief, reports) -> None:
    response = client.get(NEWS, {"locale": "de", "export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(response.getvalue())).active
    rows = list(sheet.iter_rows(values_only=True))

    assert rows[0][:4] == ("Titel", "Sprache", "Datum", "Datum in Worten")
    assert [row[0] for row in rows[1:]] == ["Zweite", "Erste", "Ohne Tag"]
    assert 'filename="news.xlsx"' in response["Content-Disposition"]


def test_nobody_ticks_all_pages_of_the_site_in_a_list_of_news(client, chief, news) -> None:
    for number in range(51):
        factories.NewsPageFactory(parent=news, title=f"Meldung {number}")

    assert "data-bulk-action-num-objects-in-listing" not in client.get(NEWS).text


# --- Advisors -------------------------------------------------------------------------------------


def advisor(directory, title: str, days: int | None = None, **values):
    page = factories.AdvisorPageFactory(parent=directory, title=title)
    until = None if days is None else timezone.localdate() + timedelta(days=days)
    factories.AdvisorConsentFactory(advisor=page, valid_until=until, **values)
    return page


@pytest.fixture
def advisors(directory) -> None:
    advisor(directory, "gültig", 61)
    advisor(directory, "unbefristet")
    advisor(directory, "bald", 60)
    advisor(directory, "vorbei", -1)
    advisor(directory, "zurück", withdrawn_on=timezone.localdate())
    renewed = advisor(directory, "erneuert", -1)
    factories.AdvisorConsentFactory(advisor=renewed)
    factories.AdvisorPageFactory(parent=directory, title="fehlt")


CONSENTS = {
    "valid": {"gültig", "unbefristet", "erneuert"},
    "ends-soon": {"bald"},
    "ended": {"vorbei"},
    "withdrawn": {"Zurückgezogenes Profil"},
    "missing": {"fehlt"},
}


@pytest.mark.parametrize("state", CONSENTS)
def test_advisors_are_filtered_by_their_consent(client, chief, advisors, state) -> None:
    assert set(column(client, "Profil", ADVISORS, consent=state)) == CONSENTS[state]


def test_the_list_of_advisors_says_what_the_consent_means(client, chief, advisors) -> None:
    rows = {row["Profil"]: row["Einwilligung"] for row in table(client, ADVISORS)}

    assert rows["unbefristet"] == "Gültig"
    assert rows["bald"].startswith("Endet in 60 Tagen bis ")
    assert rows["vorbei"].startswith("Abgelaufen bis ")
    assert rows["Zurückgezogenes Profil"].startswith("Widerrufen am ")
    assert rows["fehlt"] == "Fehlt"


def test_the_consent_counts_for_the_translation_as_well(
    client, chief, directory, english_directory
) -> None:
    page = advisor(directory, "bald", 10)
    in_english(page, title="soon", slug="")

    assert column(client, "Profil", ADVISORS, locale="en", consent="ends-soon") == ["soon"]


def test_advisors_are_sorted_by_the_end_of_their_consent(client, chief, advisors) -> None:
    found = column(client, "Profil", ADVISORS, ordering="consent_until")

    assert found[:3] == ["vorbei", "bald", "gültig"]


def test_the_export_names_the_consent(client, chief, advisors) -> None:
    rows = {row["Profil"]: row["Einwilligung"] for row in exported(client, ADVISORS)}

    assert (rows["bald"], rows["fehlt"]) == ("Endet in 60 Tagen", "Fehlt")


# --- Municipalities and snippets ------------------------------------------------------------------

MUNICIPALITIES = "/admin/snippets/pool/municipality/"


@pytest.fixture
def places(db) -> None:
    make = factories.MunicipalityFactory
    bochum = make(name="Bochum", latitude="51.4800", longitude="7.2200")
    factories.ConsultationFactory(municipality=bochum)
    make(name="Vertauscht", latitude="7.2200", longitude="51.4800")
    make(name="Kiel", state="SH", latitude="54.3200", longitude="10.1400")


def test_municipalities_say_where_on_the_map_they_lie(client, chief, places) -> None:
    rows = {row["Name"]: row for row in table(client, MUNICIPALITIES)}

    assert rows["Bochum"]["Lage auf der Karte"] == "51,4800° N, 7,2200° O"
    assert rows["Vertauscht"]["Lage auf der Karte"].endswith("außerhalb des Landes")
    assert rows["Kiel"]["Lage auf der Karte"].endswith("keine Karte dieses Landes")
    outside = column(client, "Name", MUNICIPALITIES, position="outside")
    assert outside == ["Vertauscht"]
    assert column(client, "Name", MUNICIPALITIES, q="Boch", position="shown") == ["Bochum"]


def test_snippets_say_where_they_are_used_and_can_be_searched(client, chief, news) -> None:
    topic = factories.TopicFactory(name="Fairer Handel")
    factories.TopicFactory(name="Wasser")
    page = factories.NewsPageFactory(parent=news)
    page.topic_links.create(topic=topic)
    page.save()
    address = "/admin/snippets/core/topic/"

    rows = {row["Name"]: row["Verwendet"] for row in table(client, address)}
    assert rows == {"Fairer Handel": "1 Stelle", "Wasser": "nirgends"}
    assert column(client, "Name", address, ordering="-usage_count") == ["Fairer Handel", "Wasser"]
    found = column(client, "Name", address, q="Wass", ordering="-usage_count")
    assert found == ["Wasser"]


# --- Buttons of wagtail-localize ------------------------------------------------------------------


@pytest.fixture
def translated_news(news, english_news) -> list[Page]:
    done = publish(factories.NewsPageFactory(parent=news, title="Übersetzt"))
    translated(done)
    return [done, publish(factories.NewsPageFactory(parent=news, title="Nur deutsch"))]


def test_rows_offer_what_wagtail_localize_offers(client, chief, translated_news) -> None:
    topic = factories.TopicFactory()
    done, german = translated_news
    english = done.get_translation(factories.language("en"))
    for page in (done, german, english):
        assert offered(buttons_of_page(page, chief)) == offered(
            localize.page_listing_more_buttons(page, chief)
        )
    assert offered(buttons_of_page(done, chief)) != offered(buttons_of_page(german, chief))
    assert offered(buttons_of_snippet(topic, chief)) == offered(
        localize.register_snippet_listing_buttons(topic, chief)
    )
    submit = reverse("wagtail_localize:submit_page_translation", args=[german.pk])
    assert client.get(NEWS).text.count(f'href="{submit}"') == 1


def test_who_may_not_submit_is_offered_nothing(news) -> None:
    page = factories.NewsPageFactory(parent=news)
    nobody = factories.UserFactory(is_superuser=False)

    assert list(buttons_of_page(page, nobody)) == []


def offered(buttons) -> list[tuple[str, str]]:
    return [(str(button.label), button.url) for button in buttons]


# --- Queries --------------------------------------------------------------------------------------


def grow_news(news, directory, start: int, stop: int) -> None:
    for number in range(start, stop):
        state = "NW" if number % 2 else "BW"
        publish(factories.NewsPageFactory(parent=news, title=f"Meldung {number}", state=state))
        factories.AdvisorConsentFactory(
            advisor=factories.AdvisorPageFactory(parent=directory, state=state)
        )
        factories.ConsultationFactory()
        factories.TopicFactory()


@pytest.mark.parametrize("role", ["administrator", "editors-nw"])
def test_lists_cost_the_same_with_more_rows(news, directory, english_home, role) -> None:
    addresses = [
        NEWS,
        ADVISORS,
        reverse("wagtailadmin_explore", args=[news.pk]),
        *([MUNICIPALITIES, "/admin/snippets/core/topic/"] if role == "administrator" else []),
    ]
    client = signed_in(role)
    grow_news(news, directory, 0, 4)
    few = {address: len(queries_of(partial(client.get, address))) for address in addresses}

    grow_news(news, directory, 4, 14)
    many = {address: len(queries_of(partial(client.get, address))) for address in addresses}

    assert many == few
