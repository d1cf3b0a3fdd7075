"""How many entries each value of a filter would leave, under the other filters chosen."""

from datetime import date

import pytest
from django.http import QueryDict

from news.listing import news_listing
from news.models import NewsIndexPage, NewsPage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(news: NewsIndexPage) -> None:
    for year, state in [(2018, "NW"), (2018, "BW"), (2016, "BW")]:
        factories.NewsPageFactory(parent=news, date=date(year, 3, 1), state=state)
    factories.NewsPageFactory(parent=news, date=date(2016, 5, 1), state="NW", live=False)


def counts(query: str) -> dict[str, dict[str, int]]:
    filters = news_listing(NewsPage.objects.all(), QueryDict(query), "the list")["filters"]
    return {
        choice.name: {value: number for value, __, number in choice.counted_options}
        for choice in filters.choices
    }


def test_without_a_choice_every_visible_entry_counts(items: None) -> None:
    found = counts("")

    assert found["year"] == {"2018": 2, "2016": 1}
    assert found["state"] == {"BW": 2, "NW": 1}


def test_a_choice_counts_for_the_other_filters_and_not_for_its_own(items: None) -> None:
    found = counts("year=2016")

    assert found["year"] == {"2018": 2, "2016": 1}
    assert found["state"] == {"BW": 1, "NW": 0}
