"""Start pages and content pages."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page

from home.models import HomePage
from tests import factories, hiding
from tests.queries import queries_for
from tests.trees import in_english, items, reloaded, stream

pytestmark = pytest.mark.django_db


def main_of(page: Page) -> BeautifulSoup:
    return BeautifulSoup(Client().get(page.url).content, "html5lib").find("main")


def test_a_second_start_page_of_a_language_is_refused(home: HomePage, english_home) -> None:
    root = home.get_parent()

    with pytest.raises(ValidationError) as caught:
        factories.HomePageFactory(parent=root, slug="noch-eine", locale=home.locale)

    assert HomePage.objects.count() == 2
    assert caught.value.messages
    home.full_clean()
    english_home.full_clean()


def test_the_start_page_shows_the_newest_news_and_the_states_of_its_language(
    home, news, english_news, english_home
) -> None:
    factories.StatePageFactory(parent=home, title="Nordrhein-Westfalen", state="NW")
    hidden = factories.StatePageFactory(parent=home, title="Geheimes Land", state="BW")
    hiding.by_password(hidden)
    german = factories.NewsPageFactory(parent=news, title="Auf Deutsch")
    in_english(german, title="In English")
    factories.NewsPageFactory(parent=news, title="Nur deutsch")

    german_text = main_of(home).get_text(" ")
    english_text = main_of(english_home).get_text(" ")

    assert "Auf Deutsch" in german_text
    assert "Nordrhein-Westfalen" in german_text
    assert "Geheimes Land" not in german_text
    assert "In English" not in german_text
    assert "In English" in english_text
    assert "Nur deutsch" not in english_text


def test_the_picture_of_the_start_page_has_its_text_or_is_decorative(home, private_collection):
    image = factories.ImageFactory(description="Etwas anderes")
    home.hero_image, home.hero_image_alt = image, "Menschen im Gespräch"
    home.save()
    assert main_of(home).find("img")["alt"] == "Menschen im Gespräch"
    api = f"/api/v2/pages/{home.pk}/"
    assert Client().get(api).json()["hero_image"]["alt"] == "Menschen im Gespräch"

    home.hero_image_alt = ""
    home.save()
    assert main_of(home).find("img")["alt"] == ""
    assert Client().get(api).json()["hero_image"]["alt"] == ""

    image.collection = private_collection
    image.save()
    assert main_of(reloaded(home)).find("img") is None
    assert Client().get(api).json()["hero_image"] is None


def test_a_content_page_shows_its_lead_and_its_blocks_in_order(home) -> None:
    page = factories.ContentPageFactory(
        parent=home,
        title="Über uns",
        lead="Worum es geht.",
        body=stream(
            ("heading", {"text": "Erstens", "level": "h2", "anchor": ""}),
            ("paragraph", "<p>Text eins</p>"),
            ("heading", {"text": "Zweitens", "level": "h2", "anchor": "zwei"}),
        ),
    )

    main = main_of(page)

    assert main.find("h1").get_text(strip=True) == "Über uns"
    assert "Worum es geht." in main.get_text()
    headings = [tag.get_text(strip=True) for tag in main.find_all("h2")]
    assert [one for one in headings if one in {"Erstens", "Zweitens"}] == ["Erstens", "Zweitens"]
    assert main.find("h2", id="zwei")


# Where the page is (site, route, restrictions, hidden branches): 12; header, language switch and
# footer: 12; what the body refers to, one query each for pages, pictures, renditions, topics and
# the newest news: 15. The rest is room for what may be added to header and footer.
MAXIMUM_OF_THE_START_PAGE = 48


def test_the_start_page_costs_the_same_with_5_and_with_20_items(home, news) -> None:
    def add(count: int) -> None:
        for __ in range(count):
            factories.NewsPageFactory(parent=news, image=factories.ImageFactory())
        pages = list(news.get_children().values_list("pk", flat=True))
        topics = factories.TopicFactory.create_batch(count)
        home.body = stream(
            ("topics", {"title": "", "topics": items(*(topic.pk for topic in topics))}),
            (
                "teasers",
                {
                    "title": "",
                    "source": "picked",
                    "pages": items(*pages),
                    "topic": None,
                    "state": "",
                    "count": 3,
                },
            ),
        )
        home.save()

    add(5)
    with_5 = queries_for(home.url)
    add(15)

    assert queries_for(home.url) == with_5
    assert with_5 <= MAXIMUM_OF_THE_START_PAGE
