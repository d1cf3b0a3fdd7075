"""A client of Wagtail's documented API v2 works unchanged: its parameters, one after the other."""

import pytest

pytestmark = pytest.mark.django_db

DEFAULT_META = {
    "type", "detail_url", "html_url", "slug", "first_published_at", "locale",
}  # fmt: skip


def test_a_list_has_wagtails_default_fields(api, site):
    answer = api.get("pages/")
    assert answer.keys() == {"meta", "items"}
    assert answer["meta"].keys() == {"total_count"}
    for item in answer["items"]:
        assert item.keys() == {"id", "meta", "title"}
        assert item["meta"].keys() == DEFAULT_META


def test_pages_of_a_list_follow_each_other(api, site):
    everything = api.ids("pages/")
    assert api.get("pages/")["meta"]["total_count"] == len(everything)
    parts = [api.get("pages/", limit=5, offset=offset)["items"] for offset in range(0, 100, 5)]
    assert [item["id"] for part in parts for item in part] == everything
    assert api.get("pages/", limit=0)["items"] == []


@pytest.mark.parametrize("order", ["title", "id", "slug", "first_published_at"])
def test_order(api, site, order):
    ids = api.ids("pages/", type="news.NewsPage", order=f"{order},id")
    turned = api.ids("pages/", type="news.NewsPage", order=f"-{order},-id")
    assert len(ids) == 4
    assert ids == turned[::-1]


def test_order_by_several_fields_and_at_random(api, site):
    by_date = api.items("pages/", type="news.NewsPage", order="-date,title", fields="date")
    assert [item["title"] for item in by_date] == sorted(item["title"] for item in by_date)
    assert sorted(api.ids("pages/", order="random")) == sorted(api.ids("pages/"))


def test_type_takes_one_or_several(api, site):
    types = {item["meta"]["type"] for item in api.items("pages/", type="news.NewsPage")}
    assert types == {"news.NewsPage"}
    several = api.items("pages/", type="news.NewsPage,pool.StatePage")
    assert {item["meta"]["type"] for item in several} == {"news.NewsPage", "pool.StatePage"}


def test_fields_add_take_away_and_choose(api, site):
    page = f"pages/{site.report['de'].pk}/"
    added = api.get("pages/", type="news.NewsPage", fields="teaser,topics")["items"][0]
    assert added.keys() == {"id", "meta", "title", "teaser", "topics"}
    everything = api.get(page, fields="*")
    assert everything == api.get(page)
    less = api.get(page, fields="*,-body,-image")
    assert everything.keys() - less.keys() == {"body", "image"}
    assert api.get(page, fields="-title,-detail_url")["meta"].keys() < everything["meta"].keys()
    assert api.get(page, fields="_,title") == {"title": everything["title"]}
    assert api.get(page, fields="_,title,slug") == {
        "meta": {"slug": "bericht-de"},
        "title": "Bericht (de)",
    }


def test_fields_of_related_objects_are_nested(api, site):
    page = f"pages/{site.contact['de'].pk}/"
    (chosen,) = api.get(page, fields="_,form_fields(_,label,required)")["form_fields"]
    assert chosen == {"label": "Your name (de)", "required": True}
    (less,) = api.get(page, fields="form_fields(-label)")["form_fields"]
    assert "label" not in less
    assert less["meta"] == {"type": "home.ContactFormField"}
    refused = api.get(page, status=400, fields="form_fields(nonsense)")
    assert refused["message"] == "unknown fields: nonsense"
    # As Wagtail: nesting is for relations of the model alone.
    refused = api.get(page, status=400, fields="parent(title)")
    assert refused["message"] == "'parent' does not support nested fields"


def test_a_detail_names_its_parent_and_what_it_is_an_alias_of(api, site):
    alias = site.report["de"].create_alias(parent=site.about["de"], update_slug="alias")
    meta = api.one(alias)["meta"]
    assert meta["parent"] == {
        "id": site.about["de"].pk,
        "meta": {
            "type": "home.ContentPage",
            "detail_url": f"https://www.example.org/api/v2/pages/{site.about['de'].pk}/",
            "html_url": "https://www.example.org/de/about-de/",
        },
        "title": "About (de)",
    }
    assert (meta["alias_of"]["id"], meta["alias_of"]["title"]) == (
        site.report["de"].pk,
        "Bericht (de)",
    )
    assert api.one(site.home["de"])["meta"]["parent"] is None


def test_the_tree(api, site):
    index, report = site.news_index["de"], site.report["de"]
    children = {report.pk, site.other["de"].pk}
    assert set(api.ids("pages/", child_of=index.pk)) == children
    assert set(api.ids("pages/", descendant_of=index.pk)) == children
    assert api.ids("pages/", ancestor_of=report.pk) == [site.home["de"].pk, index.pk]
    assert set(api.ids("pages/", child_of="root")) == set(
        api.ids("pages/", child_of=site.home["de"].pk)
    )
    below = set(api.ids("pages/", locale="de")) - {site.home["de"].pk}
    assert set(api.ids("pages/", descendant_of="root")) == below


def test_languages(api, site):
    german, english = api.ids("pages/", locale="de"), api.ids("pages/", locale="en")
    assert site.report["en"].pk in english
    assert set(german) | set(english) == set(api.ids("pages/"))
    assert not set(german) & set(english)
    assert api.ids("pages/", translation_of=site.report["de"].pk) == [site.report["en"].pk]
    assert api.ids("pages/", translation_of="root") == [site.home["en"].pk]
    assert api.ids("pages/", translation_of=site.report["de"].pk, locale="de") == []


def test_the_site(api, site):
    assert api.ids("pages/", site="www.example.org") == api.ids("pages/")
    assert api.ids("pages/", site="www.example.org:443") == api.ids("pages/")


def test_search_in_all_types_with_operator_order_and_filters(api, site):
    both = {site.report["de"].pk, site.report["en"].pk}
    assert both <= set(api.ids("pages/", search="Bericht"))
    assert set(api.ids("pages/", search="Bericht", type="news.NewsPage")) == both
    assert api.ids("pages/", search="Bericht", type="news.NewsPage", locale="en") == [
        site.report["en"].pk
    ]
    assert api.ids("pages/", search="Bericht nirgends") == []
    assert both <= set(api.ids("pages/", search="Bericht nirgends", search_operator="or"))
    titles = [item["title"] for item in api.items("pages/", search="Bericht", order="-title")]
    assert titles == sorted(titles, reverse=True)
    index = site.news_index["de"].pk
    assert api.ids("pages/", search="Bericht", child_of=index) == [site.report["de"].pk]
    assert set(api.ids("pages/", search="Teaser", type="news.NewsPage", state="BW")) == {
        page.pk for page in site.other.values()
    }


def test_a_number_against_caches_and_the_format_are_ignored(api, site):
    assert api.get("pages/", _="1699999999") == api.get("pages/", format="json")
