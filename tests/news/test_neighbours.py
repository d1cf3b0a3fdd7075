"""The items before and after one, in the order of the list."""

from datetime import date
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from core.visibility import visible
from news.models import NewsIndexPage, NewsPage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(news: NewsIndexPage) -> list[NewsPage]:
    days = [date(2018, 11, 7), date(2017, 11, 7), date(2017, 11, 7), None, None]
    for number, day in enumerate(days):
        factories.NewsPageFactory(parent=news, date=day, slug=f"meldung-{number}")
    factories.NewsPageFactory(parent=news, date=date(2018, 1, 1), live=False)
    return list(visible(NewsPage.objects.all()).newest_first())


def test_neighbours_follow_the_order_of_the_list(items: list[NewsPage]) -> None:
    shown = visible(NewsPage.objects.all())

    assert len(items) == 5
    for before, after in pairwise(items):
        assert shown.older_neighbour(before) == after
        assert shown.newer_neighbour(after) == before
    assert shown.newer_neighbour(items[0]) is None
    assert shown.older_neighbour(items[-1]) is None


@pytest.mark.parametrize("start", range(6))
def test_a_part_of_the_list_is_read_in_its_order(items: list[NewsPage], start: int) -> None:
    shown = visible(NewsPage.objects.all())

    for stop in range(start, 7):
        assert shown.between(start, stop, dated=3) == items[start:stop]
    assert shown.newest(start) == items[:start]


def test_a_page_links_to_its_neighbours_and_no_draft(client: Client, items: list[NewsPage]) -> None:
    page = BeautifulSoup(client.get(items[1].url).content, "html5lib")

    assert page.select_one(".neighbours [rel=prev]")["href"] == items[0].url
    assert page.select_one(".neighbours [rel=next]")["href"] == items[2].url


def test_a_page_can_be_passed_on_by_mail_and_by_its_address(
    client: Client, items: list[NewsPage]
) -> None:
    page = BeautifulSoup(client.get(items[0].url).content, "html5lib")

    address = f"https://www.example.org{items[0].url}"
    assert page.select_one("[rel=bookmark]")["href"] == address
    assert "https%3A%2F%2Fwww.example.org" in page.select_one("[href^=mailto\\:\\?]")["href"]
