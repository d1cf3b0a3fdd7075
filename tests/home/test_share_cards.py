"""The card that is shared with a page without a picture of its own."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from wagtail.models import PageViewRestriction

from home import share_cards
from home.illustrations import MOTIFS
from home.share_cards import card_of
from tests import factories
from tests.dom import document
from tests.trees import in_english, reloaded

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.home.share_urls")]
ROOT = "https://www.example.org"


@pytest.fixture
def about(home: Any) -> Any:
    return factories.ContentPageFactory(parent=home, title="Über MiGlobe")


def open_graph(page: Any) -> dict[str, str]:
    head = document(Client(), page.url).head
    return {tag["property"]: tag["content"] for tag in head.select("meta[property]")}


def picture(path: str) -> Image.Image:
    response = Client().get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    return Image.open(BytesIO(response.content))


def test_a_page_is_shared_with_a_card_of_its_own(home, about) -> None:
    other = factories.ContentPageFactory(parent=home, title="Impressum")
    tags = open_graph(about)

    assert tags["og:image"] == f"{ROOT}/share/{about.pk}-{card_of(about).digest}.png"
    assert tags["og:image:alt"] == "MiGlobe: Über MiGlobe"
    card = picture(tags["og:image"].removeprefix(ROOT))
    assert (card.format, card.size) == ("PNG", (1200, 630))
    assert (tags["og:image:type"], tags["og:image:width"], tags["og:image:height"]) == (
        "image/png",
        "1200",
        "630",
    )
    shown, other_shown = (c.convert("RGB") for c in (card, picture(card_of(other).path)))
    title = (60, 80, 640, 300)
    assert shown.crop(title).tobytes() != other_shown.crop(title).tobytes()


def test_the_card_speaks_the_language_of_the_page(news, english_news) -> None:
    item = factories.NewsPageFactory(
        parent=news, title="Tagung", date=datetime(2018, 11, 7, tzinfo=UTC).date(), place="Bochum"
    )
    english = in_english(item, title="Conference")

    assert card_of(item).kicker == "Bochum, 7. November 2018"
    assert card_of(english).kicker == "Bochum, 7 November 2018"
    assert card_of(item).motif == card_of(english).motif


def test_a_start_page_keeps_the_card_of_the_site(home) -> None:
    assert open_graph(home)["og:image"] == f"{ROOT}/static/img/share-de.png"
    assert Client().get(card_of(home).path).status_code == 404


def test_a_page_with_a_picture_is_shared_with_it(news) -> None:
    item = factories.NewsPageFactory(parent=news, image=factories.ImageFactory())
    assert "/media/images/" in open_graph(item)["og:image"]


def test_a_page_whose_picture_is_lost_is_shared_with_a_card(news) -> None:
    item = factories.NewsPageFactory(parent=news, image=factories.ImageFactory())
    item.image.file.storage.delete(item.image.file.name)

    assert open_graph(item)["og:image"] == f"{ROOT}{card_of(item).path}"


def test_a_card_with_a_name_is_kept_for_minutes_only(directory) -> None:
    """Its person may withdraw, and caches on the way are asked by nobody to forget."""
    advisor = factories.AdvisorPageFactory(parent=directory)
    factories.AdvisorConsentFactory(advisor=advisor)

    assert Client().get(card_of(advisor).path)["Cache-Control"] == "public, max-age=300, immutable"


def test_a_card_may_be_kept_for_long_and_sets_no_cookie(about) -> None:
    response = Client().get(card_of(about).path)

    assert response["Cache-Control"] == "public, max-age=2592000, immutable"
    assert "Vary" not in response or "Cookie" not in response["Vary"]
    assert not response.cookies


def test_a_card_is_drawn_once(about, monkeypatch) -> None:
    first = Client().get(card_of(about).path).content
    monkeypatch.setattr(share_cards, "draw_share_card", None)

    assert Client().get(card_of(about).path).content == first


def test_a_new_title_gets_a_new_card_to_which_the_old_address_leads(about) -> None:
    old = card_of(about).path
    about.title = "Das Projekt"
    about.save_revision().publish()
    new = card_of(reloaded(about)).path

    assert new != old
    response = Client().get(old)
    assert (response.status_code, response["Location"]) == (302, new)
    assert "immutable" not in response.get("Cache-Control", "")


def test_guessed_addresses_are_not_drawn(about, monkeypatch) -> None:
    monkeypatch.setattr(share_cards, "draw_share_card", None)

    for digest in ("0", "abc", "f" * 16):
        assert Client().get(f"/share/{about.pk}-{digest}.png").status_code == 302
    assert Client().get("/share/999999-abc.png").status_code == 404
    assert Client().post(card_of(about).path).status_code == 405


def hide_as_draft(page: Any) -> None:
    page.unpublish()


def hide_as_expired(page: Any) -> None:
    page.expire_at = datetime.now(tz=UTC) - timedelta(hours=1)
    page.save()


def hide_with_a_password(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")


@pytest.mark.parametrize("hide", [hide_as_draft, hide_as_expired, hide_with_a_password])
def test_what_not_everybody_may_see_has_no_card(about, hide) -> None:
    path = card_of(about).path
    assert Client().get(path).status_code == 200

    hide(reloaded(about))

    assert Client().get(path).status_code == 404
    assert Client().get(f"/share/{about.pk}-abc.png").status_code == 404


def test_a_changed_title_that_is_not_published_yet_is_not_drawn(about) -> None:
    path = card_of(about).path
    about.title = "Geheimer Entwurf"
    about.save_revision()

    assert Client().get(path).status_code == 200
    assert open_graph(about)["og:image"] == f"{ROOT}{path}"


def test_an_advisor_without_consent_has_no_card(directory) -> None:
    advisor = factories.AdvisorPageFactory(parent=directory, title="Beispielprofil", state="NW")
    assert Client().get(card_of(advisor).path).status_code == 404

    factories.AdvisorConsentFactory(advisor=advisor)
    assert Client().get(card_of(advisor).path).status_code == 200


def test_naming_the_card_costs_no_query(about, django_assert_num_queries) -> None:
    page = type(about).objects.select_related("locale").get(pk=about.pk)
    assert page.full_url  # Wagtail remembers the roots of its sites

    with django_assert_num_queries(0):
        share_cards.card_image(page)


def test_every_type_of_page_has_a_motif_that_exists() -> None:
    motifs = {
        *share_cards.MOTIFS.values(),
        *share_cards.STATE_MOTIFS.values(),
        *share_cards.OTHER_MOTIFS,
    }

    assert motifs <= MOTIFS.keys()
