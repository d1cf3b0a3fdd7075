"""What the content checks name on a draft, and what they leave alone."""

from typing import Any

import pytest

from core.content_checks import Problem, problems, registered
from editing.checks.reading import read
from editing.checks.sentences import sentences
from home.models import ContentPage
from home.models.pages import HomeAccessLink
from news.models import NewsIndexPage, NewsPage
from tests import factories
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

Blocks = list[tuple[str, Any]]


def paragraph(text: str) -> tuple[str, str]:
    return ("paragraph", f"<p>{text}</p>")


def heading(text: str, level: str = "h2") -> tuple[str, dict[str, str]]:
    return ("heading", {"text": text, "level": level, "anchor": ""})


def draft(home: Any, blocks: Blocks, **fields: Any) -> ContentPage:
    """A page with text below each heading, unless the test is about that."""
    fields = {"title": "Über uns", "lead": "Wer wir sind und was wir tun.", **fields}
    return ContentPage(locale=home.locale, body=blocks, **fields)


def found(page: Any) -> list[Problem]:
    return list(problems(read(page)))


def codes(page: Any) -> list[str]:
    return [problem.check.code for problem in found(page)]


def excerpts(page: Any, code: str) -> list[str]:
    return [one.finding.excerpt for one in found(page) if one.check.code == code]


GOOD: Blocks = [
    paragraph("Wir beraten Kommunen. Das kostet nichts."),
    heading("Wen wir beraten"),
    paragraph("Städte, Gemeinden und Kreise."),
    heading("Große Städte", "h3"),
    paragraph('Mehr steht im <a href="https://example.org/">Leitfaden für Kommunen</a>.'),
    heading("Was es kostet"),
    paragraph("Die SKEW trägt die Kosten, auch für UNESCO und GIZ."),
]


def test_a_good_page_has_no_problems(home) -> None:
    assert codes(draft(home, GOOD)) == []


def test_each_check_says_who_asks_for_it() -> None:
    assert all(str(check.source) for check in registered())
    assert len(registered()) >= 20


# --- Headings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        ([heading("Zuerst", "h3"), paragraph("Text.")], "heading-jump"),
        ([heading("–"), paragraph("Text.")], "heading-empty"),
        ([heading("Ziel"), paragraph("A."), heading("ZIEL"), paragraph("B.")], "heading-twice"),
        ([heading("Eins"), heading("Zwei"), paragraph("Text.")], "section-empty"),
        ([paragraph("Text."), heading("Am Ende")], "section-empty"),
        ([paragraph("<b>Unsere Ziele</b>"), paragraph("Text.")], "heading-bold"),
    ],
)
def test_faults_of_headings_are_named(home, blocks: Blocks, code: str) -> None:
    assert codes(draft(home, blocks)) == [code]


def test_a_block_under_its_own_title_fills_a_section(home) -> None:
    teasers = {"title": "Aktuelles", "source": "newest", "pages": [], "count": 3}

    assert codes(draft(home, [heading("Neues"), paragraph("Hier:"), ("teasers", teasers)])) == []


def test_a_bold_sentence_is_no_heading(home) -> None:
    assert codes(draft(home, [paragraph("<b>Die Beratung kostet nichts.</b>")])) == []


# --- Links --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["hier", "Hier klicken!", "mehr …", "» Klicken Sie hier", "here", "Read more", "more"]
)
def test_links_that_say_nothing_are_named(home, words: str) -> None:
    page = draft(home, [paragraph(f'Lesen Sie <a href="https://example.org/">{words}</a>.')])

    assert excerpts(page, "link-text") == [words]


@pytest.mark.parametrize("words", ["https://example.org/a", "www.example.org", "example.org/a/b"])
def test_links_that_are_addresses_are_named(home, words: str) -> None:
    page = draft(home, [paragraph(f'Siehe <a href="https://example.org/">{words}</a>.')])

    assert codes(page) == ["link-address"]


def test_buttons_are_links_too(home) -> None:
    link = {"label": "Mehr", "url": "https://example.org/", "page": None, "email": ""}
    page = draft(home, [("call_to_action", {"title": "", "text": "Fragen?", "link": link})])

    assert codes(page) == ["link-text"]


def test_links_to_unpublished_pages_are_named(home, news: NewsIndexPage) -> None:
    hidden = factories.NewsPageFactory(parent=news, live=False)
    shown = factories.NewsPageFactory(parent=news)
    html = "".join(
        f'<p>Zum <a linktype="page" id="{page.pk}">Bericht {page.pk}</a></p>'
        for page in (hidden, shown)
    )

    assert excerpts(draft(home, [("paragraph", html)]), "link-hidden") == [f"Bericht {hidden.pk}"]


def test_documents_that_nobody_checked_for_barriers_are_named(home) -> None:
    unchecked = factories.DocumentFactory(title="Leitfaden")
    checked = factories.DocumentFactory(is_accessible=True)
    items = [{"document": one, "title": "PDF"} for one in (unchecked, checked)]
    page = draft(home, [("downloads", {"title": "Material", "items": items})])

    assert excerpts(page, "document-barriers") == ["Leitfaden"]
    assert excerpts(page, "link-text") == ["PDF", "PDF"]


def test_the_title_above_teasers_is_no_text_of_a_link(home, news: NewsIndexPage) -> None:
    value = {"title": "Weiterlesen", "source": "picked", "pages": [news], "count": 3}

    assert codes(draft(home, [("teasers", value)])) == []


# --- Pictures -----------------------------------------------------------------------------------


def picture(alt_text: str, caption: str = "", decorative: bool = False, **fields: str) -> Any:
    image = factories.ImageFactory(**fields)
    value = {"image": image.pk, "alt_text": alt_text, "decorative": decorative}
    return {"type": "image", "value": {"image": value, "caption": caption}, "id": "bild"}


@pytest.mark.parametrize(
    ("alt_text", "caption", "code"),
    [
        ("", "", "alt-missing"),
        ("IMG_0815.jpg", "", "alt-file-name"),
        ("DSC0815", "", "alt-file-name"),
        ("Bild von zwei Frauen", "", "alt-needless"),
        ("Das Foto zeigt zwei Frauen", "", "alt-needless"),
        ("Zwei Frauen am Pult", "Zwei Frauen am Pult", "alt-caption"),
    ],
)
def test_faults_of_alternative_texts_are_named(home, alt_text, caption, code) -> None:
    page = draft(home, [])
    page.body = page.body.stream_block.to_python([picture(alt_text, caption)])

    [problem] = found(page)

    assert problem.check.code == code
    assert problem.finding.content_path == "body.bild.image"


@pytest.mark.parametrize("fields", [{"decorative": True}, {"credit": "Foto: Erika Beispiel"}])
def test_described_and_decorative_pictures_are_fine(home, fields: dict[str, Any]) -> None:
    alt_text = "" if "decorative" in fields else "Zwei Frauen am Rednerpult"
    page = draft(home, [])
    page.body = page.body.stream_block.to_python([picture(alt_text, **fields)])

    assert codes(page) == []


def test_pictures_without_their_maker_are_named(home) -> None:
    page = draft(home, [])
    page.body = page.body.stream_block.to_python([picture("Zwei Frauen", credit=" ")])

    assert codes(page) == ["credit-missing"]


# --- Texts --------------------------------------------------------------------------------------

LONG = " ".join(["Wort"] * 36) + "."


def test_endless_sentences_are_named_on_every_page(home) -> None:
    assert excerpts(draft(home, [paragraph(LONG)]), "sentence-long") == [LONG]
    assert codes(draft(home, [paragraph(LONG.replace("Wort Wort.", "Wort."))])) == []


@pytest.mark.parametrize("text", ["JETZT MITMACHEN", "Das ist WIRKLICHWICHTIG für alle."])
def test_shouting_is_named(home, text: str) -> None:
    assert codes(draft(home, [heading("Was ist"), paragraph(text)])) == ["capitals"]


@pytest.mark.parametrize("text", ["[[Wer hat eingeladen?]]", "Lorem ipsum", "TODO"])
def test_what_is_left_to_fill_in_is_named(home, text: str) -> None:
    page = draft(home, [paragraph(f"Am Abend {text} dabei.")])

    assert excerpts(page, "unfinished") == [text]


def test_missing_and_endless_descriptions_are_named(home) -> None:
    assert codes(draft(home, GOOD, lead="")) == ["description-missing"]
    assert codes(draft(home, GOOD, search_description="a" * 161)) == ["description-long"]
    assert codes(draft(home, GOOD, title="a" * 71)) == ["title-long"]
    assert codes(draft(home, GOOD, title="a" * 71, seo_title="Kurz")) == []


def test_abbreviations_dates_and_names_end_no_sentence() -> None:
    text = "Am 7. Dezember kam z. B. Dr. A. Müller, d. h. die Leitung. Sie sprach. Ja!"

    assert sentences(text) == [
        "Am 7. Dezember kam z. B. Dr. A. Müller, d. h. die Leitung.",
        "Sie sprach.",
        "Ja!",
    ]


def test_what_is_quoted_in_its_own_language_is_left_as_it_is(home) -> None:
    quote = {"text": LONG, "person": "Erika Beispiel", "role": "", "language": "en"}

    assert codes(draft(home, [("quote", quote)])) == []
    assert codes(draft(home, [("quote", {**quote, "language": ""})])) == ["sentence-long"]


# --- Plain language -----------------------------------------------------------------------------

HEAVY = [
    paragraph("Wir helfen allen Städten und Gemeinden und Kreisen bei ihrer Arbeit für die Welt, "
              "und zwar immer umsonst."),
    paragraph("Das ist Entwicklungszusammenarbeit."),
    paragraph("Das machen wir z. B. in Bochum."),
]  # fmt: skip


def test_plain_language_pages_keep_its_rules(home) -> None:
    page = draft(home, HEAVY, title="Leichte Sprache", slug="leichte-sprache")

    assert codes(page) == ["plain-sentence", "plain-word", "plain-abbreviation"]
    assert excerpts(page, "plain-word") == ["Entwicklungszusammenarbeit"]


def test_other_pages_need_not_be_in_plain_language(home) -> None:
    assert codes(draft(home, HEAVY)) == []


def test_words_with_hyphens_are_plain(home) -> None:
    texts = [paragraph("Das ist Entwicklungs-Zusammen-Arbeit."), paragraph("Halte·stelle.")]

    assert codes(draft(home, texts, title="Über uns in Leichter Sprache")) == []


def test_pages_that_the_start_page_names_for_it_are_in_plain_language(home) -> None:
    page = factories.ContentPageFactory(parent=home, title="Was wir tun", lead="Kurz.", body=HEAVY)
    below = factories.ContentPageFactory(parent=page, lead="Kurz.", body=HEAVY)
    signs = factories.ContentPageFactory(
        parent=home, title="Gebärdensprache", lead="Kurz.", body=HEAVY
    )
    for order, linked in enumerate([page, signs]):
        HomeAccessLink.objects.create(home=home, page=linked, sort_order=order)

    assert "plain-sentence" in codes(page)
    assert "plain-sentence" in codes(below)
    assert "plain-sentence" not in codes(signs)


# --- News ---------------------------------------------------------------------------------------


def test_events_need_a_picture_and_a_place(home) -> None:
    item = NewsPage(locale=home.locale, title="Fachtagung", teaser="Kurz.", date="2018-11-07")
    item.start_time = "18:00"
    item.body = [paragraph("Viele kamen.")]

    assert codes(item) == ["event-picture", "event-place"]


def test_news_need_a_text_and_a_short_teaser(home) -> None:
    item = NewsPage(locale=home.locale, title="Fachtagung", teaser="Kurz. " * 40)

    assert codes(item) == ["teaser-long", "body-missing"]


# --- Languages ----------------------------------------------------------------------------------


def test_what_was_not_translated_is_named(home, english_home) -> None:
    source = factories.ContentPageFactory(
        parent=home,
        lead="Wer wir sind und was wir tun.",
        body=[paragraph("Wir beraten alle Kommunen ohne Kosten."), paragraph("MiGlobe")],
    )
    page = source.copy_for_translation(english_home.locale)
    page.lead = "Who we are and what we do."

    assert excerpts(page, "not-translated") == ["Wir beraten alle Kommunen ohne Kosten."]
    assert excerpts(source, "not-translated") == []


# --- Queries ------------------------------------------------------------------------------------


def test_queries_do_not_grow_with_links_and_pictures(home, news: NewsIndexPage) -> None:
    def page(number: int) -> ContentPage:
        items = [factories.NewsPageFactory(parent=news) for __ in range(number)]
        links = [
            {"type": "paragraph", "value": f'<p><a linktype="page" id="{item.pk}">Zu ihm</a></p>'}
            for item in items
        ]
        made = draft(home, [])
        pictures = [picture("Zwei Frauen") for __ in range(number)]
        made.body = made.body.stream_block.to_python([*links, *pictures])
        return made

    few, many = page(1), page(5)
    found(few)  # what is asked once per process

    assert len(queries_of(lambda: found(many))) == len(queries_of(lambda: found(few)))
