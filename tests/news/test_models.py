"""A news item: its days and times, and what stands above it."""

from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from news.models import NewsIndexPage, NewsPage, NewsTopic, RelatedPage
from tests import factories
from tests.trees import in_english

DAY = date(2018, 11, 7)


def item(**values) -> NewsPage:
    """An item that was never saved: its rules need no database."""
    return NewsPage(title="Auftakt", slug="auftakt", teaser="Kurz", **values)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"date": DAY, "end_date": date(2018, 11, 6)}, "end_date"),
        ({"end_date": DAY}, "end_date"),
        ({"start_time": time(10)}, "start_time"),
        ({"date": DAY, "end_time": time(12)}, "end_time"),
        ({"date": DAY, "start_time": time(12), "end_time": time(10)}, "end_time"),
    ],
    ids=[
        "ends before it starts",
        "an end without a start",
        "a time without a day",
        "an end without a beginning",
        "ends earlier the same day",
    ],
)
def test_a_contradiction_is_refused_at_its_field(values, field) -> None:
    with pytest.raises(ValidationError) as caught:
        item(**values).clean()

    assert set(caught.value.message_dict) == {field}


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"date": DAY},
        {"date": DAY, "end_date": DAY},
        {"date": DAY, "end_date": date(2018, 11, 8), "start_time": time(22), "end_time": time(1)},
        {"date": DAY, "start_time": time(10), "end_time": time(12)},
    ],
)
def test_what_makes_sense_is_accepted(values) -> None:
    item(**values).clean()


@pytest.mark.parametrize(
    ("values", "german", "english"),
    [
        (
            {"place": "Bochum", "date": DAY},
            "Bochum, 7. November 2018",
            "Bochum, 7 November 2018",
        ),
        (
            {"place": "Aulendorf", "date": date(2016, 4, 15), "end_date": date(2016, 4, 17)},
            "Aulendorf, 15.–17. April 2016",
            "Aulendorf, 15–17 April 2016",
        ),
        ({"date": date(2010, 11, 1), "date_precision": "month"}, "November 2010", "November 2010"),
        ({"date": date(2010, 11, 1), "date_precision": "year"}, "2010", "2010"),
        ({"place": "Bochum"}, "Bochum", "Bochum"),
        ({}, "", ""),
    ],
)
def test_place_and_date_stand_above_and_either_may_be_missing(values, german, english) -> None:
    with translation.override("de"):
        assert item(**values).place_and_date == german
    with translation.override("en"):
        assert item(**values).place_and_date == english


@pytest.mark.django_db
def test_the_admin_says_what_is_wrong_and_keeps_what_was_typed(news: NewsIndexPage, client) -> None:
    client.force_login(factories.UserFactory())
    page = factories.NewsPageFactory(parent=news, date=DAY)

    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        nested_form_data(
            {
                "title": "Ein neuer Titel",
                "slug": page.slug,
                "seo_title": "",
                "search_description": "",
                "date": "2018-11-07",
                "date_precision": "day",
                "end_date": "2018-11-06",
                "start_time": "",
                "end_time": "",
                "place": "",
                "venue": "",
                "state": "",
                "teaser": "Kurz",
                "image": "",
                "image_alt": "",
                "image_caption": "",
                "body": streamfield([]),
                "topic_links": inline_formset([]),
                "related_links": inline_formset([]),
                "comments": inline_formset([]),
                "action-publish": "1",
            }
        ),
    )

    soup = BeautifulSoup(response.content, "html5lib")
    field = soup.find("input", attrs={"name": "end_date"})
    panel = field.find_parent(attrs={"data-field-wrapper": True}) or field.find_parent("div")
    with translation.override("de"):
        page.end_date = date(2018, 11, 6)
        with pytest.raises(ValidationError) as caught:
            page.clean()
        (sentence,) = caught.value.message_dict["end_date"]
    assert sentence in panel.get_text()
    assert soup.find(attrs={"name": "title"})["value"] == "Ein neuer Titel"
    assert NewsPage.objects.get(pk=page.pk).end_date is None


@pytest.mark.django_db
def test_a_topic_stands_once_on_an_item(news: NewsIndexPage) -> None:
    topic = factories.TopicFactory()
    page = factories.NewsPageFactory(parent=news, topic_links=[NewsTopic(topic=topic)])
    page.topic_links.add(NewsTopic(topic=topic))

    with pytest.raises(ValidationError):
        NewsTopic(page=page, topic=topic).full_clean()


@pytest.mark.django_db
def test_related_pages_follow_the_language_in_the_order_chosen(
    news: NewsIndexPage, english_news: NewsIndexPage
) -> None:
    first, second = factories.NewsPageFactory.create_batch(2, parent=news)
    page = factories.NewsPageFactory(
        parent=news, related_links=[RelatedPage(page=second), RelatedPage(page=first)]
    )
    english_second = in_english(second, title="The second")

    with translation.override("de"):
        assert [found.pk for found in page.related_pages] == [second.pk, first.pk]
    with translation.override("en"):
        assert [found.pk for found in page.related_pages] == [english_second.pk, first.pk]


@pytest.mark.django_db
def test_the_newest_come_first_and_undated_ones_last(news: NewsIndexPage) -> None:
    def published(title: str, on: date | None, hour: int) -> NewsPage:
        page = factories.NewsPageFactory(parent=news, title=title, date=on)
        moment = timezone.now().replace(hour=hour)
        NewsPage.objects.filter(pk=page.pk).update(first_published_at=moment)
        return page

    published("ohne Datum", None, 20)
    published("früher", date(2017, 1, 1), 10)
    published("am selben Tag zuerst", DAY, 8)
    published("am selben Tag danach", DAY, 9)

    assert list(NewsPage.objects.newest_first().values_list("title", flat=True)) == [
        "am selben Tag danach",
        "am selben Tag zuerst",
        "früher",
        "ohne Datum",
    ]
    assert list(NewsPage.objects.years()) == [2018, 2017]


@pytest.mark.django_db
def test_a_private_picture_is_not_shown(news: NewsIndexPage, private_collection) -> None:
    image = factories.ImageFactory(collection=private_collection, credit="Photo: geheim")
    page = factories.NewsPageFactory(parent=news, image=image, image_alt="Ein Geheimnis")

    html = Client().get(page.url).text
    answer = Client().get(f"/api/v2/pages/{page.pk}/").json()

    assert page.picture is None
    assert "Photo: geheim" not in html
    assert "Ein Geheimnis" not in html
    assert answer["image"] is None
