"""Headings, paragraphs, quotations, questions, conditions: website and API say the same."""

import pytest

from tests import factories, hiding
from tests.trees import in_english, items

RICH = '<p>Das ist <b>wichtig</b> und <a href="https://example.org/">anderswo</a>.</p>'


@pytest.mark.parametrize("level", ["h2", "h3"])
def test_a_heading_has_its_level_and_an_anchor(show, level) -> None:
    shown = show("heading", {"text": "Über uns", "level": level, "anchor": ""})

    tag = shown.html.find(level)
    assert tag.get_text(strip=True) == "Über uns"
    assert tag["id"] == "uber-uns"
    assert shown.api == {"text": "Über uns", "level": level, "anchor": "uber-uns"}


@pytest.mark.parametrize(
    ("text", "anchor", "expected"),
    [("Über uns", "wir", "wir"), ("Über uns", "", "uber-uns"), ("مرحبا", "", "abschnitt")],
)
def test_an_anchor_is_given_or_made_from_the_text(show, text, anchor, expected) -> None:
    shown = show("heading", {"text": text, "level": "h2", "anchor": anchor})

    assert shown.html.find("h2")["id"] == shown.api["anchor"] == expected


@pytest.mark.parametrize("anchor", ["Wir", "über", "1-wir", "-wir", "w i r", "wir#", "w" * 61])
def test_an_anchor_that_fits_in_no_address_is_refused(errors_of, anchor) -> None:
    errors = errors_of("heading", {"text": "Wir", "level": "h2", "anchor": anchor})

    assert set(errors) == {"anchor"}


@pytest.mark.parametrize("anchor", ["", "wir", "wir-2", "w" * 60])
def test_an_anchor_may_hold_letters_digits_and_hyphens(errors_of, anchor) -> None:
    assert errors_of("heading", {"text": "Wir", "level": "h2", "anchor": anchor}) == {}


def test_a_paragraph_is_the_same_html_everywhere(show) -> None:
    shown = show("paragraph", RICH)

    assert shown.html.select_one(".rich-text").decode_contents() == shown.api == RICH


def test_links_in_a_paragraph_lead_to_the_reader_s_language(show, home, english_home) -> None:
    page = factories.ContentPageFactory(parent=home, slug="ueber-uns")
    in_english(page, slug="about")
    raw = f'<p><a linktype="page" id="{page.pk}">Mehr</a></p>'

    for language, address in (("de", "/de/ueber-uns/"), ("en", "/en/about/")):
        shown = show("paragraph", raw, language)
        assert shown.html.find("a")["href"].endswith(address)
        assert f'{address}">Mehr</a>' in shown.api


def test_a_link_to_an_untranslated_page_leads_to_the_page_there_is(
    show, home, english_home
) -> None:
    page = factories.ContentPageFactory(parent=home, slug="nur-deutsch")

    shown = show("paragraph", f'<p><a linktype="page" id="{page.pk}">Mehr</a></p>', "en")

    assert shown.html.find("a")["href"].endswith("/de/nur-deutsch/")


def test_links_to_documents_work_unless_they_are_private(show, private_collection) -> None:
    document = factories.DocumentFactory()
    hidden = factories.DocumentFactory(collection=private_collection)

    def link(to) -> str:
        return f'<p><a linktype="document" id="{to.pk}">Leitfaden</a></p>'

    assert show("paragraph", link(document)).html.find("a")["href"].endswith(document.url)
    assert document.url in show("paragraph", link(document)).api
    shown = show("paragraph", link(hidden))
    assert not shown.html.find("a").has_attr("href")
    assert shown.text == "Leitfaden"
    assert shown.api == "<p><a>Leitfaden</a></p>"


def test_a_link_to_what_is_gone_keeps_its_text(show, home) -> None:
    page = factories.ContentPageFactory(parent=home)
    raw = f'<p><a linktype="page" id="{page.pk}">Mehr</a></p>'
    hiding.as_draft(page)
    draft = show("paragraph", raw)
    page.delete()
    gone = show("paragraph", raw)

    for shown in (draft, gone):
        assert shown.text == "Mehr"
        assert "href" not in shown.api
        assert not shown.html.find("a").has_attr("href")


def test_a_quotation_names_who_said_it(show) -> None:
    value = {"text": "So ist es.", "person": "Erika", "role": "Leiterin", "language": ""}

    shown = show("quote", value)

    assert shown.texts("blockquote") == ["So ist es."]
    assert shown.texts("figcaption") == ["Erika , Leiterin"]
    assert shown.api == value


def test_a_quotation_without_a_source_has_no_caption(show) -> None:
    shown = show("quote", {"text": "So ist es.", "person": "", "role": "", "language": ""})

    assert shown.html.find("figcaption") is None


@pytest.mark.parametrize(
    ("language", "reader", "lang", "direction"),
    [
        ("fr", "de", "fr", None),
        ("ar", "de", "ar", "rtl"),
        ("de", "de", None, None),
        ("de", "en", "de", None),
        ("", "de", None, None),
    ],
)
def test_a_quotation_in_another_language_says_so(show, language, reader, lang, direction) -> None:
    value = {"text": "Voilà", "person": "", "role": "", "language": language}

    shown = show("quote", value, reader)

    quotation = shown.html.find("blockquote")
    assert (quotation.get("lang"), quotation.get("dir")) == (lang, direction)
    assert shown.api["language"] == language


def test_questions_open_to_their_answers(show) -> None:
    entries = [
        {"question": "Was kostet es?", "answer": "<p>Nichts.</p>"},
        {"question": "Wer berät?", "answer": RICH},
    ]

    shown = show("questions", {"title": "Fragen", "entries": items(*entries)})

    assert shown.texts("summary") == ["Was kostet es?", "Wer berät?"]
    answers = [tag.decode_contents() for tag in shown.html.select("details .rich-text")]
    assert answers == ["<p>Nichts.</p>", RICH]
    assert shown.texts("h2") == ["Fragen"]
    assert shown.api == {"title": "Fragen", "entries": entries}


def test_conditions_are_a_box_with_rich_text(show) -> None:
    shown = show("conditions", {"title": "Bedingungen", "text": RICH})

    assert shown.texts("h2") == ["Bedingungen"]
    assert shown.html.select_one(".rich-text").decode_contents() == RICH
    assert shown.api == {"title": "Bedingungen", "text": RICH}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("heading", {"text": "", "level": "h2", "anchor": ""}),
        ("heading", {"text": "Wir", "level": "h1", "anchor": ""}),
        ("quote", {"text": "", "person": "", "role": "", "language": ""}),
        ("quote", {"text": "Ja", "person": "", "role": "", "language": "klingonisch"}),
        ("questions", {"title": "", "entries": []}),
        ("conditions", {"title": "Bedingungen", "text": ""}),
    ],
)
def test_what_is_missing_or_unknown_is_refused(errors_of, name, value) -> None:
    assert errors_of(name, value)
