"""Old addresses: `redirects/` lists them, `pages/find/` follows them."""

from collections.abc import Callable

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from delivery.changes.settling import settle
from delivery.models import Change
from tests import hiding
from tests.delivery.content import ROOT, make_document, private_collection
from tests.queries import queries_of
from tests.trees import reloaded

pytestmark = pytest.mark.django_db

Add = Callable[..., Redirect]


def add(path: str, target, **fields) -> Redirect:
    is_permanent = fields.pop("is_permanent", True)
    return Redirect.add_redirect(path, target, is_permanent=is_permanent, **fields)


def listed(api) -> dict[str, str]:
    return {item["path"]: item["target"] for item in api.items("redirects/")}


def found(api, path: str, **parameters):
    return api.get("pages/find/", html_path=path, fields="*", **parameters)


def link(page) -> dict[str, object]:
    return {
        "id": page.pk,
        "type": page.specific._meta.label,
        "title": page.title,
        "detail_url": f"{ROOT}/api/v2/pages/{page.pk}/",
        "html_url": page.full_url,
    }


# --- the list -----------------------------------------------------------------------------------


def test_redirects_say_where_they_lead_and_whether_for_good(api, site):
    add("/de/alt/", site.about["de"])
    add("/en/old/", site.about["en"], is_permanent=False)
    add("/de/fort/", "https://www.example.com/weg/")
    assert api.items("redirects/") == [
        {
            "path": "/de/alt",
            "target": f"{ROOT}/de/about-de/",
            "is_permanent": True,
            "page": link(site.about["de"]),
        },
        {
            "path": "/de/fort",
            "target": "https://www.example.com/weg/",
            "is_permanent": True,
            "page": None,
        },
        {
            "path": "/en/old",
            "target": f"{ROOT}/en/about-en/",
            "is_permanent": False,
            "page": link(site.about["en"]),
        },
    ]
    assert api.get("redirects/", limit=1, offset=1)["items"][0]["path"] == "/de/fort"
    assert api.get("redirects/", limit=1)["meta"]["total_count"] == 3


def test_a_link_to_an_address_of_the_site_names_the_page_that_stands_there(api, site):
    for path, target in (("/de/a/", "/de/about-de/"), ("/de/b/", f"{ROOT}/de/about-de/?x=1")):
        add(path, target)
    add("/de/c/", "/de/suche/?q=Bochum")
    pages = {item["path"]: item["page"] for item in api.items("redirects/")}
    assert pages == {
        "/de/a": link(site.about["de"]),
        "/de/b": link(site.about["de"]),
        "/de/c": None,
    }
    assert listed(api)["/de/c"] == f"{ROOT}/de/suche/?q=Bochum"


def test_the_redirect_of_the_site_counts_more_than_that_of_all_sites(api, site):
    add("/de/alt/", site.about["de"])
    add("/de/alt/", site.report["de"], site=Site.objects.get(is_default_site=True))
    elsewhere = Site.objects.create(hostname="other.example.org", root_page=site.home["de"])
    add("/de/anderswo/", site.about["de"], site=elsewhere)
    assert listed(api) == {"/de/alt": f"{ROOT}/de/news-de/bericht-de/"}
    assert found(api, "/de/alt/")["redirect"]["page"]["id"] == site.report["de"].pk


@pytest.mark.parametrize("hide", hiding.ALL_WAYS.values(), ids=hiding.ALL_WAYS)
def test_what_leads_to_a_hidden_page_is_not_listed_and_not_found(api, site, hide):
    vault = site.content_page("Tresor")
    secret = site.content_page("Geheim", vault)
    add("/de/alt/", secret["de"])
    add("/de/link/", "/de/tresor-de/geheim-de/")
    add("/de/voll/", f"{ROOT}/de/tresor-de/geheim-de/?a=1#b")
    add("/de/tiefer/", "/de/tresor-de/geheim-de/gibt-es-nicht/")
    assert len(listed(api)) == 4
    hide(reloaded(secret["de"]))
    answer = api.client.get("/api/v2/redirects/").content.decode()
    assert "geheim" not in answer.lower()
    assert api.get("redirects/")["meta"]["total_count"] == 0
    for path in ("/de/alt/", "/de/link/", "/de/voll/", "/de/tiefer/"):
        for parameters in ({}, {"fields": "*"}, {"expand": "seo"}):
            answer = api.get("pages/find/", status=404, html_path=path, **parameters)
            assert answer == {"message": "not found"}


def test_what_leads_to_a_private_document_is_not_listed(api, site):
    shown, private = make_document("Bericht"), make_document("Akte", private_collection())
    for document in (shown, private):
        add(f"/de/{document.title}/", f"/documents/{document.pk}/report.pdf")
    assert listed(api) == {"/de/Bericht": f"{ROOT}/documents/{shown.pk}/report.pdf"}
    assert api.get("pages/find/", 404, html_path="/de/Akte/", fields="*")["message"] == "not found"


def test_the_address_of_a_hidden_page_is_not_told_by_a_page_that_moved_out_of_it(api, site):
    vault = site.content_page("Tresor")
    moved = site.content_page("Umgezogen", vault)["de"]
    add("/de/tresor-de/umgezogen-de/", moved, automatically_created=True)
    add("/de/about-de/umgezogen-de/", moved, automatically_created=True)
    hiding.by_login(vault["de"])
    Page.objects.get(pk=moved.pk).move(site.home["de"], pos="last-child")
    assert listed(api) == {"/de/about-de/umgezogen-de": f"{ROOT}/de/umgezogen-de/"}


def test_an_editor_may_lead_on_from_a_page_that_was_withdrawn(api, site):
    gone = site.content_page("Zurueckgezogen")["de"]
    add(gone.url, site.about["de"])
    hiding.as_draft(reloaded(gone))
    assert listed(api) == {"/de/zurueckgezogen-de": f"{ROOT}/de/about-de/"}
    assert found(api, "/de/zurueckgezogen-de/")["redirect"]["page"] == link(site.about["de"])


def test_a_long_path_is_told_as_a_change(api, site):
    path = f"/de/{'alt-' * 50}".rstrip("-")
    add(path, site.report["de"])

    settle()

    assert Change.objects.filter(what="redirects", object_id=path).exists()


@pytest.mark.parametrize("target", ["", None])
def test_a_redirect_without_a_target_leads_nowhere(api, site, target):
    Redirect.objects.create(old_path="/de/alt", redirect_link="")
    assert listed(api) == {}
    assert api.get("pages/find/", 404, html_path="/de/alt/", fields="*")["message"] == "not found"


def test_more_redirects_take_no_more_queries(api, site):
    def make(start: int) -> None:
        for number in range(start, start + 4):
            page = site.content_page(f"Ziel {number}")
            add(f"/de/alt-{number}/", page["de"], automatically_created=True)
            add(f"/en/alt-{number}/", page["en"].url)
            add(f"/de/akte-{number}/", f"/documents/{make_document('A').pk}/a.pdf")

    make(0)
    few = queries_of(lambda: api.get("redirects/", limit=100))
    make(10)
    many = queries_of(lambda: api.get("redirects/", limit=100))
    assert len(api.items("redirects/")) == 24
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= 7, "\n".join(many)


# --- find ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/de/alt/", "/de/alt", "de/alt/", "/de/alt/?utm=1", " /de/alt/ ", "/de/%61lt/"],
)
def test_find_follows_a_redirect(api, site, address):
    add("/de/alt/", site.about["de"], is_permanent=False)
    answer = found(api, address)
    assert answer == {
        "redirect": {
            "target": f"{ROOT}/de/about-de/",
            "is_permanent": False,
            "page": link(site.about["de"]),
        }
    }
    assert api.get("pages/find/", html_path=address, expand="seo") == answer
    response = api.client.get("/api/v2/pages/find/", {"html_path": address})
    assert response.status_code == 302
    assert f"/pages/{site.about['de'].pk}/" in response["Location"]


def test_a_redirect_with_a_query_counts_more_than_one_without(api, site):
    add("/de/alt/?b=2&a=1", site.report["de"])
    add("/de/alt/", site.about["de"])
    assert found(api, "/de/alt/?a=1&b=2")["redirect"]["page"]["id"] == site.report["de"].pk
    assert found(api, "/de/alt/?a=1")["redirect"]["page"]["id"] == site.about["de"].pk


def test_paths_in_other_letters(api, site):
    add("/de/über-uns/", site.about["de"])
    for path in ("/de/über-uns/", "/de/%C3%BCber-uns/"):
        assert found(api, path)["redirect"]["page"]["id"] == site.about["de"].pk


def test_a_page_counts_more_than_a_redirect_at_its_address(api, site):
    add("/de/about-de/", site.report["de"])
    assert found(api, "/de/about-de/")["title"] == "About (de)"


def test_without_fields_what_is_no_page_is_a_404(api, site):
    add("/de/fort/", "https://www.example.com/")
    assert found(api, "/de/fort/")["redirect"]["target"] == "https://www.example.com/"
    answer = api.get("pages/find/", status=404, html_path="/de/fort/")
    assert answer == {"message": "not found"}
