"""Every public field of every type, in the page's language, in one shape everywhere."""

import pytest
from wagtail.models import Locale

from core.images import WIDTHS

pytestmark = pytest.mark.django_db

ROOT = "https://www.example.org"
META = {
    "type", "detail_url", "html_url", "slug", "show_in_menus", "seo_title", "search_description",
    "first_published_at", "alias_of", "parent", "locale",
}  # fmt: skip
COMMON = {"id", "meta", "title", "last_published_at", "translations"}
IMAGE = {
    "id", "title", "alt", "caption", "credit", "width", "height", "focal_point", "renditions",
}  # fmt: skip
LINK = {"id", "type", "title", "detail_url", "html_url"}
FIELDS = {
    "home.HomePage": {"lead", "access_pages", "hero_image", "body"},
    "home.ContentPage": {"lead", "body"},
    "home.AccessibilityPage": {
        "lead", "status", "exceptions", "method", "assessor", "created_on", "reviewed_on",
        "contact", "feedback_email", "enforcement", "enforcement_name", "enforcement_text", "body",
    },
    "home.ContactPage": {"intro", "contacts", "form_fields", "thank_you_text"},
    "news.NewsIndexPage": {"lead"},
    "news.NewsPage": {
        "date", "date_precision", "end_date", "start_time", "end_time", "date_label", "place",
        "venue", "state", "teaser", "image", "body", "topics", "related_pages",
    },
    "pool.AdvisorIndexPage": {"lead", "body"},
    "pool.AdvisorPage": {
        "first_name", "last_name", "portrait", "city", "state", "countries", "languages",
        "topics", "experience", "email", "phone", "website",
    },
    "pool.StatePage": {"state", "state_name", "lead", "figures", "body", "partners", "contacts"},
}  # fmt: skip


def link(page, title: str) -> dict:
    return {
        "id": page.pk,
        "type": f"{page._meta.app_label}.{type(page).__name__}",
        "title": title,
        "detail_url": f"{ROOT}/api/v2/pages/{page.pk}/",
        "html_url": f"{ROOT}{page.url}",
    }


def values_of(answer: dict, kind: str) -> list:
    return [entry["value"] for entry in answer["body"] if entry["type"] == kind]


def test_every_type_has_its_fields_and_no_others(api, site):
    seen = {}
    for pair in site.pages:
        for language in ("de", "en"):
            answer = api.one(pair[language])
            kind = answer["meta"]["type"]
            seen[kind] = answer.keys() - COMMON
            assert answer.keys() >= COMMON
            assert answer["meta"].keys() == META
            assert answer["meta"]["locale"] == language
            assert answer["title"].endswith(f"({language})")
            assert answer["meta"]["html_url"].startswith(f"{ROOT}/{language}/")
    assert seen == FIELDS


@pytest.mark.parametrize("kind", FIELDS)
def test_a_list_with_all_fields_says_the_same_as_the_details(api, site, kind):
    for item in api.items("pages/", type=kind, fields="*"):
        detail = api.get(f"pages/{item['id']}/")
        del detail["meta"]["parent"]  # lists leave it out, as Wagtail does
        assert item == detail


def test_a_page_names_its_translations(api, site):
    for pair in site.pages:
        for language, other in (("de", "en"), ("en", "de")):
            title = api.one(pair[other])["title"]
            expected = {"locale": other, **link(pair[other], title)}
            assert api.one(pair[language])["translations"] == [expected]


def test_lists_of_all_types_have_what_all_pages_have(api, site):
    items = {item["id"]: item for item in api.items("pages/", fields="*")}
    about = items[site.about["de"].pk]
    assert about.keys() == COMMON
    assert about["translations"][0]["id"] == site.about["en"].pk


def test_a_news_item_in_german_and_english(api, site):
    expected = {
        "de": ("7.–9. November 2018", "mehr als 1.499"),
        "en": ("7–9 November 2018", "more than 1,499"),
    }
    for language, (date_label, figure) in expected.items():
        answer = api.one(site.report[language])
        assert (answer["date"], answer["end_date"]) == ("2018-11-07", "2018-11-09")
        assert answer["date_label"] == date_label
        assert answer["place"] == f"Bochum ({language})"
        assert answer["state"] == "NW"
        assert [topic["name"] for topic in answer["topics"]] == [f"Topic Bericht ({language})"]
        assert answer["topics"][0].keys() == {"id", "name", "slug", "description"}
        assert values_of(answer, "figures")[0]["items"][0]["display"] == figure
        assert values_of(answer, "figures")[0]["items"][0]["value"] == 1499
        contact = values_of(answer, "contacts")[0]["contacts"][0]
        assert contact["role"] == f"Role ({language})"


def test_pictures_have_one_shape_everywhere(api, site):
    report, state = api.one(site.report["de"]), api.one(site.state["de"])
    newest = values_of(report, "teasers")[1]["pages"]
    pictures = {
        "field": report["image"],
        "block": values_of(report, "image")[0]["image"],
        "teaser": next(page["image"] for page in newest if page["id"] == site.report["de"].pk),
        "logo": state["partners"][0]["logo"],
        "portrait": api.one(site.profile["de"])["portrait"],
    }
    for name, picture in pictures.items():
        assert picture.keys() == IMAGE, name
        assert (picture["width"], picture["height"]) == (40, 30)
        assert picture["renditions"].keys() == WIDTHS.keys()
        for formats in picture["renditions"].values():
            assert formats.keys() == {"avif", "webp", "jpeg"}
            for rendition in formats.values():
                assert rendition.keys() == {"url", "width", "height"}
                assert rendition["url"].startswith(f"{ROOT}/media/")
    assert pictures["field"]["alt"] == "Alternative (de)"
    assert pictures["field"]["caption"] == "Caption (de)"
    assert pictures["field"]["credit"] == "Illustration: Picture Bericht"
    assert (pictures["block"]["alt"], pictures["block"]["caption"]) == (
        "Alt Bericht",
        "Caption Bericht",
    )
    assert pictures["teaser"]["alt"] == ""  # the teaser's text says what it is about
    assert pictures["logo"]["alt"] == "Partner Land"


@pytest.mark.parametrize("language", ["de", "en"])
def test_links_have_one_shape_everywhere_and_lead_to_the_language_of_the_page(api, site, language):
    answer = api.one(site.report[language])
    target = type(site.about["de"]).objects.get(
        locale=Locale.objects.get(language_code=language), slug=f"target-of-bericht-{language}"
    )
    expected = link(target, f"Target of Bericht ({language})")
    assert answer["related_pages"] == [expected]
    assert values_of(answer, "call_to_action")[0]["link"]["page"] == expected
    teaser = values_of(answer, "teasers")[0]["pages"][0]
    assert {name: teaser[name] for name in LINK} == expected
    html = f'<a href="{ROOT}/{language}/target-of-bericht-{language}/">more</a>'
    assert html in values_of(answer, "paragraph")[0]
    assert html in values_of(answer, "questions")[0]["entries"][0]["answer"]


def test_documents_are_linked_to_with_what_a_reader_needs_to_know(api, site):
    answer = api.one(site.report["de"])
    (download,) = values_of(answer, "downloads")[0]["items"]
    document = download["document"]
    assert document["url"].startswith(f"{ROOT}/documents/{document['id']}/")
    assert f'<a href="{document["url"]}">report</a>' in values_of(answer, "paragraph")[0]
    assert (download["title"], document["title"]) == ("Document Bericht", "Document Bericht")
    assert (document["type"], document["size"], document["is_accessible"]) == ("PDF", 8, True)


def test_teasers_are_the_newest_news_of_their_topic_and_state(api, site):
    same = site.plain_news("Neuer", state="NW", date="2019-01-01")
    teaser = values_of(api.one(site.report["en"]), "teasers")[1]
    assert teaser["topic"]["name"] == "Topic Bericht (en)"
    assert [page["id"] for page in teaser["pages"]] == [site.report["en"].pk]
    topic_link = site.report["de"].topic_links.get()
    topic_link.pk, topic_link.page = None, same["en"]
    topic_link.save()
    teaser = values_of(api.one(site.report["en"]), "teasers")[1]
    assert [page["id"] for page in teaser["pages"]] == [same["en"].pk, site.report["en"].pk]


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("html", f'<a href="{ROOT}/en/about-en/">more</a>'),
        ("db_html", '<a linktype="page" id="{pk}">more</a>'),
        ("markdown", f"[more]({ROOT}/en/about-en/)"),
        ("db_markdown", "[more](wagtail://page?id={pk})"),
    ],
)
def test_rich_text_in_each_of_wagtails_formats(api, site, output, expected):
    expected = expected.replace("{pk}", str(site.about["en"].pk))
    in_field = api.one(site.contact["en"], rich_text_format=output)["intro"]
    assert expected in in_field
    page = site.plain_news("Formats", body=site.report["de"].body)  # a block's, for comparison
    paragraph = values_of(api.one(page["en"], rich_text_format=output), "paragraph")[0]
    assert ("<p>" in paragraph) == ("<p>" in in_field)


def test_a_profile_names_countries_and_languages_in_the_language_of_the_page(api, site):
    german, english = api.one(site.profile["de"]), api.one(site.profile["en"])
    assert german["languages"] == [{"code": "fr", "name": "Französisch"}]
    assert english["languages"] == [{"code": "fr", "name": "French"}]
    assert english["countries"] == [{"code": "GH", "name": "Ghana"}]
    assert english["topics"][0]["name"] == "Field Ada (en)"
    assert [entry["type"] for entry in english["experience"]] == ["heading", "paragraph"]


def test_a_state_page_has_figures_partners_and_contacts(api, site):
    answer = api.one(site.state["en"])
    assert (answer["state"], answer["state_name"]) == ("NW", "North Rhine-Westphalia")
    assert answer["figures"][0]["value"]["display"] == "97"
    assert answer["partners"][0]["name"] == "Partner Land"
    assert answer["partners"][0]["description"] == "Partner (en)"
    assert answer["contacts"][0]["role"] == "Role (en)"
    assert values_of(answer, "partners")[0]["partners"] == answer["partners"]
    assert values_of(answer, "topics")[0]["topics"][0]["name"] == "Topic Land (en)"
    assert values_of(answer, "timeline")[0]["entries"][0]["when"] == "2012–2013"
    assert values_of(answer, "glossary")[0]["entries"][0]["short"] == "SKEW"


def test_the_contact_page_has_its_form_and_not_its_recipients(api, site):
    answer = api.one(site.contact["en"])
    (field,) = answer["form_fields"]
    assert (field["clean_name"], field["label"]) == ("name", "Your name (en)")
    assert (field["field_type"], field["required"]) == ("singleline", True)
    assert answer["contacts"][0]["role"] == "Role (en)"
    assert "secret" not in str(answer).lower()


def test_the_accessibility_statement(api, site):
    answer = api.one(site.accessibility["en"])
    assert (answer["status"], answer["reviewed_on"]) == ("partial", "2026-01-15")
    assert answer["exceptions"][0]["value"] == {
        "what": "Old files", "why": "Made before 2018", "alternative": "Ask us",
    }  # fmt: skip
    assert answer["contact"]["role"] == "Role (en)"
    assert f'<a href="{ROOT}/en/about-en/">more</a>' in answer["enforcement_text"]
