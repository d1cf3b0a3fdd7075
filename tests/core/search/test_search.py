"""What a search finds, in which order, and that it finds nothing that is hidden."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction

from core import references
from core.places import State
from core.search.query import MAX_LENGTH, MAX_WORDS, QueryRefused, search
from news.models import NewsTopic
from tests import factories, hiding
from tests.trees import in_english, stream

pytestmark = pytest.mark.django_db

NASTY = [
    "",
    " ",
    "\x00",
    "a\x00b",
    '"',
    '"""',
    "*",
    "kommun*",
    "NEAR(",
    "NEAR(a b)",
    "AND",
    "a AND OR NOT",
    "title:kommune",
    "-kommune",
    "^kommune",
    "{a b}: c",
    "(((",
    "kommune & | ! <-> :*",
    "\\",
    "'; DROP TABLE core_searchentry; --",
    "%",
    "%s %(a)s {0}",
    "_",
    "\ud800",
    "\U0010ffff",
    "‮abc",
    "🙂🙂",
    "ß" * MAX_LENGTH,
    "١٢٣",
    "e\u0301" * 50,
]


def titles(query: str, language: str = "de", kind: str | None = None) -> list[str]:
    return [str(result.title) for result in search(query, language, kind)[:100]]


# --- Finding ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Kommune", "Kommunen"),
        ("Kommunen", "Kommune"),
        ("Beratung", "Beratungen"),
        ("Köln", "Koeln"),
        ("Koeln", "Köln"),
        ("Köln", "koln"),
        ("Baden-Württemberg", "Baden-Wuerttemberg"),
        ("Beraterinnen", "Berater"),
        ("Migrant*innen", "Migrantinnen"),
        ("Entwicklungspolitik", "Entwicklung"),
        ("Entwicklungspolitik", "politik"),
        ("Entwicklungspolitik", "Entwicklungspolit"),
    ],
)
def test_a_german_word_finds_its_relatives(home, rebuild, text: str, query: str) -> None:
    factories.ContentPageFactory(parent=home, title="Treffer", lead=f"Hier steht {text}.")
    factories.ContentPageFactory(parent=home, title="Daneben", lead="Etwas anderes.")
    rebuild()

    assert titles(query) == ["Treffer"]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("municipality", "municipalities"),
        ("consultations", "consultation"),
        ("Köln", "Koeln"),
        ("Württemberg", "Wuerttemberg"),
    ],
)
def test_an_english_word_finds_its_relatives(english_home, rebuild, text: str, query: str) -> None:
    factories.ContentPageFactory(
        parent=english_home, title="Hit", lead=f"Here is {text}.", locale=factories.language("en")
    )
    rebuild()

    assert titles(query, "en") == ["Hit"]


def test_only_the_readers_language_is_searched(home, english_home, rebuild) -> None:
    page = factories.ContentPageFactory(parent=home, title="Bochum")
    in_english(page, title="Bochum in English", slug="bochum")
    factories.DocumentFactory(title="Bochum als PDF", language="de")
    factories.DocumentFactory(title="Bochum as PDF", language="en")
    rebuild()

    assert set(titles("Bochum", "de")) == {"Bochum", "Bochum als PDF"}
    assert set(titles("Bochum", "en")) == {"Bochum in English", "Bochum as PDF"}


def test_what_has_all_words_is_found_and_not_what_has_some(home, rebuild) -> None:
    factories.ContentPageFactory(parent=home, title="Fachtagung in Köln")
    factories.ContentPageFactory(parent=home, title="Fachtagung in Bochum")
    rebuild()

    found = search("Fachtagung in Köln am Rhein", "de")

    assert titles("Fachtagung in Köln") == ["Fachtagung in Köln"]
    assert not search("Fachtagung in Köln", "de").is_partial
    assert found.is_partial
    assert str(found[0].title) == "Fachtagung in Köln"
    assert len(found) == 2


def test_the_title_counts_more_than_the_text_and_the_word_more_than_a_compound(
    home, rebuild
) -> None:
    factories.ContentPageFactory(parent=home, title="Zusammengesetzt", lead="Handelspartner")
    factories.ContentPageFactory(parent=home, title="Im Text", lead="Der Handel ist fair.")
    factories.ContentPageFactory(parent=home, title="Handel")
    rebuild()

    assert titles("Handel") == ["Handel", "Im Text", "Zusammengesetzt"]


def test_a_page_is_found_by_what_its_blocks_show(home, rebuild) -> None:
    contact = factories.ContactPersonFactory(name="Erika Mustermann", role="Leitung")
    body = stream(
        ("heading", {"text": "Überschrift", "level": "h2", "anchor": "sprungmarke"}),
        ("paragraph", "<p>Absatz mit <b>Betonung</b></p>"),
        ("contacts", {"title": "", "contacts": [contact.pk]}),
    )
    factories.ContentPageFactory(parent=home, title="Treffer", body=body)
    rebuild()

    for query in ("Überschrift", "Betonung", "Mustermann"):
        assert titles(query) == ["Treffer"], query
    # How a block looks and where links lead to is no text of the page.
    for query in ("sprungmarke", "Abschnitt", "Section"):
        assert titles(query) == [], query


def test_news_are_found_by_topic_and_place(news, rebuild) -> None:
    topic = factories.TopicFactory(name="Fairer Handel")
    factories.NewsPageFactory(
        parent=news, title="Treffer", place="Bochum", topic_links=[NewsTopic(topic=topic)]
    )
    rebuild()

    assert titles("Handel", kind="news") == ["Treffer"]
    assert titles("Bochum") == ["Treffer"]


def test_kinds_narrow_the_results_and_are_counted(home, news, directory, rebuild) -> None:
    factories.ContentPageFactory(parent=home, title="Bochum")
    factories.NewsPageFactory(parent=news, title="Neues aus Bochum")
    factories.StatePageFactory(parent=home, lead="Bochum")
    factories.DocumentFactory(title="Bochum als PDF")
    advisor = factories.AdvisorPageFactory(parent=directory, city="Bochum")
    factories.AdvisorConsentFactory(advisor=advisor)
    rebuild()

    expected = {"pages": 1, "news": 1, "states": 1, "documents": 1, "advisors": 1}
    assert dict(search("Bochum", "de").counts) == expected
    for kind in expected:
        found = search("Bochum", "de", kind)
        assert [result.kind for result in found[:10]] == [kind]
        assert dict(found.counts) == expected
        assert found.total == 5


# --- Privacy ------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", hiding.ALL_WAYS)
def test_a_hidden_page_is_not_found_nor_suggested(home, rebuild, way: str) -> None:
    parent = factories.ContentPageFactory(parent=home, title="Oben")
    secret = factories.ContentPageFactory(parent=parent, title="Geheimsache", lead="Xylophon")
    rebuild()
    assert titles("Geheimsache") == ["Geheimsache"]

    hiding.ALL_WAYS[way](secret)

    for _index in ("as it was", "made anew"):
        found = search("Geheimsache", "de")
        assert len(found) == 0
        assert found.total == 0
        assert dict(found.counts) == {}
        assert search("Geheimsachr", "de").suggestions == []
        assert search("Xylofon", "de").suggestions == []
        rebuild()


def test_the_text_of_a_draft_of_a_published_page_is_not_found(home, committed) -> None:
    with committed():
        page = factories.ContentPageFactory(parent=home, title="Öffentlich", lead="Alt")
    with committed():
        page.lead = "Geheimsache"
        page.save_revision()

    assert titles("Geheimsache") == []
    assert titles("Öffentlich") == ["Öffentlich"]


def test_documents_of_private_collections_are_not_found(home, rebuild) -> None:
    collection = Collection.get_first_root_node().add_child(name="Intern")
    below = collection.add_child(name="Darunter")
    factories.DocumentFactory(title="Geheimsache", collection=below)
    rebuild()
    assert titles("Geheimsache") == ["Geheimsache"]

    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )

    assert titles("Geheimsache") == []
    assert search("Geheimsachr", "de").suggestions == []


def test_an_advisor_is_found_by_what_the_consent_covers_only(directory, committed) -> None:
    with committed():
        advisor = factories.AdvisorPageFactory(
            parent=directory, title="Beispielprofil", city="Bochum", phone="+49 234 567890"
        )
    assert titles("Bochum") == []

    with committed():
        factories.AdvisorConsentFactory(advisor=advisor, scopes=["city"])
    assert titles("Bochum") == ["Beispielprofil"]
    assert titles("Mustermann") == []
    assert titles("567890") == []

    with committed():
        factories.AdvisorConsentFactory(advisor=advisor, scopes=["name"])
    assert titles("Bochum") == []
    assert titles("Mustermann") == ["Beispielprofil"]

    with committed():
        factories.AdvisorConsentFactory(advisor=advisor, withdrawn_on="2020-01-01")
    assert titles("Mustermann") == []
    assert titles("Beispielprofil") == []


# --- Suggestions --------------------------------------------------------------------------------


def test_a_misspelled_word_is_answered_with_similar_ones_that_find_something(home, rebuild) -> None:
    factories.ContentPageFactory(parent=home, title="Kommunen beraten")
    factories.ContentPageFactory(parent=home, title="Zebra")
    rebuild()

    found = search("Komunen", "de")

    assert len(found) == 0
    assert found.suggestions == ["Kommunen"]
    assert len(search(found.suggestions[0], "de")) == 1


def test_the_other_words_of_a_query_stay_in_a_suggestion(home, rebuild) -> None:
    factories.ContentPageFactory(parent=home, title="Beratung der Kommunen")
    rebuild()

    assert search("Beratung von Komunen!", "de").suggestions == ["Beratung von Kommunen!"]


def test_there_is_nothing_to_suggest_for_what_is_found(home, rebuild) -> None:
    factories.ContentPageFactory(parent=home, title="Kommunen, Kommunion")
    rebuild()

    assert search("Kommunen", "de").suggestions == []


# --- Input --------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", NASTY, ids=ascii)
def test_any_text_is_a_harmless_query(home, rebuild, query: str) -> None:
    factories.ContentPageFactory(parent=home, title="Unbeteiligt", lead="Ein Text.")
    rebuild()

    assert titles(query) == []
    assert search(query, "de").suggestions == []


def test_operators_are_words(home, rebuild) -> None:
    factories.ContentPageFactory(parent=home, title="Kommune")
    rebuild()

    for query in ('"Kommune"', "Kommune*", "(Kommune", "-Kommune", "^Kommune:", "Kommune\x00"):
        assert titles(query) == ["Kommune"], query


def test_a_query_that_is_too_long_is_refused_with_a_sentence() -> None:
    with pytest.raises(QueryRefused, match=str(MAX_LENGTH)):
        search("a" * 10_000, "de")
    with pytest.raises(QueryRefused, match=str(MAX_WORDS)):
        search(" ".join(f"wort{i}" for i in range(MAX_WORDS + 1)), "de")


def test_words_that_repeat_count_once() -> None:
    assert len(search("Haus " * (MAX_WORDS + 1), "de")) == 0


@pytest.mark.parametrize(("language", "kind"), [("fr", None), ("", None), ("de", "nonsense")])
def test_a_language_or_kind_that_does_not_exist_is_an_error(language: str, kind: Any) -> None:
    with pytest.raises(ValueError, match="no such"):
        search("Haus", language, kind)


# --- Cost ---------------------------------------------------------------------------------------


def _cost(call: Callable[[], Any]) -> int:
    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        references.opened(),
    ):
        call()
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_the_results(home, directory, rebuild) -> None:
    def add(number: int) -> None:
        index = factories.NewsIndexPageFactory(parent=home, slug=f"news-{number}")
        factories.NewsPageFactory(parent=index, title=f"Bochum {number}")
        factories.ContentPageFactory(parent=home, title=f"Bochum {number}", slug=f"b-{number}")
        state = State.values[number]
        factories.StatePageFactory(parent=home, title="Bochum", slug=f"s-{number}", state=state)
        factories.DocumentFactory(title=f"Bochum {number}")
        advisor = factories.AdvisorPageFactory(parent=directory, city="Bochum")
        factories.AdvisorConsentFactory(advisor=advisor)

    add(1)
    rebuild()
    few = search("Bochum", "de")[:100]
    cost_of_few = _cost(lambda: search("Bochum", "de")[:100])
    for number in range(2, 7):
        add(number)
    rebuild()
    many = search("Bochum", "de")[:100]
    cost_of_many = _cost(lambda: search("Bochum", "de")[:100])

    assert (len(few), len(many)) == (5, 30)
    assert cost_of_many == cost_of_few


# --- Names of places ----------------------------------------------------------------------------


def test_a_place_is_found_by_its_name_in_the_other_language(home, english_home, rebuild) -> None:
    page = factories.ContentPageFactory(parent=home, title="Tagung", lead="In Köln und Kamerun")
    in_english(page, title="Conference", lead="In Cologne and Cameroon")
    rebuild()

    (english,) = search("Köln Kamerun", "en")[:10]
    (german,) = search("cologne cameroon", "de")[:10]

    assert english.excerpt.html() == "In <mark>Cologne</mark> and <mark>Cameroon</mark>"
    assert german.excerpt.html() == "In <mark>Köln</mark> und <mark>Kamerun</mark>"
