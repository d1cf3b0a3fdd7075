"""What a visitor may not see appears nowhere: every way of hiding, in every place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import Page

from core import teasers
from core.models import Topic
from core.navigation import breadcrumbs, home_page, language_links, main_menu
from core.visibility import is_published, is_visible, visible
from news.listing import news_listing
from news.models import NewsIndexPage, NewsPage, NewsTopic, RelatedPage
from tests import factories, hiding
from tests.trees import in_english, items, reloaded, stream

pytestmark = pytest.mark.django_db


@dataclass
class World:
    """A news item that will be hidden, in both languages, and one that refers to it everywhere."""

    index: NewsIndexPage
    secret: NewsPage
    secret_in_english: NewsPage
    linking: NewsPage
    topic: Topic

    def listing(self) -> dict:
        return news_listing(NewsPage.objects.child_of(self.index), QueryDict(), "the list")

    def facet(self, name: str) -> list[str]:
        choices = self.listing()["filters"].choices
        return [value for choice in choices if choice.name == name for value, __ in choice.options]

    def block(self, name: str) -> str | dict:
        linking = reloaded(self.linking)
        value = next(block for block in linking.body if block.block_type == name)
        return value.block.get_api_representation(value.value)


@pytest.fixture
def world(home, english_home) -> World:
    # The item that refers to the hidden one stands elsewhere, and so stays visible.
    index = factories.NewsIndexPageFactory(parent=home, slug="geheim")
    other = factories.NewsIndexPageFactory(parent=home, slug="offen")
    in_english(index, slug="secrets")
    topic = factories.TopicFactory()
    secret = factories.NewsPageFactory(
        parent=index,
        title="Geheimsache",
        date=date(2018, 11, 7),
        state="NW",
        topic_links=[NewsTopic(topic=topic)],
    )
    link = f'<p>Mehr <a linktype="page" id="{secret.pk}">dazu</a></p>'
    linking = factories.NewsPageFactory(
        parent=other,
        related_links=[RelatedPage(page=secret)],
        body=stream(
            ("paragraph", link),
            (
                "call_to_action",
                {
                    "title": "",
                    "text": "",
                    "link": {"label": "Mehr", "page": secret.pk, "url": "", "email": ""},
                },
            ),
            (
                "teasers",
                {
                    "title": "",
                    "source": "picked",
                    "pages": items(secret.pk),
                    "topic": None,
                    "state": "",
                    "count": 3,
                },
            ),
        ),
    )
    return World(index, secret, in_english(secret, slug="secret"), linking, topic)


def titles(pages) -> list[str]:
    return [page.title for page in pages]


#: where: whether the hidden page can be found there
PLACES: dict[str, Callable[[World], bool]] = {
    "a queryset": lambda world: visible(NewsPage.objects.filter(pk=world.secret.pk)).exists(),
    "the question about one page": lambda world: is_visible(world.secret),
    "the newest news": lambda world: "Geheimsache" in [c.page.title for c in teasers.newest()],
    "the newest of its state": lambda world: bool(teasers.newest(state="NW")),
    "the newest of its topic": lambda world: bool(
        teasers.newest(topic=world.topic.translation_key)
    ),
    "picked teasers": lambda world: "Geheimsache" in str(world.block("teasers")),
    "related pages": lambda world: "Geheimsache" in titles(reloaded(world.linking).related_pages),
    "a link in rich text": lambda world: 'href="' in world.block("paragraph"),
    "a call to action": lambda world: bool(world.block("call_to_action")["link"]["page"]),
    "the news list": lambda world: "Geheimsache" in titles(world.listing()["results"]),
    "the number of news": lambda world: world.listing()["results"].paginator.count > 0,
    "the filter by year": lambda world: world.facet("year") == ["2018"],
    "the filter by state": lambda world: world.facet("state") == ["NW"],
    "the filter by topic": lambda world: world.facet("topic") == [world.topic.slug],
    "the sitemap": lambda world: "geheimsache/" in Client().get("/sitemap.xml").text,
    "translations": lambda world: "Geheimsache" in titles(world.secret_in_english.translations),
    "the language switch": lambda world: language_links(world.secret_in_english)[0].is_exact,
}


def places_that_show_it(world: World) -> set[str]:
    return {place for place, is_found_in in PLACES.items() if is_found_in(world)}


@pytest.mark.parametrize("way", hiding.ALL_WAYS)
def test_a_hidden_page_is_absent_everywhere(world: World, way: str) -> None:
    assert places_that_show_it(world) == PLACES.keys()

    hiding.ALL_WAYS[way](world.secret)

    assert places_that_show_it(world) == set()


def test_a_link_keeps_its_text_without_a_target(world: World) -> None:
    hiding.as_draft(world.secret)

    assert world.block("paragraph") == "<p>Mehr <a>dazu</a></p>"


@pytest.mark.parametrize("way", hiding.OF_ITSELF)
def test_a_hidden_page_is_absent_from_the_menu(home, way: str) -> None:
    shown = factories.ContentPageFactory(parent=home, show_in_menus=True)
    hidden = factories.ContentPageFactory(parent=home, show_in_menus=True)
    factories.ContentPageFactory(parent=home, show_in_menus=False)
    with translation.override("de"):
        assert titles(main_menu()) == titles([shown, hidden])

        hiding.OF_ITSELF[way](hidden)

        assert titles(main_menu()) == titles([shown])


@pytest.mark.parametrize("way", hiding.OF_ITSELF)
def test_below_a_hidden_start_page_there_is_no_menu(home, way: str) -> None:
    factories.ContentPageFactory(parent=home, show_in_menus=True)

    hiding.OF_ITSELF[way](home)

    with translation.override("de"):
        assert home_page() is None
        assert main_menu() == []


@pytest.mark.parametrize("way", hiding.OF_ITSELF)
def test_a_hidden_page_is_absent_from_the_breadcrumbs(home, way: str) -> None:
    section = factories.ContentPageFactory(parent=home)
    page = factories.ContentPageFactory(parent=section)
    assert titles(breadcrumbs(page)) == titles([home, section])

    hiding.OF_ITSELF[way](section)

    assert titles(breadcrumbs(page)) == titles([home])


@pytest.mark.parametrize("way", hiding.ALL_WAYS)
def test_the_language_switch_leads_to_what_is_above_a_hidden_translation(
    world: World, english_home, way: str
) -> None:
    hiding.ALL_WAYS[way](world.secret_in_english)

    (link,) = language_links(world.secret)
    nearest = world.secret_in_english.get_parent()
    expected = english_home if way.startswith("below") else nearest
    assert (link.page.pk, link.is_exact, link.language) == (expected.pk, False, "en")


@pytest.mark.parametrize("way", ["draft", "expired", "scheduled"])
def test_what_is_below_an_unpublished_page_is_not_published(home, way: str) -> None:
    section = factories.ContentPageFactory(parent=home, slug="bereich")
    page = factories.ContentPageFactory(parent=section, slug="seite")

    hiding.OF_ITSELF[way](section)

    assert page.live
    assert not is_published(page)


@pytest.mark.parametrize("way", ["password", "login", "group"])
def test_a_private_page_is_published_for_those_who_may_see_it(home, way: str) -> None:
    page = factories.ContentPageFactory(parent=home)

    hiding.OF_ITSELF[way](page)

    assert is_published(page)
    assert not is_visible(page)


def test_an_expiry_to_come_hides_nothing(home) -> None:
    page = factories.ContentPageFactory(
        parent=home, expire_at=timezone.now() + timedelta(minutes=5)
    )
    child = factories.ContentPageFactory(parent=page)

    assert is_visible(page)
    assert is_visible(child)


def test_only_the_branch_is_hidden_and_not_its_neighbours(home) -> None:
    # Paths begin alike: the tenth child's path must not be taken for one below the first's.
    pages = [factories.ContentPageFactory(parent=home) for __ in range(12)]

    hiding.by_password(pages[0])
    hiding.as_draft(pages[1])

    shown = visible(Page.objects.child_of(home)).order_by("path")
    assert titles(shown) == titles(pages[2:])


@pytest.mark.parametrize("way", hiding.ALL_WAYS)
def test_an_alias_does_not_show_what_its_source_hides(home, way: str) -> None:
    section = factories.ContentPageFactory(parent=home)
    page = factories.ContentPageFactory(parent=section)
    alias = page.create_alias(parent=home, update_slug="alias")
    assert is_visible(alias)

    hiding.ALL_WAYS[way](page)

    alias = reloaded(alias)
    assert not is_visible(alias)
    # Either nobody gets it, or Wagtail asks for what it asks at the source.
    assert is_published(alias) == (way in {"password", "login", "group"})
    assert is_published(alias) == alias.get_view_restrictions().exists()


def test_an_alias_of_an_alias_does_not_show_what_the_first_hides(home) -> None:
    page = factories.ContentPageFactory(parent=home)
    first = page.create_alias(parent=home, update_slug="erster")
    second = first.create_alias(parent=home, update_slug="zweiter")

    hiding.by_password(page)

    assert not is_visible(reloaded(first))
    assert not is_visible(reloaded(second))
