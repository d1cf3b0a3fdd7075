"""What of a profile is public: each part has its consent, on the page, in the API, in the search,
in filters and in their results."""

import json
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.http import Http404, QueryDict
from django.test import Client
from django.utils import translation
from wagtail.search.backends import get_search_backend

from core import references
from pool.directory import advisor_directory
from pool.models import (
    AdvisorCountry,
    AdvisorIndexPage,
    AdvisorLanguage,
    AdvisorPage,
    AdvisorTopic,
    Scope,
)
from pool.profile import PublicProfile
from tests import factories
from tests.trees import reloaded, stream

pytestmark = pytest.mark.django_db

#: scope: what would betray this part of the profile
MARKS = {
    Scope.NAME: ["Adwoa", "Mustermann"],
    Scope.PORTRAIT: ["Porträt im Garten", "Photo: Portraitistin"],
    Scope.CITY: ["Wanne-Eickel"],
    Scope.COUNTRIES: ["Ghana"],
    Scope.LANGUAGES: ["Französisch"],
    Scope.TOPICS: ["Fairer Handel"],
    Scope.EXPERIENCE: ["Saatgutbanken"],
    Scope.EMAIL: ["adwoa@example.org"],
    Scope.PHONE: ["+49 228 123456", "+49228123456"],
    Scope.WEBSITE: ["https://adwoa.example.org"],
}
#: scope: the names of its fields in the API
FIELDS = {
    Scope.NAME: ["first_name", "last_name"],
    **{scope: [scope.value] for scope in Scope if scope != Scope.NAME},
}


@pytest.fixture
def advisor(directory: AdvisorIndexPage) -> AdvisorPage:
    return factories.AdvisorPageFactory(
        parent=directory,
        title="Beispielprofil",
        first_name="Adwoa",
        last_name="Mustermann",
        portrait=factories.ImageFactory(credit="Photo: Portraitistin", title="IMG_1"),
        portrait_alt="Porträt im Garten",
        city="Wanne-Eickel",
        email="adwoa@example.org",
        phone="+49 228 123456",
        website="https://adwoa.example.org",
        experience=stream(("paragraph", "<p>Sie kennt Saatgutbanken.</p>")),
        country_links=[AdvisorCountry(country="GH")],
        language_links=[AdvisorLanguage(language="fr")],
        topic_links=[
            AdvisorTopic(topic=factories.TopicFactory(name="Fairer Handel", slug="fairer-handel"))
        ],
    )


def record(advisor: AdvisorPage, *scopes: str) -> None:
    factories.AdvisorConsentFactory(advisor=advisor, scopes=scopes)


def all_but(scope: str) -> list[str]:
    return [other for other in Scope.values if other != scope]


def on_the_page(advisor: AdvisorPage) -> str:
    return Client().get(advisor.url).text


def in_the_directory(advisor: AdvisorPage) -> str:
    return Client().get(advisor.get_parent().url).text


def in_the_api(advisor: AdvisorPage) -> str:
    answer = Client().get(f"/api/v2/pages/{advisor.pk}/").json()
    return json.dumps(answer, ensure_ascii=False)


def in_the_list_of_the_api(advisor: AdvisorPage) -> str:
    answer = Client().get("/api/v2/pages/", {"type": "pool.AdvisorPage", "fields": "*"}).json()
    return json.dumps(answer, ensure_ascii=False)


OUTPUTS: list[Callable[[AdvisorPage], str]] = [
    on_the_page,
    in_the_directory,
    in_the_api,
    in_the_list_of_the_api,
]


@pytest.mark.parametrize("output", [on_the_page, in_the_api], ids=lambda output: output.__name__)
def test_what_is_allowed_is_shown(advisor: AdvisorPage, output) -> None:
    record(advisor, *Scope.values)

    text = output(advisor)

    missing = [scope for scope, marks in MARKS.items() if not any(mark in text for mark in marks)]
    assert missing == []


@pytest.mark.parametrize("scope", MARKS)
def test_what_is_not_allowed_is_nowhere(advisor: AdvisorPage, scope: str) -> None:
    record(advisor, *all_but(scope))

    for output in OUTPUTS:
        text = output(advisor)
        assert "Beispielprofil" in text
        assert [mark for mark in MARKS[scope] if mark in text] == [], output.__name__


def test_with_nothing_allowed_only_the_state_is_shown(advisor: AdvisorPage) -> None:
    record(advisor)

    for output in OUTPUTS:
        text = output(advisor)
        assert [mark for marks in MARKS.values() for mark in marks if mark in text] == []
    main = BeautifulSoup(on_the_page(advisor), "html5lib").find("main")
    assert "Nordrhein-Westfalen" in main.get_text()


@pytest.mark.parametrize("scope", MARKS)
def test_the_api_keeps_the_field_and_empties_it(advisor: AdvisorPage, scope: str) -> None:
    record(advisor, *Scope.values)
    full = Client().get(f"/api/v2/pages/{advisor.pk}/").json()
    assert all(full[field] for field in FIELDS[scope])

    record(advisor, *all_but(scope))

    answer = Client().get(f"/api/v2/pages/{advisor.pk}/").json()
    assert answer.keys() == full.keys()
    assert [field for field in FIELDS[scope] if answer[field]] == []


#: scope: a word by which the search would find this part
WORDS = {
    Scope.NAME: "Mustermann",
    Scope.CITY: "Wanne-Eickel",
    Scope.TOPICS: "Fairer",
    Scope.EXPERIENCE: "Saatgutbanken",
}


def found_by_search(word: str) -> bool:
    return bool(get_search_backend().search(word, AdvisorPage.objects.all()))


@pytest.mark.parametrize("scope", WORDS)
def test_the_search_finds_what_is_allowed_and_forgets_what_no_longer_is(
    advisor: AdvisorPage, scope: str
) -> None:
    record(advisor, *Scope.values)
    assert found_by_search(WORDS[scope])

    record(advisor, *all_but(scope))

    assert not found_by_search(WORDS[scope])
    assert found_by_search("Beispielprofil")


def test_the_search_never_knows_how_somebody_is_reached(advisor: AdvisorPage) -> None:
    record(advisor, *Scope.values)

    assert not found_by_search("adwoa@example.org")
    assert not found_by_search("123456")


# --- Filters --------------------------------------------------------------------------------------


def directory_of(advisor: AdvisorPage, query: str = "") -> dict:
    with references.opened():
        return advisor_directory(
            AdvisorPage.objects.child_of(advisor.get_parent()), QueryDict(query), "the list"
        )


FILTERS = {
    Scope.CITY: ("city", "Wanne-Eickel"),
    Scope.LANGUAGES: ("language", "fr"),
    Scope.TOPICS: ("topic", "fairer-handel"),
}


@pytest.mark.parametrize("scope", FILTERS)
def test_a_filter_offers_only_what_is_allowed(advisor: AdvisorPage, scope: str) -> None:
    name, value = FILTERS[scope]
    record(advisor, *Scope.values)
    choices = {choice.name: choice for choice in directory_of(advisor)["filters"].choices}
    assert [option for option, __ in choices[name].options] == [value]
    assert list(directory_of(advisor, f"{name}={value}")["results"]) == [advisor]

    record(advisor, *all_but(scope))

    choices = {choice.name: choice for choice in directory_of(advisor)["filters"].choices}
    assert choices[name].options == []
    with pytest.raises(Http404):
        directory_of(advisor, f"{name}={value}")


@pytest.mark.parametrize("scope", FILTERS)
def test_a_filter_does_not_find_who_has_not_allowed_it(advisor: AdvisorPage, scope: str) -> None:
    """The value exists, because somebody else has allowed it."""
    name, value = FILTERS[scope]
    other = factories.AdvisorPageFactory(
        parent=advisor.get_parent(),
        city="Wanne-Eickel",
        language_links=[AdvisorLanguage(language="fr")],
        topic_links=[AdvisorTopic(topic=advisor.topic_links.get().topic)],
    )
    record(other, *Scope.values)
    record(advisor, *all_but(scope))

    results = directory_of(advisor, f"{name}={value}")["results"]

    assert list(results) == [other]
    assert results.paginator.count == 1


# --- The profile itself ---------------------------------------------------------------------------


def test_names_of_countries_and_languages_are_in_the_reader_s_language(
    advisor: AdvisorPage,
) -> None:
    record(advisor, *Scope.values)

    with translation.override("en"):
        assert PublicProfile(advisor).languages == [{"code": "fr", "name": "French"}]
    with translation.override("de"):
        assert PublicProfile(advisor).languages == [{"code": "fr", "name": "Französisch"}]
        assert PublicProfile(advisor).countries == [{"code": "GH", "name": "Ghana"}]


def test_without_the_name_the_title_stands_in_for_it(advisor: AdvisorPage) -> None:
    record(advisor, Scope.NAME)
    assert PublicProfile(reloaded(advisor)).name == "Adwoa Mustermann"

    record(advisor)
    assert PublicProfile(reloaded(advisor)).name == "Beispielprofil"


def test_the_card_shows_only_what_is_allowed(advisor: AdvisorPage) -> None:
    record(advisor, Scope.CITY, Scope.PORTRAIT)
    card = reloaded(advisor).card()
    assert card.meta.startswith("Wanne-Eickel, ")
    assert card.image_id == advisor.portrait_id

    record(advisor)
    card = reloaded(advisor).card()
    assert "Wanne-Eickel" not in card.meta
    assert card.image_id is None
