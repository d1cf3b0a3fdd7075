"""`search/`: what the website's search finds, for other front ends."""

import json

import pytest

from core.search import index
from delivery.models import Mark
from tests import hiding
from tests.delivery.content import ROOT, make_document, private_collection
from tests.queries import queries_of
from tests.trees import reloaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(api):
    """The answer to a search, with entries as they are after a commit.

    An answer leaves no marks of what was written before; where there are some, entries follow.
    """
    asked = False

    def search(text: str, **parameters):
        nonlocal asked
        if not asked or Mark.objects.exists():
            index.rebuild()
        asked = True
        return api.get("search/", q=text, **parameters)

    return search


def texts(parts) -> str:
    return "".join(part["text"] for part in parts)


def matches(parts) -> list[str]:
    return [part["text"] for part in parts if part["is_match"]]


def titles(answer) -> list[str]:
    return [texts(item["title"]) for item in answer["items"]]


def test_a_result_says_what_it_is_and_why_it_was_found(found, site):
    site.plain_news("Workshop", teaser="Kommunen in Ghana planen gemeinsam.", place="Bochum")
    answer = found("Kommune")
    assert answer["meta"] == {"total_count": 1}
    assert (answer["query"], answer["locale"], answer["is_partial"]) == ("Kommune", "de", False)
    (result,) = answer["items"]
    assert result["kind"] == "news"
    assert texts(result["title"]) == "Workshop (de)"
    assert matches(result["excerpt"]) == ["Kommunen"]
    assert result["meta"] == "Bochum, 7. November 2018"
    assert result["url"] == f"{ROOT}/de/news-de/workshop-de/"
    assert [page["title"] for page in result["where"]] == ["News (de)"]
    assert result["page"]["html_url"] == result["url"]
    assert result["document"] is None


def test_documents_are_found_too(found, site):
    document = make_document("Jahresbericht")
    (result,) = found("Jahresbericht")["items"]
    assert (result["kind"], result["page"]) == ("documents", None)
    assert result["document"]["id"] == document.pk
    assert result["document"]["type"] == "PDF"
    assert result["url"] == result["document"]["url"] == f"{ROOT}{document.url}"


def test_results_are_those_of_one_language(found, site):
    german = found("Bericht")
    assert titles(german) == ["Bericht (de)", "Document Bericht", "Target of Bericht (de)"]
    english = found("Bericht", locale="en")
    assert titles(english) == ["Bericht (en)", "Target of Bericht (en)"]
    assert {kind["label"] for kind in english["kinds"]} >= {"News", "Documents"}


def test_kinds_are_counted_whichever_was_asked_for(found, site):
    answer = found("Bericht", type="news")
    assert titles(answer) == ["Bericht (de)"]
    assert answer["meta"]["total_count"] == 1
    counts = {kind["kind"]: kind["count"] for kind in answer["kinds"]}
    assert (counts == found("Bericht")["meta"] and False) or counts["news"] == 1
    assert counts["pages"] == 1
    assert counts["advisors"] == 0


def test_parts_of_the_results_follow_each_other(found, site):
    whole = found("Bericht")
    assert [found("Bericht", limit=1, offset=n)["items"][0] for n in range(3)] == whole["items"]
    assert found("Bericht", offset=50)["items"] == []


def test_where_nothing_has_all_words_some_have_some_and_others_are_suggested(found, site):
    answer = found("Bericht Nirgendwo")
    assert answer["is_partial"] is True
    assert "Bericht (de)" in titles(answer)
    misspelt = found("Berricht")
    assert misspelt["items"] == []
    assert "bericht" in [text.lower() for text in misspelt["suggestions"]]


@pytest.mark.parametrize("text", ["", " ", "der die das", '"', "*", "' OR 1=1 --", "a:b"])
def test_any_text_may_be_searched_for(found, site, text):
    assert found(text)["meta"]["total_count"] == 0


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("q", ""),
        ("q", f"q={'a' * 201}"),
        ("q", "q=" + "+".join(f"Wort{n}" for n in range(13))),
        ("locale", "q=a&locale=fr"),
        ("type", "q=a&type=nope"),
        ("type", "q=a&type="),
        ("limit", "q=a&limit=abc"),
        ("limit", "q=a&limit=101"),
        ("offset", "q=a&offset=-1"),
        ("nonsense", "q=a&nonsense=1"),
        ("q", "q=a&q=b"),
        ("q", "q=%00"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(api, site, name, query):
    assert name in api.get(f"search/?{query}", status=400)["message"]


def test_what_is_hidden_is_not_found_counted_or_suggested(found, site):
    """A page for each way of hiding it; its title says which, and all are hidden at once."""
    secrets = {
        way: site.content_page(
            f"Geheimakte {way}", site.content_page(f"Tresor {way}"), lead="Vertraulichkeit"
        )
        for way in hiding.ALL_WAYS
    }
    for text in ("Geheimakte", "Vertraulichkeit"):
        assert found(text)["meta"]["total_count"] == len(secrets)
    for way, hide in hiding.ALL_WAYS.items():
        hide(reloaded(secrets[way]["de"]))
    for text in ("Geheimakte", "Vertraulichkeit", "Geheimakten", "Geheimagte"):
        answer = found(text)
        assert titles(answer) == []
        assert answer["meta"]["total_count"] == 0
        assert sum(kind["count"] for kind in answer["kinds"]) == 0
        assert "Geheimakte" not in json.dumps(answer["suggestions"] + answer["items"])


def test_documents_of_private_collections_are_not_found(found, site):
    make_document("Geheimakte", private_collection())
    answer = found("Geheimakte")
    assert answer["meta"]["total_count"] == 0
    assert sum(kind["count"] for kind in answer["kinds"]) == 0


def test_more_results_take_no_more_queries(api, site):
    def make(start: int) -> None:
        for number in range(start, start + 4):
            site.plain_news(f"Workshop {number}")
            site.content_page(f"Workshop Seite {number}")
            make_document(f"Workshop Dokument {number}")
        index.rebuild()

    make(0)
    few = queries_of(lambda: api.get("search/", q="Workshop", limit=100))
    make(10)
    many = queries_of(lambda: api.get("search/", q="Workshop", limit=100))
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= 9, "\n".join(many)


# --- search= of lists ---------------------------------------------------------------------------


def test_lists_of_pages_are_searched_by_stems_and_sorted_by_how_well_they_fit(api, site):
    site.plain_news("Migrantinnen", teaser="Ein Kongress")
    site.plain_news("Kongress", teaser="Mit Migrantinnen und Migranten")
    index.rebuild()
    news = {"type": "news.NewsPage", "locale": "de"}

    def found(**parameters) -> list[str]:
        return [item["title"] for item in api.items("pages/", **news, **parameters)]

    assert found(search="Migrantin") == ["Migrantinnen (de)", "Kongress (de)"]
    assert found(search="Kongresse") == ["Kongress (de)", "Migrantinnen (de)"]
    assert found(search="Kongress", order="-title") == ["Migrantinnen (de)", "Kongress (de)"]
    assert found(search="Kongress Bochum") == []
    either = found(search="Kongress Bochum", search_operator="or")
    assert sorted(either) == ["Bericht (de)", "Kongress (de)", "Migrantinnen (de)"]
    both = api.items("pages/", type="news.NewsPage", search="Kongress")
    assert {item["meta"]["locale"] for item in both} == {"de", "en"}
    part = api.get("pages/", **news, search="Kongress", limit=1, offset=1)
    assert part["meta"]["total_count"] == 2
    assert [item["title"] for item in part["items"]] == ["Migrantinnen (de)"]
