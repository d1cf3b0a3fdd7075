"""Links and pictures without text are known as soon as content is saved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from core.models import SiteSettings
from editing.contents.recording import record_everything
from editing.models import Link, SilentPicture, WebAddress
from tests import factories
from tests.trees import items, reloaded, stream

pytestmark = pytest.mark.django_db


def links_of(page) -> list[tuple]:
    links = Link.objects.filter(page=page).order_by("pk").select_related("address")
    return [
        (link.text, link.target_page, link.target_document, link.address and link.address.url)
        for link in links
    ]


@pytest.fixture
def document():
    return factories.DocumentFactory()


def test_every_kind_of_link_is_found(news, document) -> None:
    body = stream(
        (
            "paragraph",
            f'<p><a linktype="page" id="{news.pk}">Aktuelles</a>, '
            f'<a linktype="document" id="{document.pk}">Heft</a>, '
            '<a href="https://example.org/a">drau&szlig;en</a>, '
            '<a href="mailto:a@example.org">Post</a>, <a href="#oben">oben</a></p>',
        ),
        ("downloads", {"title": "", "items": items({"document": document.pk, "title": "Heft 2"})}),
        (
            "call_to_action",
            {
                "title": "",
                "text": "",
                "link": {
                    "label": "Mehr",
                    "page": None,
                    "url": "https://example.org/b",
                    "email": "",
                },
            },
        ),
        (
            "teasers",
            {
                "title": "",
                "source": "picked",
                "pages": items(news.pk),
                "topic": None,
                "state": "",
                "count": 3,
            },
        ),
    )
    page = factories.ContentPageFactory(parent=news.get_parent(), body=body)

    assert links_of(page) == [
        ("Aktuelles", news.pk, None, None),
        ("Heft", None, document.pk, None),
        ("draußen", None, None, "https://example.org/a"),
        ("Heft 2", None, document.pk, None),
        ("Mehr", None, None, "https://example.org/b"),
        ("", news.pk, None, None),
    ]


def test_rows_snippets_and_settings_are_read_too(news) -> None:
    page = factories.NewsPageFactory(parent=news)
    page.related_links.create(page=news)
    page.save()
    partner = factories.PartnerFactory(url="https://partner.example.org/")
    settings = factories.SiteSettingsFactory(site=Site.objects.get(), banner_page=news)
    profiles = SiteSettings.objects.get(pk=settings.pk)
    profiles.social_profiles.create(
        platform="youtube", account="SKEW", url="https://video.example.org/"
    )
    profiles.save()

    assert links_of(page) == [("", news.pk, None, None)]
    others = Link.objects.filter(page=None).values_list(
        "content_type__model", "object_id", "target_page", "address__url"
    )
    assert set(others) == {
        ("partner", str(partner.pk), None, "https://partner.example.org/"),
        ("sitesettings", str(settings.pk), news.pk, None),
        ("sitesettings", str(settings.pk), None, "https://video.example.org/"),
    }

    partner.delete()
    assert not Link.objects.filter(content_type__model="partner").exists()


def test_what_is_saved_again_replaces_what_was_known(home) -> None:
    page = factories.ContentPageFactory(
        parent=home, body=stream(("paragraph", '<a href="https://example.org/a">A</a>'))
    )
    page.body = stream(("paragraph", '<a href="https://example.org/b">B</a>'))
    page.save()

    assert links_of(page) == [("B", None, None, "https://example.org/b")]
    assert WebAddress.objects.count() == 2  # the next check of all removes the one nobody names


def test_a_draft_of_a_published_page_changes_nothing_yet(home) -> None:
    page = factories.ContentPageFactory(
        parent=home, body=stream(("paragraph", '<a href="https://example.org/a">A</a>'))
    )
    page.body = stream(("paragraph", '<a href="https://example.org/b">B</a>'))
    revision = page.save_revision()

    assert [link[0] for link in links_of(page)] == ["A"]

    revision.publish()
    assert [link[0] for link in links_of(page)] == ["B"]


def test_saving_the_same_again_writes_nothing(home) -> None:
    page = factories.ContentPageFactory(
        parent=home, body=stream(("paragraph", '<a href="https://example.org/a">A</a>'))
    )

    with CaptureQueriesContext(connection) as queries:
        reloaded(page).save()

    written = [q["sql"] for q in queries if "editing_" in q["sql"] and "SELECT" not in q["sql"][:6]]
    assert written == []


def test_pictures_without_a_text_of_their_own_are_known(home, news) -> None:
    image = factories.ImageFactory()
    page = factories.ContentPageFactory(
        parent=home,
        body=stream(
            (
                "image",
                {"image": {"image": image.pk, "alt_text": "", "decorative": False}, "caption": ""},
            ),
            (
                "image",
                {"image": {"image": image.pk, "alt_text": "", "decorative": True}, "caption": ""},
            ),
            (
                "image",
                {"image": {"image": image.pk, "alt_text": "Ein Hafen"}, "caption": ""},
            ),
        ),
    )
    silent = factories.NewsPageFactory(parent=news, image=image)
    factories.NewsPageFactory(parent=news, image=image, image_alt="Ein Hafen")

    known = SilentPicture.objects.values_list("page_id", "image_id", "content_path")

    block = reloaded(page).body.raw_data[0]["id"]
    assert set(known) == {
        (page.pk, image.pk, f"body.{block}.image"),
        (silent.pk, image.pk, "image"),
    }


def test_everything_can_be_read_anew(home) -> None:
    page = factories.ContentPageFactory(
        parent=home, body=stream(("paragraph", '<a href="https://example.org/a">A</a>'))
    )
    Link.objects.all().delete()

    assert record_everything() >= 2
    assert [link[0] for link in links_of(page)] == ["A"]


def test_an_alias_has_no_links_of_its_own(home) -> None:
    page = factories.ContentPageFactory(
        parent=home, body=stream(("paragraph", '<a href="https://example.org/a">A</a>'))
    )
    alias = page.create_alias(parent=home, update_slug="alias")

    assert links_of(alias) == []
