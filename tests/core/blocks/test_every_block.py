"""What holds for each block: how an editor finds it, that it can be previewed, and where it is."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.template.loader import get_template
from django.urls import reverse
from django.utils.functional import Promise
from wagtail import blocks
from wagtail.fields import StreamField

from core.blocks import base
from core.blocks.streams import NewsBlocks, PageBlocks, ProfileBlocks
from tests import factories

pytestmark = pytest.mark.rendering

TEXT = {"heading", "paragraph", "quote"}
NEWS = TEXT | {
    "image",
    "figures",
    "questions",
    "contacts",
    "downloads",
    "call_to_action",
    "teasers",
}
PAGE = NEWS | {"topics", "timeline", "glossary", "partners", "conditions", "picture_credits"}
GROUPS = [
    base.GROUP_TEXT,
    base.GROUP_MEDIA,
    base.GROUP_DATA,
    base.GROUP_PEOPLE,
    base.GROUP_LINKS,
]
#: model: {its StreamField: the blocks in it}
STREAMS = {
    "home.HomePage": {"body": PAGE},
    "home.ContentPage": {"body": PAGE},
    "home.AccessibilityPage": {"exceptions": {"exception"}, "body": PAGE},
    "news.NewsPage": {"body": NEWS},
    "pool.AdvisorIndexPage": {"body": PAGE},
    "pool.AdvisorPage": {"experience": TEXT},
    "pool.StatePage": {"figures": {"figure"}, "body": PAGE},
}
ALL = sorted(PAGE)


def stream_fields() -> Iterator[StreamField]:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                yield field


def inside(block: blocks.Block) -> Iterator[blocks.Block]:
    yield block
    children = list(getattr(block, "child_blocks", {}).values())
    if isinstance(block, blocks.ListBlock):
        children.append(block.child_block)
    for child in children:
        yield from inside(child)


def test_each_page_family_has_its_blocks() -> None:
    found: dict[str, dict[str, set[str]]] = {}
    for field in stream_fields():
        found.setdefault(field.model._meta.label, {})[field.name] = set(
            field.stream_block.child_blocks
        )

    assert found == STREAMS
    assert [set(family().child_blocks) for family in (ProfileBlocks, NewsBlocks, PageBlocks)] == [
        TEXT,
        NEWS,
        PAGE,
    ]


def test_nowhere_can_an_editor_write_html_or_embed_others() -> None:
    for field in stream_fields():
        for block in inside(field.stream_block):
            assert not isinstance(block, blocks.RawHTMLBlock), field
            assert type(block).__name__ != "EmbedBlock", field


def test_rich_text_has_no_headings_pictures_or_embeds() -> None:
    for field in stream_fields():
        for block in inside(field.stream_block):
            if isinstance(block, blocks.RichTextBlock):
                assert set(block.features) == {
                    "bold",
                    "italic",
                    "ol",
                    "ul",
                    "link",
                    "document-link",
                }


@pytest.mark.parametrize("name", ALL)
def test_an_editor_can_tell_what_a_block_is(name: str) -> None:
    block = PageBlocks().child_blocks[name]

    assert isinstance(block.label, Promise)
    assert isinstance(block.meta.description, Promise)
    assert block.meta.group in GROUPS
    assert block.meta.icon != "placeholder"
    assert get_template(block.meta.template)


@pytest.mark.parametrize("name", ALL)
def test_every_field_of_a_block_has_a_translated_label(name: str) -> None:
    def fields(block: blocks.Block) -> Iterator[tuple[str, blocks.Block]]:
        for field_name, child in getattr(block, "child_blocks", {}).items():
            yield field_name, child
            yield from fields(child)
        if isinstance(block, blocks.ListBlock):
            yield from fields(block.child_block)

    # Wagtail's own picture block brings its labels.
    theirs = {"alt_text", "decorative"}
    untranslated = [
        field_name
        for field_name, child in fields(PageBlocks().child_blocks[name])
        if not isinstance(child.label, Promise) and field_name not in theirs
    ]
    # Inside the picture block stands the chooser of the picture, again Wagtail's.
    assert [field_name for field_name in untranslated if field_name != "image"] == []


#: block: something that its preview must show
PREVIEWS = {
    "call_to_action": "Noch Fragen?",
    "conditions": "kostenfrei",
    "contacts": "Erika Beispiel",
    "downloads": "Leitfaden",
    "figures": "mehr als 70",
    "glossary": "Servicestelle Kommunen in der Einen Welt",
    "heading": "Erfahrungen aus den Kommunen",
    "image": "Photo: Erika Beispiel",
    "paragraph": "begleiten Kommunen",
    "partners": "Stiftung Eins",
    "picture_credits": "Photo: Erika Beispiel",
    "questions": "Was kostet die Beratung?",
    "quote": "Global denken",
    "teasers": "Aktuelles",
    "timeline": "7. Dezember 2016",
    "topics": "Fairer Handel",
}


#: what is shown where a site has no content yet; pictures, files and news cannot be made up
WITHOUT_CONTENT = {
    "downloads": "",
    "image": "",
    "partners": "Beispielorganisation",
    "picture_credits": "",
    "teasers": "",
}


@pytest.mark.parametrize("name", ALL)
def test_the_preview_shows_the_block_as_the_website_does(name: str, client, home, news) -> None:
    client.force_login(factories.UserFactory())
    home.hero_image = factories.ImageFactory()
    home.save()
    factories.DocumentFactory(title="Leitfaden")
    factories.TopicFactory(name="Fairer Handel")
    factories.ContactPersonFactory(name="Erika Beispiel")
    factories.PartnerFactory(name="Stiftung Eins")
    factories.NewsPageFactory(parent=news, title="Neueste Meldung")
    block = PageBlocks().child_blocks[name]
    assert block.is_previewable

    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

    page = BeautifulSoup(response.content, "html5lib")
    assert PREVIEWS[name] in " ".join(page.body.get_text(" ").split())
    assert [link["href"] for link in page.select("link[rel=stylesheet]") if "site" in link["href"]]


@pytest.mark.parametrize("name", ALL)
def test_a_preview_without_any_content_yet_is_no_error(name: str, client, home) -> None:
    client.force_login(factories.UserFactory())
    block = PageBlocks().child_blocks[name]

    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html5lib")
    assert page.find("title").get_text(strip=True)
    assert WITHOUT_CONTENT.get(name, PREVIEWS[name]) in " ".join(page.body.get_text(" ").split())
