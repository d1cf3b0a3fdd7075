"""The generated list of pictures: all that visitors see, and none that they do not."""

import pytest

from core.credits import pictures_in_use
from home.models import HomePage
from news.models import NewsIndexPage
from pool.models import AdvisorIndexPage
from tests import factories

pytestmark = pytest.mark.django_db


def titles() -> list[str]:
    return [picture.title for picture in pictures_in_use()]


def test_pictures_of_visible_pages_and_logos_of_partners_are_listed(news: NewsIndexPage) -> None:
    factories.NewsPageFactory(parent=news, image=factories.ImageFactory(title="Auf einer Seite"))
    factories.PartnerFactory(logo=factories.ImageFactory(title="Logo"))
    factories.ImageFactory(title="Nirgends")

    assert titles() == ["Auf einer Seite", "Logo"]


def test_a_picture_of_a_draft_is_not_listed(news: NewsIndexPage) -> None:
    picture = factories.ImageFactory()
    factories.NewsPageFactory(parent=news, image=picture, live=False)

    assert titles() == []


def test_a_portrait_is_listed_only_if_the_consent_shows_it(directory: AdvisorIndexPage) -> None:
    page = factories.AdvisorPageFactory(
        parent=directory, portrait=factories.ImageFactory(title="Porträt")
    )
    factories.AdvisorConsentFactory(advisor=page, shows_portrait=False)
    assert titles() == []

    factories.AdvisorConsentFactory(advisor=page, shows_portrait=True)
    assert titles() == ["Porträt"]


def test_the_block_shows_credit_and_licence_on_the_page_and_in_the_api(
    client, home: HomePage
) -> None:
    factories.PartnerFactory(
        logo=factories.ImageFactory(title="Logo", credit="Foto: Ada", licence="CC-BY-4.0")
    )
    page = factories.ContentPageFactory(
        parent=home, slug="impressum", body=[{"type": "picture_credits", "value": None}]
    )

    html = client.get("/de/impressum/").text
    block = client.get(f"/api/v2/pages/{page.pk}/").json()["body"][0]

    assert "Foto: Ada" in html
    assert "CC BY 4.0 (Namensnennung)" in html
    [picture] = block["value"]["pictures"]
    assert (picture["title"], picture["credit"], picture["licence"]) == (
        "Logo",
        "Foto: Ada",
        "CC-BY-4.0",
    )
