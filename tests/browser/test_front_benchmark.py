"""What `tests.benchmarks.front` sees of a page; how long it takes is for the benchmark to say."""

from datetime import date

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from home.models import HomePage
from news.models import NewsIndexPage
from tests import factories
from tests.benchmarks.front import Row, Seen, _row, measure_in, table

pytestmark = [pytest.mark.browser, pytest.mark.rendering]


@pytest.fixture
def news_list(
    live_server: LiveServer, django_db_serialized_rollback: None, news: NewsIndexPage
) -> NewsIndexPage:
    for number in range(6):
        image = factories.ImageFactory(file__width=1800, file__height=1200)
        factories.NewsPageFactory(parent=news, date=date(2020, 1, 1 + number), image=image)
    return news


def test_pages_are_seen_with_what_they_bring_and_do_not_shift(
    browser: Browser, live_server: LiveServer, home: HomePage, news_list: NewsIndexPage
) -> None:
    rows = measure_in(browser, live_server.url, [home.url, news_list.url], rounds=1, widths=[390])

    assert [(row["path"], row["width"]) for row in rows] == [(home.url, 390), (news_list.url, 390)]
    for row in rows:
        assert 0 < row["fcp_ms"] <= row["lcp_ms"]
        assert row["cls"] == row["cls_scrolled"] == 0
        assert row["bytes"]["html"] > 1000
        assert row["bytes"]["css"] > 1000
        assert row["bytes"]["all"] == sum(s for kind, s in row["bytes"].items() if kind != "all")
    # One at once, the others as one comes near them.
    assert rows[1]["bytes"]["pictures"] > 0
    assert len(list(table(rows))) == 3


def test_a_page_that_is_not_there_is_no_measurement(
    browser: Browser, live_server: LiveServer, django_db_serialized_rollback: None, home: HomePage
) -> None:
    with pytest.raises(AssertionError, match="404"):
        measure_in(browser, live_server.url, ["/de/nirgends/"], rounds=1, widths=[390])


def test_several_visits_become_one_row() -> None:
    def seen(lcp: float, cls: float, html: int) -> Seen:
        picture = "picture https://www.example.org/media/images/a.avif"
        return Seen(lcp, 800, picture, cls, cls, 4, {"html": html, "pictures": 5})

    row = _row("/de/", 390, [seen(1000, 0, 10), seen(3000, 0.2, 10), seen(1200, 0, 12)])

    assert row == Row(
        path="/de/",
        width=390,
        lcp_ms=1200,
        lcp_worst_ms=3000,
        fcp_ms=800,
        lcp_element="picture a.avif",
        cls=0.2,
        cls_scrolled=0.2,
        requests=4,
        bytes={"html": 10, "pictures": 5, "all": 15},
    )
    assert not row.is_good
