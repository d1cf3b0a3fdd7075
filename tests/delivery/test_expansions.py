"""`expand=`: what belongs to a page comes in the same request."""

import json
from datetime import date

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page

from tests import hiding
from tests.delivery.content import ROOT, contact, make_image, private_collection
from tests.trees import reloaded

pytestmark = pytest.mark.django_db

ALL = "breadcrumbs,translations,navigation,children,siblings,related,seo"


def expanded(api, page, name: str):
    return api.one(page, expand=name)[name]


def titles(links) -> list[str]:
    return [link["title"] for link in links]


@pytest.fixture
def dated(site):
    """News of three days beside the report of 7 November 2018 and the one without a state."""
    return {
        year: site.plain_news(f"Jahr {year}", date=date(year, 1, 1)) for year in (2017, 2019, 2020)
    }


# --- how they are asked for ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL.split(","))
def test_an_expansion_is_a_name_for_fields_as_well(api, site, name):
    page = site.report["de"]
    value = expanded(api, page, name)
    assert api.one(page, fields=name)[name] == value
    assert api.one(page, fields=f"_,{name}") == {name: value}
    assert api.one(page, fields=f"_,title,{name}") == {"title": "Bericht (de)", name: value}


def test_expansions_come_to_the_fields_and_not_by_themselves(api, site):
    page = site.report["de"]
    plain = api.one(page)
    assert api.one(page, fields="*") == plain
    whole = api.one(page, expand=ALL)
    assert whole.keys() == plain.keys() | set(ALL.split(","))
    assert {name: whole[name] for name in plain} == plain
    assert api.one(page, fields="*,seo").keys() == plain.keys() | {"seo"}
    assert api.one(page, fields="*,-body,seo,-related").keys() == (plain.keys() | {"seo"}) - {
        "body"
    }
    assert api.one(page, expand="seo", fields="_,title").keys() == {"title", "seo"}


@pytest.mark.parametrize("expand", ["nope", "seo,nope", "seo,", ",", " seo", "SEO"])
def test_an_unknown_expansion_is_refused_by_name(api, site, expand):
    message = api.get(f"pages/{site.report['de'].pk}/", status=400, expand=expand)["message"]
    assert "unknown expansions" in message
    assert "breadcrumbs" in message


def test_an_empty_expansion_is_refused(api, site):
    assert "expand" in api.get(f"pages/{site.report['de'].pk}/", 400, expand="")["message"]


@pytest.mark.parametrize("parameters", [{"expand": "seo"}, {"fields": "seo"}, {"fields": "*,-seo"}])
def test_lists_have_no_expansions_and_say_so(api, site, parameters):
    message = api.get("pages/", status=400, **parameters)["message"]
    assert "lists" in message


def test_fields_are_still_checked(api, site):
    page = f"pages/{site.report['de'].pk}/"
    assert "nope" in api.get(page, status=400, fields="nope,seo")["message"]
    assert "fields error" in api.get(page, status=400, fields="seo,title,,date")["message"]
    assert "nested" in api.get(page, status=400, fields="seo,title(id)")["message"]


# --- where the page stands ----------------------------------------------------------------------


def test_breadcrumbs_lead_from_the_start_page_down(api, site):
    assert titles(expanded(api, site.report["en"], "breadcrumbs")) == ["MiGlobe (en)", "News (en)"]
    assert expanded(api, site.home["de"], "breadcrumbs") == []


def test_translations_are_there_without_the_field(api, site):
    answer = api.one(site.report["de"], fields="_", expand="translations")
    (english,) = answer["translations"]
    assert (english["locale"], english["id"]) == ("en", site.report["en"].pk)


def test_the_navigation_is_that_of_the_endpoint_in_the_page_s_language(api, site):
    Page.objects.filter(pk__in=[page.pk for page in site.about.values()]).update(show_in_menus=True)
    found = expanded(api, site.report["en"], "navigation")
    assert found == api.get("navigation/", locale="en")
    assert titles(found["menu"]) == ["About (en)"]


def test_children_stand_as_the_site_shows_them(api, site, dated):
    news = expanded(api, site.news_index["de"], "children")
    assert news["total_count"] == 5
    assert titles(news["items"])[:2] == ["Jahr 2020 (de)", "Jahr 2019 (de)"]
    assert titles(news["items"])[-1] == "Jahr 2017 (de)"
    pages = expanded(api, site.home["en"], "children")
    assert titles(pages["items"])[:3] == ["News (en)", "Advisors (en)", "About (en)"]
    assert expanded(api, site.report["de"], "children") == {"total_count": 0, "items": []}


def test_children_are_cards(api, site):
    (profile,) = expanded(api, site.advisor_index["de"], "children")["items"]
    assert profile["meta"] == "CityAda, Nordrhein-Westfalen"
    assert profile["image"]["renditions"]["small"]["avif"]["url"].startswith(ROOT)
    report = next(
        card
        for card in expanded(api, site.news_index["de"], "children")["items"]
        if card["id"] == site.report["de"].pk
    )
    assert report["text"] == "Teaser (de)"
    assert report["meta"] == "Bochum (de), 7.–9. November 2018"


def test_no_more_than_twenty_children_and_their_number(api, site):
    for number in range(22):
        site.content_page(f"Below {number:02}", site.about)
    below = expanded(api, site.about["de"], "children")
    assert below["total_count"] == 22
    assert titles(below["items"]) == [f"Below {number:02} (de)" for number in range(20)]
    last = Page.objects.get(title="Below 21 (de)")
    beside = expanded(api, last, "siblings")
    assert beside["total_count"] == 21
    assert titles(beside["items"]) == [f"Below {number:02} (de)" for number in range(20)]
    assert beside["previous"]["title"] == "Below 20 (de)"
    assert beside["next"] is None


def test_siblings_stand_as_the_site_shows_them(api, site, dated):
    beside = expanded(api, dated[2019]["de"], "siblings")
    assert beside["total_count"] == 4
    assert titles(beside["items"])[0] == "Jahr 2020 (de)"
    assert "Jahr 2019 (de)" not in titles(beside["items"])
    assert beside["previous"]["title"] == "Jahr 2020 (de)"
    assert (
        beside["next"]["id"] == expanded(api, site.news_index["de"], "children")["items"][2]["id"]
    )
    newest = expanded(api, dated[2020]["de"], "siblings")
    assert newest["previous"] is None
    assert newest["next"]["id"] == dated[2019]["de"].pk


@pytest.mark.parametrize("language", ["de", "en"])
def test_start_pages_are_no_siblings(api, site, language):
    assert expanded(api, site.home[language], "siblings") == {
        "total_count": 0,
        "items": [],
        "previous": None,
        "next": None,
    }


# --- what goes with it --------------------------------------------------------------------------


def test_news_have_the_related_pages_that_editors_chose(api, site):
    assert titles(expanded(api, site.report["en"], "related")) == ["Target of Bericht (en)"]
    assert expanded(api, site.other["de"], "related") == []


def test_a_state_has_its_newest_news_and_its_advisors(api, site):
    for year in (2019, 2020, 2021):
        site.plain_news(f"NW {year}", date=date(year, 1, 1), state="NW")
    cards = expanded(api, site.state["de"], "related")
    news = ["NW 2021 (de)", "NW 2020 (de)", "NW 2019 (de)"]
    assert titles(cards) == [*news, "Profile (de)"]


# --- what machines are told ---------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "en"])
def test_seo_is_what_the_website_s_page_says(api, site, language):
    for pair in site.pages:
        page = pair[language]
        found = expanded(api, page, "seo")
        head = BeautifulSoup(api.client.get(page.url).content, "html.parser").head

        def meta(name: str, head=head) -> list[str]:
            by = "name" if name == "description" else "property"
            return [tag["content"] for tag in head.find_all("meta", {by: name})]

        assert meta("description") == [found["description"]] * bool(found["description"])
        assert head.find("link", rel="canonical")["href"] == found["canonical"]
        assert found["hreflang"] == [
            {"language": link["hreflang"], "url": link["href"]}
            for link in head.find_all("link", rel="alternate", hreflang=True)
        ]
        graph = found["open_graph"]
        assert meta("og:title") == [graph["title"]] == [found["title"]]
        assert meta("og:type") == [graph["type"]]
        assert meta("og:url") == [graph["url"]]
        assert meta("og:locale:alternate") == graph["locale_alternate"]
        assert meta("og:image") == [graph["image"]["url"]]
        assert meta("og:image:width") == [str(graph["image"]["width"])]
        published = [graph["published_time"]] if graph["published_time"] else []
        assert len(meta("article:published_time")) == len(published)
        script = head.find("script", type="application/ld+json").string
        assert json.loads(script) == found["json_ld"]


def test_an_article_has_its_times(api, site):
    graph = expanded(api, site.report["de"], "seo")["open_graph"]
    assert graph["type"] == "article"
    assert graph["published_time"] == "2018-11-07T00:00:00+01:00"
    assert expanded(api, site.about["de"], "seo")["open_graph"]["published_time"] is None


# --- nothing hidden -----------------------------------------------------------------------------


@pytest.fixture
def around(site):
    """A page with neighbours, pages below, and pages that lead to it."""
    vault = site.content_page("Tresor")
    hidden = site.content_page("Geheim", vault)
    below = site.content_page("Darunter", hidden)
    keys = [page.pk for pair in (vault, hidden) for page in pair.values()]
    Page.objects.filter(pk__in=keys).update(show_in_menus=True)
    return {
        "vault": vault,
        "hidden": hidden,
        "below": below,
        "beside": site.content_page("Daneben", vault),
    }


@pytest.mark.parametrize("hide", hiding.ALL_WAYS.values(), ids=hiding.ALL_WAYS)
def test_a_hidden_page_is_in_no_expansion(api, site, around, hide):
    linking = site.plain_news("Linking")
    linking["de"].related_links.create(page=around["hidden"]["de"])
    before = json.dumps(
        [
            api.one(page["de"], expand=ALL)
            for page in (around["vault"], around["beside"], linking, site.home)
        ]
    )
    assert before.count("Geheim (de)") > 4
    hide(reloaded(around["hidden"]["de"]))
    hide(reloaded(around["hidden"]["en"]))
    for pair in (around["vault"], around["beside"], around["below"], linking, site.home):
        response = api.client.get(f"/api/v2/pages/{pair['de'].pk}/", {"expand": ALL})
        text = response.content.decode()
        assert "Geheim" not in text
        assert "geheim" not in text
        assert "Darunter" not in text
        if response.status_code == 200 and pair is around["vault"]:
            assert response.json()["children"]["total_count"] == 1
        if response.status_code == 200 and pair is around["beside"]:
            siblings = response.json()["siblings"]
            assert (siblings["total_count"], siblings["previous"]) == (0, None)


def test_a_picture_of_a_private_collection_is_on_no_card(api, site):
    picture = make_image("Geheimbild", private_collection())
    page = site.plain_news("Mit Bild", image=picture)["de"]
    for address, name in ((site.news_index["de"], "children"), (site.other["de"], "siblings")):
        cards = expanded(api, address, name)["items"]
        assert next(card for card in cards if card["id"] == page.pk)["image"] is None
    assert "Geheimbild" not in json.dumps(expanded(api, page, "seo"))


def test_the_contacts_of_the_organisation_are_the_default_ones(api, site):
    contact("Niemand")
    assert "Niemand" not in json.dumps(expanded(api, site.about["de"], "seo"))
