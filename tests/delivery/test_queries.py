"""The number of queries of a list does not depend on the number of its items.

Each number is measured with cold caches, on lists of which every item has its own pictures, topics,
contacts, documents and link targets (`Content.news`), in both languages. Renditions exist: making
them is work that is done once, when a picture is first asked for.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from wagtail.images import get_image_model

from core.places import State
from core.search import index
from tests import hiding
from tests.delivery.content import Content, make_document, make_image, private_collection
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 10
NAMES = [f"Item{number:02}" for number in range(MANY)]


@pytest.fixture(scope="module")
def lists(django_db_setup: None, django_db_blocker: Any) -> Iterator[Content]:
    """News, profiles, state pages, aliases, pictures and documents, many of each."""
    transaction_of_module = transaction.atomic()
    with django_db_blocker.unblock():
        transaction_of_module.__enter__()
        made = Content()
        for name in NAMES:
            pages = made.news(name)
            for language, page in pages.items():
                page.create_alias(parent=made.about[language], update_slug=page.slug)
            made.advisor(name)
            make_image(f"Free {name}").tags.add("a", name)
            make_document(f"Free {name}").tags.add("a", name)
        for state in State.values:
            made.state_page(f"Land {state}", state)
        made.accessibility_page()
        made.contact_page()
        index.rebuild()
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        transaction_of_module.__exit__(None, None, None)


@pytest.fixture
def queries(api) -> Callable[..., list[str]]:
    """The queries of one request with cold caches, after checking how many items it answers."""

    def measure(address: str, **parameters: Any) -> list[str]:
        def request() -> None:
            answer = api.get(address, **parameters)
            assert len(answer["items"]) == parameters["limit"]

        return queries_of(request)

    return measure


# What a list of news asks for that has everything a news item can have, however long it is:
#  2  the record's clock, the items with their number
#  2  rows of topics and related pages
#  2  contacts and topics, each with their translations
#  3  link targets and the pages' own translations; fields of two types for the teasers' cards
#  3  documents, pictures, renditions
# What holds for the whole site (languages, hidden branches, the newest news …) is known until
# something changes. Profiles also ask for consents, aliases for their sources.
# And one for the page whose children are asked for.
ALLOWED = 13
ALLOWED_OF_OTHERS = 20
NEWS, PROFILES = {"type": "news.NewsPage"}, {"type": "pool.AdvisorPage"}
CASES: dict[str, Callable[[Content, str], dict[str, Any]]] = {
    "news": lambda site, language: NEWS | {"child_of": site.news_index[language].pk},
    "aliases of news": lambda site, language: NEWS | {"child_of": site.about[language].pk},
    "news that were searched for": lambda site, language: (
        NEWS | {"search": "Teaser", "child_of": site.news_index[language].pk}
    ),
    "profiles": lambda site, language: PROFILES,
    "pages of two types": lambda site, language: {"type": "news.NewsPage,pool.AdvisorPage"},
    "pages of all types": lambda site, language: {},
}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", CASES)
def test_a_long_list_of_pages_takes_no_more_queries_than_a_short_one(
    lists, queries, name, language
):
    parameters = CASES[name](lists, language) | {"fields": "*", "locale": language}
    few = queries("pages/", **parameters, limit=FEW)
    many = queries("pages/", **parameters, limit=MANY)
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= (ALLOWED if name == "news" else ALLOWED_OF_OTHERS), "\n".join(many)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_list_of_all_states_takes_no_more_queries_than_a_short_one(lists, queries, language):
    parameters = {"type": "pool.StatePage", "fields": "*", "locale": language}
    few = queries("pages/", **parameters, limit=FEW)
    many = queries("pages/", **parameters, limit=len(State.values))
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= ALLOWED_OF_OTHERS, "\n".join(many)


# The site and its roots (2), private collections, the tag asked for, number of items, items, their
# tags with content type (2), renditions; the words of the search index take one on SQLite.
ALLOWED_FOR_MEDIA = 10


@pytest.mark.parametrize("endpoint", ["images/", "documents/"])
@pytest.mark.parametrize("parameters", [{}, {"search": "Free"}, {"tags": "a"}])
def test_a_long_list_of_files_takes_no_more_queries_than_a_short_one(
    lists, queries, endpoint, parameters
):
    few = queries(endpoint, fields="*", **parameters, limit=FEW)
    many = queries(endpoint, fields="*", **parameters, limit=MANY)
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= ALLOWED_FOR_MEDIA, "\n".join(many)


def test_restrictions_and_private_collections_add_no_query_per_item(lists, queries):
    parameters = {"type": "news.NewsPage", "fields": "*", "locale": "de"}
    collection = private_collection()
    for title in NAMES[: MANY // 2]:
        get_image_model().objects.filter(title=f"Picture {title}").update(collection=collection)
    hiding.by_login(lists.content_page("Private")["de"])
    few = queries("pages/", **parameters, limit=FEW)
    many = queries("pages/", **parameters, limit=MANY)
    assert len(many) == len(few), "\n".join(many)
