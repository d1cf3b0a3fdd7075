"""`pages/find/` answers with the way to the page that stands at an address of the website."""

import pytest
from django.http import QueryDict

from tests import hiding

pytestmark = pytest.mark.django_db


def find(api, path: str, **parameters: str):
    return api.client.get("/api/v2/pages/find/", {"html_path": path, **parameters})


@pytest.mark.parametrize(
    "path",
    [
        "/de/news-de/bericht-de/",
        "/de/news-de/bericht-de",
        "de/news-de/bericht-de",
        "/de/news-de/bericht-de/?year=2018&page=2",
        "/de/news-de/bericht-de?year=2018",
        "/de/news-de/bericht-de/#heading",
    ],
)
def test_an_address_leads_to_its_page(api, site, path):
    response = find(api, path)
    assert response.status_code == 302
    detail = f"https://www.example.org/api/v2/pages/{site.report['de'].pk}/"
    assert response["Location"].rstrip("?") == detail


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_is_found_at_the_address_that_its_detail_names(api, site, language):
    for pair in site.pages:
        html_url = api.one(pair[language])["meta"]["html_url"]
        response = find(api, html_url.removeprefix("https://www.example.org"))
        assert response.status_code == 302
        assert f"/pages/{pair[language].pk}/" in response["Location"]


def test_other_parameters_are_handed_on_to_the_detail(api, site):
    location = find(api, "/en/news-en/bericht-en/", rich_text_format="markdown")["Location"]
    page, __, query = location.partition("?")
    assert page.endswith(f"/pages/{site.report['en'].pk}/")
    assert QueryDict(query).dict() == {"rich_text_format": "markdown"}
    answer = api.get(location.removeprefix("https://www.example.org/api/v2/"))
    assert answer["title"] == "Bericht (en)"


@pytest.mark.parametrize(
    "parameters", [{"fields": "*"}, {"fields": "title,date"}, {"expand": "seo"}, {"fields": "seo"}]
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_with_fields_or_expand_it_answers_the_page_itself(api, site, language, parameters):
    page = site.report[language]
    path = f"/{language}/news-{language}/bericht-{language}/"
    answer = api.get("pages/find/", html_path=path, **parameters)
    assert answer == api.get(f"pages/{page.pk}/", **parameters)
    assert answer == api.get("pages/find/", id=page.pk, **parameters)
    assert answer["id"] == page.pk


def test_the_page_that_is_answered_is_of_the_type_and_language_asked_for(api, site):
    asked = {"html_path": "/de/news-de/bericht-de/", "fields": "title"}
    assert api.get("pages/find/", type="news.NewsPage", **asked)["title"] == "Bericht (de)"
    assert api.get("pages/find/", locale="de", **asked)["title"] == "Bericht (de)"
    for wrong in ({"type": "home.ContentPage"}, {"locale": "en"}):
        assert api.get("pages/find/", status=404, **asked, **wrong)["message"] == "not found"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/nowhere/",
        "/de/nowhere/",
        "/de/news-de/bericht-de/below/",
        "/en/news-de/bericht-de/",
        "/de/news-en/bericht-en/",
        "/DE/news-de/",
        "/de-at/news-de/",
        "/fr/",
        "/admin/",
        "https://evil.example/de/",
        "//evil.example/de/",
        "/de/../admin/",
    ],
)
def test_what_is_no_address_of_a_page_is_a_404_in_json(api, site, path):
    for parameters in ({}, {"fields": "*"}, {"expand": "seo"}):
        response = find(api, path, **parameters)
        assert response.status_code == 404
        assert response.json() == {"message": "not found"}


@pytest.mark.parametrize("hide", hiding.ALL_WAYS.values(), ids=hiding.ALL_WAYS)
def test_a_hidden_page_is_not_found(api, site, hide):
    hide(site.report["de"])
    assert find(api, "/de/news-de/bericht-de/").status_code == 404
    assert find(api, "/de/news-de/bericht-de/", fields="*").status_code == 404
    assert api.get("pages/find/", status=404, id=site.report["de"].pk)["message"] == "not found"


def test_a_page_is_found_by_its_id(api, site):
    response = api.client.get("/api/v2/pages/find/", {"id": site.about["en"].pk})
    assert response["Location"].rstrip("?").endswith(f"/api/v2/pages/{site.about['en'].pk}/")


@pytest.mark.parametrize("parameters", [{}, {"fields": "*"}])
def test_an_id_of_another_type_is_a_404(api, site, parameters):
    asked = {"id": site.home["de"].pk, "type": "news.NewsPage", **parameters}
    response = api.client.get("/api/v2/pages/find/", asked)
    assert response.status_code == 404
    assert response.json() == {"message": "not found"}


def test_an_address_counts_more_than_an_id(api, site):
    response = find(api, "/de/about-de/", id=str(site.contact["de"].pk))
    assert f"/pages/{site.about['de'].pk}/" in response["Location"]
