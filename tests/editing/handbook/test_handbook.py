"""The editors' handbook: the same in both languages, and in the admin."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from core.models import User
from editing.handbook.pages import FILES

DOCS = Path(settings.BASE_DIR) / "docs"
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


@pytest.fixture(params=sorted(FILES))
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def page(language: str, admin_client: Client, admin_user: User) -> BeautifulSoup:
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": language})
    return BeautifulSoup(admin_client.get(reverse("handbook")).content, "html.parser")


def text_of(language: str) -> str:
    return (DOCS / FILES[language]).read_text()


def test_every_section_can_be_reached_from_the_contents(page: BeautifulSoup) -> None:
    article = page.select_one("article.handbook")
    targets = [link["href"].removeprefix("#") for link in article.select("nav a")]
    sections = [heading["id"] for heading in article.select("h2[id]")]

    assert targets == sections
    assert len(sections) > 5


def test_every_picture_is_there_and_says_what_it_shows(page: BeautifulSoup) -> None:
    pictures = page.select("article.handbook img")

    assert pictures
    for picture in pictures:
        path = picture["src"].removeprefix(settings.STATIC_URL)
        assert finders.find(path), path
        assert picture["alt"]


def test_both_languages_have_the_same_sections_pictures_and_tables() -> None:
    shapes = []
    for code in sorted(FILES):
        text = text_of(code)
        pictures = [path.replace(f"/{code}/", "/") for __, path in PICTURE.findall(text)]
        marks = [line.split(" ")[0] for line in text.splitlines() if line.startswith(("#", "|"))]
        shapes.append((pictures, marks))

    assert shapes[0] == shapes[1]


def test_the_help_menu_leads_to_it(admin_client: Client) -> None:
    answer = admin_client.get(reverse("wagtailadmin_home"))

    assert reverse("handbook") in answer.content.decode()
