"""What pages tell search engines and social networks: JSON-LD (schema.org) and Open Graph."""

import json
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
from PIL import Image
from wagtail.models import PageViewRestriction, Site

from core.models.media import Licence
from core.models.settings import DefaultContact, SocialProfile
from core.structured_data import document, script_content
from news.models import NewsIndexPage, NewsPage, NewsTopic
from pool.models import Scope
from tests import factories
from tests.core.vocabulary import mistakes
from tests.trees import in_english, reloaded

ROOT = "https://www.example.org"


def head(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200, path
    return BeautifulSoup(response.content, "html.parser").head


def json_ld(client: Client, path: str) -> dict[str, dict[str, Any]]:
    """The nodes of a page's JSON-LD by type."""
    [script] = head(client, path).select('script[type="application/ld+json"]')
    data = json.loads(script.string)
    assert mistakes(data) == []
    nodes = {node["@type"]: node for node in data["@graph"]}
    assert len(nodes) == len(data["@graph"])
    return nodes


def open_graph(client: Client, path: str) -> dict[str, str]:
    tags = head(client, path).select("meta[property]")
    values = {tag["property"]: tag["content"] for tag in tags}
    assert len(values) == len(tags), "a property is there twice"
    return values


@pytest.fixture
def site_settings(home: Any) -> None:
    settings = factories.SiteSettingsFactory(site=Site.objects.get())
    contact = factories.ContactPersonFactory(
        name="Erika Beispiel", role="Leitung", phone="+49 228 20 717-2345", email="e@example.org"
    )
    DefaultContact.objects.create(settings=settings, contact=contact)
    SocialProfile.objects.create(
        settings=settings, platform="youtube", account="SKEW", url="https://youtube.example/skew"
    )


@pytest.fixture
def report(news: NewsIndexPage) -> NewsPage:
    page = factories.NewsPageFactory(
        parent=news,
        title="Forum </script><script>alert(1)</script> & <!-- mehr",
        teaser="Ein „Forum“",
        search_description="Rund 50 Menschen & mehr",
        date=date(2016, 4, 15),
        end_date=date(2016, 4, 17),
        place="Aulendorf",
        venue="Dobelmühle",
        state="BW",
        image=factories.ImageFactory(
            file__width=1600, file__height=1200, credit="Foto: Eva", licence=Licence.CC_BY
        ),
        image_alt="Menschen im Kreis",
        image_caption="In Aulendorf",
        first_published_at=datetime(2016, 4, 18, 8, tzinfo=UTC),
        last_published_at=datetime(2016, 4, 19, 8, tzinfo=UTC),
    )
    NewsTopic.objects.create(page=page, topic=factories.TopicFactory(name="Flucht"))
    return page


# --- JSON-LD -------------------------------------------------------------------------------------


def test_a_news_item_is_an_article_about_an_event(client: Client, report: NewsPage) -> None:
    nodes = json_ld(client, report.url)

    assert set(nodes) == {
        "WebPage",
        "NewsArticle",
        "Event",
        "BreadcrumbList",
        "WebSite",
        "Organization",
    }
    article = nodes["NewsArticle"]
    assert article["headline"] == report.title
    assert article["url"] == report.full_url
    assert article["description"] == "Ein „Forum“"
    assert article["inLanguage"] == "de"
    assert article["datePublished"] == "2016-04-15T00:00:00+02:00"
    assert article["dateModified"] == "2016-04-19T08:00:00+00:00"
    assert article["keywords"] == ["Flucht"]
    assert article["about"] == {"@id": nodes["Event"]["@id"]}
    image = article["image"]
    assert image["url"].startswith(f"{ROOT}/media/images/")
    assert (image["width"], image["height"]) == ("1600 px", "1200 px")
    assert (image["creditText"], image["caption"]) == ("Foto: Eva", "In Aulendorf")
    assert image["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_an_event_names_its_days_and_its_place(client: Client, report: NewsPage) -> None:
    event = json_ld(client, report.url)["Event"]

    assert (event["startDate"], event["endDate"]) == ("2016-04-15", "2016-04-17")
    assert event["location"] == {
        "@type": "Place",
        "name": "Dobelmühle",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Aulendorf",
            "addressRegion": "Baden-Württemberg",
            "addressCountry": "DE",
        },
    }


def test_the_times_of_an_event_have_an_offset(client: Client, news: NewsIndexPage) -> None:
    page = factories.NewsPageFactory(
        parent=news, date=date(2027, 7, 1), start_time=time(18), place="Bonn"
    )
    event = json_ld(client, page.url)["Event"]

    assert event["startDate"] == "2027-07-01T18:00:00+02:00"
    assert "endDate" not in event


@pytest.mark.parametrize(
    "values",
    [
        {"place": "Bonn"},
        {"place": "Bonn", "date": date(2010, 11, 1), "date_precision": "month"},
        {"date": date(2015, 9, 17)},
    ],
    ids=["no date", "no day", "no place"],
)
def test_without_day_and_place_there_is_no_event(
    client: Client, news: NewsIndexPage, values: dict[str, Any]
) -> None:
    nodes = json_ld(client, factories.NewsPageFactory(parent=news, **values).url)

    assert "Event" not in nodes
    assert "about" not in nodes["NewsArticle"]


def test_breadcrumbs_lead_from_the_start_page_to_the_page(client: Client, report: NewsPage) -> None:
    steps = json_ld(client, report.url)["BreadcrumbList"]["itemListElement"]

    assert [(step["position"], step["name"], step["item"]["@id"]) for step in steps] == [
        (1, "Start", f"{ROOT}/de/"),
        (2, "Aktuelles", f"{ROOT}/de/aktuelles/"),
        (3, report.title, report.full_url),
    ]


def test_the_organisation_can_be_reached(client: Client, site_settings: None) -> None:
    nodes = json_ld(client, "/de/")

    assert "BreadcrumbList" not in nodes
    organization = nodes["Organization"]
    assert organization["name"] == "MiGlobe"
    assert organization["contactPoint"] == [
        {
            "@type": "ContactPoint",
            "name": "Erika Beispiel",
            "contactType": "Leitung",
            "telephone": "+49228207172345",
            "email": "e@example.org",
        }
    ]
    # The social profiles are those of other organisations.
    assert "sameAs" not in organization
    assert nodes["WebSite"]["inLanguage"] == ["de", "en"]


def test_english_pages_speak_english(
    client: Client, report: NewsPage, english_news: NewsIndexPage
) -> None:
    english = in_english(report, title="Forum", place="Aulendorf", teaser="A forum")
    nodes = json_ld(client, english.url)

    assert {node["inLanguage"] for name, node in nodes.items() if name in ("WebPage", "Event")} == {
        "en"
    }
    assert nodes["NewsArticle"]["headline"] == "Forum"
    assert nodes["BreadcrumbList"]["itemListElement"][1]["item"] == {"@id": f"{ROOT}/en/news/"}


def test_every_page_type_has_valid_data_in_both_languages(client: Client, home: Any) -> None:
    pages = every_page(home)
    english_home = in_english(home, title="Start page", slug="en")
    translations = [in_english(page) for page in pages]

    kinds = {}
    for page in [home, english_home, *pages, *translations]:
        nodes = json_ld(client, page.url)
        own = nodes.keys() & {"WebPage", "CollectionPage", "ContactPage"}
        kinds[type(page).__name__, page.locale.language_code] = own
    expected = {
        "HomePage": {"WebPage"},
        "ContentPage": {"WebPage"},
        "AccessibilityPage": {"WebPage"},
        "ContactPage": {"ContactPage"},
        "NewsIndexPage": {"CollectionPage"},
        "NewsPage": {"WebPage"},
        "AdvisorIndexPage": {"CollectionPage"},
        "AdvisorPage": {"WebPage"},
        "StatePage": {"WebPage"},
    }
    assert kinds == {
        (name, language): own for name, own in expected.items() for language in ("de", "en")
    }


def every_page(home: Any) -> list[Any]:
    """A page of each type below a start page, parents first."""
    news = factories.NewsIndexPageFactory(parent=home)
    directory = factories.AdvisorIndexPageFactory(parent=home)
    advisor = factories.AdvisorPageFactory(parent=directory)
    factories.AdvisorConsentFactory(advisor=advisor)
    return [
        factories.ContentPageFactory(parent=home),
        factories.AccessibilityPageFactory(parent=home),
        factories.ContactPageFactory(parent=home),
        news,
        factories.NewsPageFactory(parent=news),
        directory,
        reloaded(advisor),
        factories.StatePageFactory(parent=home),
    ]


def test_advisors_are_no_persons_for_search_engines(client: Client, directory: Any) -> None:
    """Consent covers the website; search engines get no record of a person to keep."""
    advisor = factories.AdvisorPageFactory(
        parent=directory,
        title="Beispielprofil 1",
        first_name="Adwoa",
        last_name="Mustermann",
        email="adwoa@example.org",
        portrait=factories.ImageFactory(title="Portrait"),
    )
    others = [scope for scope in Scope.values if scope != Scope.NAME]
    factories.AdvisorConsentFactory(advisor=advisor, scopes=others)
    nodes = json_ld(client, advisor.url)

    assert set(nodes) == {"WebPage", "BreadcrumbList", "WebSite", "Organization"}
    told = json.dumps(nodes) + json.dumps(open_graph(client, advisor.url))
    for secret in ("Adwoa", "Mustermann", "adwoa@example.org", "media/images"):
        assert secret not in told
    assert nodes["WebPage"]["name"] == "Beispielprofil 1"


def test_no_text_can_end_the_script(client: Client, report: NewsPage) -> None:
    html = client.get(report.url).content.decode()

    assert html.count("<script") == html.count("</script>")
    assert "alert(1)</script>" not in html
    hostile = {"@type": "WebPage", "name": "</script><!-- & \u2028"}
    content = script_content(document([hostile]))
    assert not set(content) & set("<>&")
    assert json.loads(content)["@graph"] == [hostile]


# --- Open Graph ----------------------------------------------------------------------------------


def test_a_shared_news_item_brings_its_picture(client: Client, report: NewsPage) -> None:
    tags = open_graph(client, report.url)

    assert tags["og:type"] == "article"
    assert tags["og:title"] == report.title
    assert tags["og:description"] == "Rund 50 Menschen & mehr"
    assert tags["og:url"] == report.full_url
    assert tags["og:site_name"] == "MiGlobe"
    assert tags["og:locale"] == "de_DE"
    assert tags["article:published_time"] == "2016-04-15T00:00:00+02:00"
    assert tags["article:modified_time"] == "2016-04-19T08:00:00+00:00"
    assert tags["og:image"].startswith(f"{ROOT}/media/images/")
    assert tags["og:image:type"] == "image/jpeg"
    assert (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630")
    assert tags["og:image:alt"] == "Menschen im Kreis"


def test_the_address_that_is_shared_is_the_canonical_one(client: Client, report: NewsPage) -> None:
    [canonical] = head(client, report.url).select("link[rel=canonical]")

    assert canonical["href"] == open_graph(client, report.url)["og:url"]


@pytest.mark.parametrize(
    ("language", "claim"),
    [
        ("de", "MiGlobe: Neue Chancen für die kommunale Entwicklungspolitik"),
        ("en", "MiGlobe: New opportunities for municipal development policy"),
    ],
)
def test_a_page_without_a_picture_brings_the_card_of_its_language(
    client: Client, english_home: Any, language: str, claim: str
) -> None:
    tags = open_graph(client, f"/{language}/")

    assert tags["og:type"] == "website"
    assert tags["og:image"] == f"{ROOT}/static/img/share-{language}.png"
    assert tags["og:image:alt"] == claim
    with Image.open(finders.find(f"img/share-{language}.png")) as card:
        assert (card.format, card.size) == ("PNG", (1200, 630))
        assert (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630")


def test_a_picture_whose_file_is_missing_is_replaced_by_the_card(
    client: Client, report: NewsPage
) -> None:
    report.image.file.storage.delete(report.image.file.name)

    tags = open_graph(client, report.url)
    assert tags["og:image:type"] == "image/png"
    assert "/media/" not in tags["og:image"]
    assert "image" not in json_ld(client, report.url)["NewsArticle"]


def test_a_translation_is_named_only_if_it_is_visible(
    client: Client, report: NewsPage, english_news: NewsIndexPage
) -> None:
    english = in_english(report, title="Forum")
    assert open_graph(client, report.url)["og:locale:alternate"] == "en_GB"
    assert open_graph(client, english.url)["og:locale"] == "en_GB"

    english.unpublish()
    assert "og:locale:alternate" not in open_graph(client, report.url)


def test_what_is_no_public_page_tells_machines_nothing(
    client: Client, admin_client: Client, report: NewsPage
) -> None:
    PageViewRestriction.objects.create(page=report, restriction_type="password", password="x")
    for response in (client.get(report.url), client.get("/de/gibt-es-nicht/")):
        html = response.content.decode()
        assert "ld+json" not in html
        assert "og:" not in html
        assert "Forum" not in html

    preview = admin_client.get(f"/admin/pages/{report.pk}/view_draft/").content.decode()
    assert "Forum" in preview
    assert "ld+json" not in preview


def test_the_cards_in_the_checkout_are_what_the_command_draws(tmp_path: Any) -> None:
    call_command("draw_share_cards", folder=tmp_path, verbosity=0)

    for language in ("de", "en"):
        name = f"share-{language}.png"
        with Image.open(tmp_path / name) as drawn, Image.open(finders.find(f"img/{name}")) as kept:
            assert drawn.convert("RGB").tobytes() == kept.convert("RGB").tobytes()
