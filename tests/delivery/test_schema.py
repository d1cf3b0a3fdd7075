"""The OpenAPI document says exactly what the API answers with: nothing more, nothing less."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from wagtail.models import get_page_models

from core.blocks.streams import PageBlocks
from core.models import BasePage
from core.shapes import Language
from delivery.schema.snapshot import SNAPSHOT, snapshot
from home.models import AccessibilityPage, ContactPage, ContentPage
from news.models import NewsIndexPage, NewsPage
from pool.models import AdvisorIndexPage, AdvisorPage, StatePage
from tests.delivery.blocks import block, items
from tests.delivery.content import consent, make_document, make_image, private_collection
from tests.delivery.contract import (
    answer_schema,
    component,
    differences,
    document,
    objects,
    page_differences,
)

pytestmark = [pytest.mark.django_db, pytest.mark.rendering]

PAGE_TYPES = [model for model in get_page_models() if issubclass(model, BasePage)]
# What an editor has to give, and no more.
NEEDED: dict[type, dict[str, Any]] = {
    AccessibilityPage: {
        "method": "Self-assessment",
        "created_on": "2020-09-23",
        "reviewed_on": "2020-09-23",
        "feedback_email": "a@example.org",
        "enforcement_body": "Body",
    },
    AdvisorIndexPage: {},
    AdvisorPage: {"first_name": "A", "last_name": "B", "state": "NW"},
    ContactPage: {},
    ContentPage: {},
    NewsIndexPage: {},
    NewsPage: {"teaser": "Teaser"},
    StatePage: {"state": "BY"},
}
NOTHING = 2**31 - 1  # the key of what was deleted
# The least that can be stored of each block; keys that were added later are not there.
LEAST: dict[str, Any] = {
    "heading": {"text": "Text"},
    "paragraph": "",
    "quote": {"text": "Words"},
    "image": {"image": {"image": NOTHING}},
    "figures": {"items": items([{"value": "1", "label": "one"}])},
    "questions": {"entries": items([{"question": "Why?", "answer": ""}])},
    "contacts": {"contacts": items([NOTHING])},
    "downloads": {"items": items([{"document": NOTHING}])},
    "call_to_action": {"link": {"label": "Go", "page": NOTHING}},
    "teasers": {"topic": NOTHING},
    "topics": {"topics": items([NOTHING])},
    "timeline": {"entries": items([{"start": "2016", "text": "Begin"}])},
    "glossary": {"entries": items([{"name": "Name", "explanation": "Text"}])},
    "partners": {"partners": items([NOTHING])},
    "conditions": {"text": ""},
    "picture_credits": None,
}


def test_the_document_is_valid_openapi() -> None:
    OpenAPIV31SpecValidator(document()).validate()


def test_a_change_of_the_contract_is_seen() -> None:
    is_fresh = SNAPSHOT.read_text() == snapshot()

    assert is_fresh, "docs/openapi.json is stale: run `make openapi` and look at the difference"


def test_it_is_served_as_it_is_made(api, site) -> None:
    assert api.get("openapi.json") == json.loads(json.dumps(document()))


def test_no_object_may_have_undeclared_properties() -> None:
    described = objects(document()["components"]) + objects(document()["paths"])

    assert len(described) > 100
    assert [
        where for where, schema in described if schema["additionalProperties"] is not False
    ] == []


def test_every_operation_says_what_it_does_and_refuses() -> None:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (path, method)
            assert "400" in operation["responses"]
            assert "404" in operation["responses"] or "{" not in path
            assert all(
                parameter["description"]
                for parameter in operation["parameters"]
                if parameter["in"] == "query"
            )


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [
        operation["operationId"]
        for methods in document()["paths"].values()
        for operation in methods.values()
    ]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z_]+", name) for name in names)


def test_the_languages_are_those_of_the_site() -> None:
    assert list(Language.__args__) == [code for code, __ in settings.LANGUAGES]


def test_every_page_type_and_every_block_is_described() -> None:
    schemas = document()["components"]["schemas"]
    types = {reference["$ref"].rpartition("/")[2] for reference in schemas["Page"]["oneOf"]}
    blocks = schemas["PageBlocks"]["items"]["discriminator"]["mapping"]

    assert types == {model.__name__ for model in PAGE_TYPES}
    assert blocks.keys() == PageBlocks().child_blocks.keys() == LEAST.keys()


@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_with_all_values_are_as_described(api, site, language: str) -> None:
    seen = set()
    for pair in site.pages:
        page = api.one(pair[language])
        seen.add(page["meta"]["type"])
        assert page_differences(page) == []

    assert seen == {model._meta.label for model in PAGE_TYPES}


@pytest.mark.parametrize("model", NEEDED)
def test_a_page_with_what_it_needs_and_no_more_is_as_described(api, site, model: type) -> None:
    parents = {AdvisorPage: site.advisor_index, NewsPage: site.news_index}.get(model, site.home)
    made = site.page(model, "Empty", parents=parents, **NEEDED[model])
    if model is AdvisorPage:
        consent(made["de"], ())

    assert page_differences(api.one(made["de"])) == []


def test_a_start_page_without_anything_is_as_described(api, site) -> None:
    site.home["de"].lead = ""
    site.home["de"].save()

    assert page_differences(api.one(site.home["de"])) == []


@pytest.mark.parametrize("name", LEAST)
def test_a_block_with_the_least_that_can_be_stored_is_as_described(api, site, name: str) -> None:
    pages = site.content_page("Block", body=[block(name, LEAST[name])])

    answer = api.one(pages["de"])

    assert [entry["type"] for entry in answer["body"]] == [name]
    assert page_differences(answer) == []


def test_private_pictures_and_documents_are_as_described(api, site) -> None:
    private = private_collection()
    image, file = make_image("Secret", private), make_document("Secret", private)
    body = [
        block("image", {"image": {"image": image.pk}, "caption": ""}),
        block("downloads", {"items": items([{"document": file.pk}])}),
        block("picture_credits", None),
    ]
    pages = site.plain_news("Private", image=image)
    other = site.content_page("Private", body=body)

    assert page_differences(api.one(pages["de"])) == []
    assert page_differences(api.one(other["de"])) == []


@pytest.mark.parametrize("fields", ["_,title", "*,-body,-type", "_,type,body", "title"])
def test_parts_of_pages_are_as_described(api, site, fields: str) -> None:
    page = api.one(site.report["de"], fields=fields)

    assert differences(answer_schema("/api/v2/pages/{id}/"), page) == []
    assert differences(component("NewsPagePart"), page) == []


def test_parts_of_the_rows_of_a_page_are_as_described(api, site) -> None:
    fields = "_,form_fields(_,label)"
    page = api.one(site.contact["de"], fields=fields)

    assert page["form_fields"] == [{"label": "Your name (de)"}]
    assert differences(answer_schema("/api/v2/pages/{id}/"), page) == []


def test_an_alias_is_as_described(api, site) -> None:
    alias = site.report["de"].create_alias(parent=site.about["de"], update_slug="alias")

    answer = api.one(alias)

    assert answer["meta"]["alias_of"]["id"] == site.report["de"].pk
    assert page_differences(answer) == []


@pytest.mark.parametrize("parameters", [{}, {"fields": "*"}, {"type": "news.NewsPage"}])
def test_lists_of_pages_are_as_described(api, site, parameters: dict[str, str]) -> None:
    answer = api.get("pages/", limit=100, **parameters)

    assert answer["items"]
    assert differences(answer_schema("/api/v2/pages/"), answer) == []


@pytest.mark.parametrize(("kind", "make"), [("images", make_image), ("documents", make_document)])
def test_files_are_as_described(api, site, kind: str, make: Any) -> None:
    file = make("File")
    file.tags.add("Tag")
    whole = api.get(f"{kind}/{file.pk}/")
    schema = answer_schema(f"/api/v2/{kind}/{{id}}/")["anyOf"][0]

    assert differences(schema, whole) == []
    for fields in ("*", "_,title", "title"):
        listed = api.get(f"{kind}/", fields=fields)
        assert differences(answer_schema(f"/api/v2/{kind}/"), listed) == []


def test_a_picture_without_its_file_is_as_described(api, site) -> None:
    image = make_image("Lost")
    image.renditions.all().delete()
    image.file.storage.delete(image.file.name)

    assert differences(component("Image"), api.get(f"images/{image.pk}/")) == []


def test_what_differs_is_found() -> None:
    link = {"id": 1, "type": "a.B", "title": "T", "detail_url": "https://a.de/", "html_url": "x:y"}

    assert differences(component("Link"), link) == []
    assert (
        "'title' is a required property"
        in differences(
            component("Link"), {key: value for key, value in link.items() if key != "title"}
        )[0]
    )
    assert "'new' was unexpected" in differences(component("Link"), {**link, "new": 1})[0]
    assert differences(component("Link"), {**link, "id": "1"}) == [
        "id: '1' is not of type 'integer'"
    ]
