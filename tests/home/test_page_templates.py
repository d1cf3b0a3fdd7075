"""Contact page and accessibility statement, as a visitor sees them."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from home.models.contact import ContactPagePerson
from home.models.pages import HomeAccessLink
from tests import factories
from tests.dom import document, links, words
from tests.trees import in_english, stream, translated


@pytest.fixture
def contact_page(home):
    page = factories.ContactPageFactory(parent=home, intro="<p>Schreiben Sie uns.</p>")
    fields = [
        {"label": "Ihr Name", "required": True},
        {"label": "Ort", "required": False, "help_text": "Wo Sie leben"},
        {"label": "Einverstanden", "required": True, "field_type": "checkbox"},
        {
            "label": "Antwort per",
            "required": True,
            "field_type": "radio",
            "choices": "Brief\nTelefon",
        },
    ]
    for order, values in enumerate(fields):
        factories.ContactFormFieldFactory(page=page, sort_order=order, **values)
    return page


def sent(client: Client, page, **values) -> BeautifulSoup:
    form = document(client, page.url).select_one("main form[method=post]")
    given = {field["name"]: field.get("value", "") for field in form.select("input[type=hidden]")}
    response = client.post(form["action"], {**given, **values})
    assert response.status_code == 422
    return BeautifulSoup(response.content, "html5lib")


def test_every_field_has_a_label_and_says_if_it_is_optional(client: Client, contact_page) -> None:
    form = document(client, contact_page.url).select_one("main form[method=post]")
    labels = {label["for"]: words(label) for label in form.select("label[for]")}
    assert labels["id_ihr_name"] == "Ihr Name"
    assert labels["id_ort"] == "Ort (freiwillig)"
    assert labels["id_einverstanden"] == "Einverstanden"
    assert words(form.select_one("fieldset legend")) == "Antwort per"
    assert [words(label) for label in form.select("fieldset label")] == ["Brief", "Telefon"]


def test_help_is_tied_to_its_field(client: Client, contact_page) -> None:
    page = document(client, contact_page.url)
    described = page.find(id=page.find(id="id_ort")["aria-describedby"])
    assert words(described) == "Wo Sie leben"


def test_mistakes_are_summed_up_and_linked_to_their_fields(client: Client, contact_page) -> None:
    page = sent(client, contact_page, ort="Bonn")
    assert words(page.title).startswith("Fehler: Kontakt")
    summary = page.select_one(".error-summary[role=alert][autofocus]")
    targets = [url for __, url in links(summary)]
    assert targets == ["#id_ihr_name", "#id_einverstanden", "#id_antwort_per"]
    assert all(page.find(id=target[1:]) is not None for target in targets)
    assert page.find(id="id_ort")["value"] == "Bonn"
    field = page.find(id="id_ihr_name")
    assert field["aria-invalid"] == "true"
    error = words(page.find(id=field["aria-describedby"]))
    assert error
    assert error in words(summary)


def test_contact_persons_stand_beside_the_form(client: Client, contact_page) -> None:
    person = factories.ContactPersonFactory(name="Erika Beispiel", email="erika@example.org")
    ContactPagePerson.objects.create(page=contact_page, contact=person)
    aside = document(client, contact_page.url).select_one("main .aside")
    assert "Erika Beispiel" in words(aside)
    assert "mailto:erika@example.org" in [url for __, url in links(aside)]


def test_the_statement_says_what_the_law_asks_for(client: Client, home) -> None:
    page = factories.AccessibilityPageFactory(
        parent=home,
        exceptions=stream(
            ("exception", {"what": "Alte PDF", "why": "Zu alt", "alternative": "Auf Anfrage"})
        ),
        method="Selbstbewertung",
        created_on=date(2020, 1, 15),
        reviewed_on=date(2020, 12, 1),
        feedback_email="barriere@example.org",
        enforcement_body="Schlichtungsstelle",
        enforcement_text="<p>Kostenlos</p>",
    )
    main = document(client, page.url).main
    facts = {words(entry.dt): words(entry.dd) for entry in main.select(".facts > div")}
    assert facts["Stand"] == "teilweise vereinbar"
    assert facts["Wie geprüft wurde"] == "Selbstbewertung"
    assert facts["Erklärung erstellt am"] == "15. Januar 2020"
    assert [time["datetime"] for time in main.select("time")] == ["2020-01-15", "2020-12-01"]
    assert words(main.select_one(".exception h3")) == "Alte PDF"
    text = words(main)
    assert all(
        part in text for part in ("Zu alt", "Auf Anfrage", "Schlichtungsstelle", "Kostenlos")
    )
    assert "mailto:barriere@example.org" in [url for __, url in links(main)]


def test_what_the_statement_is_about_comes_before_what_it_states(client: Client, home) -> None:
    statement = factories.AccessibilityPageFactory(
        parent=home, body=stream(("heading", {"text": "Für welche Website", "level": "h2"}))
    )

    headings = [words(heading) for heading in document(client, statement.url).select("main h2")]

    assert headings == [
        "Für welche Website",
        "Wie barrierefrei diese Website ist",
        "Barriere melden",
        "Durchsetzung",
    ]


def test_the_start_page_begins_with_the_ways_to_plain_and_sign_language(client, home) -> None:
    plain = factories.ContentPageFactory(parent=home, title="Leichte Sprache")
    signs = factories.ContentPageFactory(parent=home, title="Gebärdensprache")
    hidden = factories.ContentPageFactory(parent=home, title="Entwurf", live=False)
    home.access_links = [HomeAccessLink(page=target) for target in (plain, hidden, signs)]
    home.save_revision().publish()

    main = document(client, home.url).find("main")

    assert links(main)[:2] == [("Leichte Sprache", plain.url), ("Gebärdensprache", signs.url)]
    way = main.select_one("nav.access-pages")
    assert way["aria-label"] == "In Leichter Sprache und Gebärdensprache"
    assert main.find("h1") in way.find_all_next("h1")
    assert "Entwurf" not in words(main)


def test_the_english_start_page_leads_to_the_english_pages(client, home) -> None:
    plain = factories.ContentPageFactory(parent=home, title="Leichte Sprache")
    home.access_links = [HomeAccessLink(page=plain)]
    home.save_revision().publish()
    english_home = translated(home)
    english = in_english(plain, title="Plain language")

    main = document(client, english_home.url).find("main")

    assert links(main)[0] == ("Plain language", english.url)


def test_a_start_page_without_such_pages_has_no_empty_list(client, home) -> None:
    assert document(client, home.url).select_one("nav.access-pages") is None
