"""`navigation/` and `site/`: what a front end needs for the frame around all pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from core.models import SiteSettings
from core.models.settings import DefaultContact, FooterLink, SocialProfile
from tests import hiding
from tests.delivery.content import ROOT, contact
from tests.trees import reloaded

pytestmark = pytest.mark.django_db


def in_menus(*pairs) -> None:
    keys = [page.pk for pair in pairs for page in pair.values()]
    Page.objects.filter(pk__in=keys).update(show_in_menus=True)


@pytest.fixture
def settings_of_site(site) -> SiteSettings:
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.banner_text_de, settings.banner_text_en = "Beendet", "Ended"
    settings.footer_text_de = "Ein Projekt"
    settings.banner_page = site.about["de"]
    settings.barrier_page = site.contact["de"]
    settings.save()
    FooterLink.objects.create(settings=settings, page=site.accessibility["de"], sort_order=1)
    FooterLink.objects.create(settings=settings, page=site.about["de"], sort_order=0)
    DefaultContact.objects.create(settings=settings, contact=contact("Erika")["de"])
    SocialProfile.objects.create(
        settings=settings, platform="mastodon", account="SKEW", url="https://social.example.org/"
    )
    return settings


def titles(links) -> list[str]:
    return [link["title"] for link in links]


# --- navigation ---------------------------------------------------------------------------------


def test_the_menu_is_a_tree_of_two_levels_in_the_language_asked_for(api, site, settings_of_site):
    history = site.content_page("History", site.about)
    third = site.content_page("Third", history)
    in_menus(site.about, site.news_index, history, third)
    answer = api.get("navigation/", locale="en")
    assert answer["locale"] == "en"
    assert answer["home"]["id"] == site.home["en"].pk
    assert titles(answer["menu"]) == ["News (en)", "About (en)"]
    assert answer["menu"][0]["children"] == []
    assert answer["menu"][1] == {
        "id": site.about["en"].pk,
        "type": "home.ContentPage",
        "title": "About (en)",
        "detail_url": f"{ROOT}/api/v2/pages/{site.about['en'].pk}/",
        "html_url": f"{ROOT}/en/about-en/",
        "children": [
            {
                "id": history["en"].pk,
                "type": "home.ContentPage",
                "title": "History (en)",
                "detail_url": f"{ROOT}/api/v2/pages/{history['en'].pk}/",
                "html_url": f"{ROOT}/en/about-en/history-en/",
            }
        ],
    }
    assert titles(answer["footer"]) == ["About (en)", "Accessibility (en)"]


def test_the_menu_is_german_unless_told_otherwise(api, site):
    in_menus(site.about)
    assert titles(api.get("navigation/")["menu"]) == ["About (de)"]


def test_a_page_whose_parent_is_not_in_the_menu_is_not_either(api, site):
    in_menus(site.content_page("History", site.about))
    assert api.get("navigation/")["menu"] == []


@pytest.mark.parametrize("hide", hiding.OF_ITSELF.values(), ids=hiding.OF_ITSELF)
def test_a_hidden_page_and_those_below_it_are_in_no_menu(api, site, settings_of_site, hide):
    in_menus(site.about, site.content_page("History", site.about))
    hide(reloaded(site.about["de"]))
    answer = api.get("navigation/")
    assert answer["menu"] == []
    # The footer's link leads to the translation no more than the website's does.
    assert titles(answer["footer"]) == ["Accessibility (de)"]
    assert titles(api.get("navigation/", locale="en")["menu"]) == ["About (en)"]


@pytest.mark.parametrize("hide", hiding.OF_ITSELF.values(), ids=hiding.OF_ITSELF)
def test_without_a_visible_start_page_there_is_no_menu(api, site, settings_of_site, hide):
    in_menus(site.about)
    hide(reloaded(site.home["en"]))
    assert api.get("navigation/", locale="en") == {
        "locale": "en",
        "home": None,
        "menu": [],
        "footer": titles_in_german(api),
    }


def titles_in_german(api) -> list[dict]:
    """The footer's links themselves, where the reader's language has no visible page of them."""
    return api.get("navigation/", locale="de")["footer"]


# Site and start page, links of the footer, pages; page types once per process.
ALLOWED = 4


def test_the_menu_takes_few_queries_however_large_it_is(api, site, settings_of_site):
    api.get("navigation/")  # what requests share until something changes

    def measure() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            api.get("navigation/")
        return [query["sql"] for query in captured.captured_queries]

    small = len(measure())
    for number in range(10):
        pair = site.content_page(f"Page {number}", site.about)
        in_menus(site.about, pair)
        FooterLink.objects.create(settings=settings_of_site, page=pair["de"])
    api.get("navigation/")
    large = measure()
    assert len(large) == small
    assert len(large) <= ALLOWED + 1, "\n".join(large)  # and the clock


# --- site ---------------------------------------------------------------------------------------


def test_the_site_has_all_that_stands_around_pages(api, site, settings_of_site):
    answer = api.get("site/", locale="en")
    assert answer["name"] == "MiGlobe"
    assert [(entry["locale"], entry["name"]) for entry in answer["languages"]] == [
        ("de", "Deutsch"),
        ("en", "English"),
    ]
    assert [entry["home"]["id"] for entry in answer["languages"]] == [
        site.home["de"].pk,
        site.home["en"].pk,
    ]
    assert answer["home"]["id"] == site.home["en"].pk
    assert answer["banner"]["text"] == "Ended"
    assert answer["banner"]["page"]["id"] == site.about["en"].pk
    assert answer["barrier_page"]["id"] == site.contact["en"].pk
    assert answer["footer"]["text"] == "Ein Projekt"  # where the English text is missing
    assert titles(answer["footer"]["links"]) == ["About (en)", "Accessibility (en)"]
    assert [(one["name"], one["role"]) for one in answer["contacts"]] == [("Erika", "Role (en)")]
    assert answer["social_profiles"] == [
        {"platform": "mastodon", "account": "SKEW", "url": "https://social.example.org/"}
    ]
    assert answer["search_url"] == f"{ROOT}/en/search/"
    assert answer["opensearch_url"] == f"{ROOT}/en/opensearch.xml"
    assert answer["sitemap_url"] == f"{ROOT}/sitemap.xml"


def test_the_addresses_that_the_site_names_answer(api, site, settings_of_site):
    for language in ("de", "en"):
        answer = api.get("site/", locale=language)
        feeds = {feed["media_type"]: feed["url"] for feed in answer["feeds"]}
        assert feeds.keys() == {
            "application/atom+xml",
            "application/rss+xml",
            "application/feed+json",
            "text/calendar",
        }
        for media_type, url in feeds.items():
            response = api.client.get(url.removeprefix(ROOT))
            assert response.status_code == 200
            assert response["Content-Type"].startswith(media_type)
            assert f"/{language}/" in url
        for name in ("search_url", "opensearch_url", "sitemap_url"):
            assert api.client.get(answer[name].removeprefix(ROOT)).status_code == 200


def test_a_banner_that_is_off_is_null(api, site, settings_of_site):
    settings_of_site.banner_enabled = False
    settings_of_site.save()
    assert api.get("site/")["banner"] is None


def test_a_new_site_has_no_settings_and_still_answers(api, site):
    answer = api.get("site/")
    assert (answer["banner"], answer["barrier_page"]) == (None, None)
    assert answer["footer"] == {"text": "", "links": []}
    assert (answer["contacts"], answer["social_profiles"]) == ([], [])


@pytest.mark.parametrize("hide", hiding.OF_ITSELF.values(), ids=hiding.OF_ITSELF)
def test_what_is_hidden_is_not_named_by_the_site(api, site, settings_of_site, hide):
    for language in ("de", "en"):
        hide(reloaded(site.about[language]))
        hide(reloaded(site.contact[language]))
        hide(reloaded(site.news_index[language]))
        answer = api.get("site/", locale=language)
        assert answer["banner"]["page"] is None
        assert answer["barrier_page"] is None
        assert answer["feeds"] == []
    hide(reloaded(site.home["en"]))
    assert [entry["home"] for entry in api.get("site/")["languages"]][1] is None


@pytest.mark.parametrize("endpoint", ["navigation/", "site/"])
def test_another_language_or_parameter_is_refused_by_name(api, site, endpoint):
    assert "locale" in api.get(endpoint, status=400, locale="fr")["message"]
    assert "nonsense" in api.get(endpoint, status=400, nonsense="1")["message"]
    assert api.client.post(f"/api/v2/{endpoint}").status_code == 405
