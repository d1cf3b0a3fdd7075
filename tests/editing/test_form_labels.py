"""Every field of every form and block has a label and a help text, in German and in English.

A field without help has a label that says all; those are listed here, with the reason.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, Panel
from wagtail.admin.panels import get_edit_handler as edit_handler_of
from wagtail.documents.forms import get_document_form
from wagtail.fields import StreamField
from wagtail.images.forms import get_image_form
from wagtail.models import Page

from core.models import ContactPerson, Document, Image, Partner, SiteSettings, Topic
from core.panels import CONTENT_TAB, LINKS, PARTS, PROMOTE_TAB, SETTINGS_TAB
from delivery.webhooks.models import WebhookEndpoint
from delivery.webhooks.panels import ENDPOINT_PANELS
from editing.page_templates.views import PageTemplateViewSet
from pool.models import AdvisorConsent, Municipality, Scope

pytestmark = pytest.mark.rendering

PAGES = [
    model
    for model in apps.get_models()
    if issubclass(model, Page)
    and model is not Page
    and model.__module__.startswith(("home", "news", "pool"))
]
OTHERS = [ContactPerson, Partner, Topic, SiteSettings, AdvisorConsent, Municipality]

#: labels that are the same words in both languages
SAME = {"Name", "Partner", "Website", "Webhook", "Platform", "Text", "Logo", "Link", "Organisation"}
#: labels that say all, wherever they stand
PLAIN = {
    "contact": "a row of a list with help of its own",
    "country": "the same",
    "language": "the same, or the language of the thing itself",
    "page": "the same",
    "partner": "the same",
    "topic": "the same",
    "name": "of a person or municipality",
    "file": "the file itself",
    "collection": "Wagtail’s",
    "tags": "Wagtail’s",
    "title": "of a file",
    "go_live_at": "Wagtail’s; its dialog explains it",
    "expire_at": "the same",
    "focal_point_x": "hidden; set in the picture",
    "focal_point_y": "the same",
    "focal_point_width": "the same",
    "focal_point_height": "the same",
    **{f"shows_{scope}": "explained by the group" for scope in Scope.values},
    **{
        f"on_{what}": "explained by the group"
        for what in ("published", "changed", "moved", "removed")
    },
}
#: the same for blocks: lists and structures whose fields have help, and choices in a list
PLAIN_BLOCKS = {"link", "item", "image"}


def handler_of(model: type[models.Model]) -> Panel:
    if issubclass(model, Page):
        return model.get_edit_handler()
    return edit_handler_of(model)


def leaves(panel: Panel) -> Iterator[tuple[Panel, Panel]]:
    """Each field and list of a form with the panel whose form it belongs to."""
    pending = [(panel, panel)]
    while pending:
        owner, current = pending.pop()
        if isinstance(current, InlinePanel):
            yield owner, current
            pending.append((current.child_edit_handler, current.child_edit_handler))
        elif isinstance(current, FieldPanel):
            yield owner, current
        pending += [(owner, child) for child in getattr(current, "children", [])]


def words(owner: Panel, panel: Panel) -> tuple[str, str]:
    """Heading and help of a field as an editor reads them."""
    if isinstance(panel, InlinePanel):
        return str(panel.heading), str(panel.help_text)
    form = owner.get_form_class()()
    bound = panel.get_bound_panel(instance=owner.model(), request=None, form=form, prefix="p")
    return str(bound.heading), str(bound.help_text)


def findings(handler: Panel) -> list[str]:
    found = []
    for owner, panel in leaves(handler):
        name = getattr(panel, "relation_name", None) or panel.field_name
        texts = {}
        for language in ("de", "en"):
            with translation.override(language):
                texts[language] = words(owner, panel)
        (german, german_help), (english, english_help) = texts["de"], texts["en"]
        if german == english and german not in SAME:
            found.append(f"{name}: “{german}” in both languages")
        if not german_help and name not in PLAIN:
            found.append(f"{name}: no help")
        if german_help and german_help == english_help:
            found.append(f"{name}: help “{german_help}” in both languages")
    return found


@pytest.mark.parametrize("model", [*PAGES, *OTHERS], ids=lambda model: model._meta.label)
def test_every_field_of_a_form_has_label_and_help_in_both_languages(model, db) -> None:
    assert findings(handler_of(model)) == []


def test_so_have_the_forms_whose_panels_stand_elsewhere(db) -> None:
    assert findings(ObjectList(ENDPOINT_PANELS[1:]).bind_to_model(WebhookEndpoint)) == []
    own = PageTemplateViewSet()._edit_handler.children[:2]
    assert [
        name
        for group in own
        for name in (child.field_name for child in group.children)
        if not PageTemplateViewSet.model._meta.get_field(name).help_text
    ] == []


@pytest.mark.parametrize(
    ("form", "model"), [(get_image_form, Image), (get_document_form, Document)]
)
def test_so_have_pictures_and_documents(form: Any, model: Any, db) -> None:
    texts = {}
    for language in ("de", "en"):
        with translation.override(language):
            fields = form(model)().fields
            texts[language] = {
                name: (str(field.label), str(field.help_text or ""))
                for name, field in fields.items()
                if not field.widget.is_hidden
            }

    for name, (label, help_text) in texts["de"].items():
        english, english_help = texts["en"][name]
        assert label != english or label in {*SAME, "Illustration"}, name
        assert name in PLAIN or (help_text and help_text != english_help), name


# --- Blocks -------------------------------------------------------------------------------------


def every_block() -> dict[str, blocks.Block]:
    """All blocks of all streams by their path; a block that stands in several, once."""
    found: dict[str, blocks.Block] = {}

    def walk(block: blocks.Block, path: str) -> None:
        found.setdefault(path, block)
        for name, child in getattr(block, "child_blocks", {}).items():
            walk(child, f"{path}.{name}")
        if isinstance(block, blocks.ListBlock):
            walk(block.child_block, f"{path}.item")

    for model in PAGES:
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                for name, block in field.stream_block.child_blocks.items():
                    walk(block, name)
    return found


def help_of(block: blocks.Block) -> str:
    return str(
        getattr(getattr(block, "field", None), "help_text", "")
        or getattr(block.meta, "help_text", "")
        or ""
    )


def test_every_field_of_every_block_has_label_and_help_in_both_languages() -> None:
    found = []
    for path, block in every_block().items():
        texts = {}
        for language in ("de", "en"):
            with translation.override(language):
                texts[language] = (str(block.label), help_of(block))
        (german, german_help), (english, english_help) = texts["de"], texts["en"]
        is_part = "." in path
        if german == english and german not in SAME | {"Name", "Alternative", "Downloads"}:
            found.append(f"{path}: “{german}” in both languages")
        if is_part and not german_help and path.split(".")[-1] not in PLAIN_BLOCKS:
            found.append(f"{path}: no help")
        if german_help and german_help == english_help:
            found.append(f"{path}: help in one language only")
        # Nobody picks a figure: it is the only block of its stream.
        if not is_part and path != "figure" and not getattr(block.meta, "description", ""):
            found.append(f"{path}: no description")

    assert found == []


# --- Order --------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model._meta.label)
def test_every_page_type_has_the_same_tabs_and_parts_in_the_same_order(model) -> None:
    tabs = model.get_edit_handler().children
    parts = [str(panel.heading) for panel in tabs[0].children]
    known = [str(part) for part in PARTS]

    assert [tab.heading for tab in tabs] == [CONTENT_TAB, PROMOTE_TAB, SETTINGS_TAB]
    positions = [known.index(part) for part in parts if part in known]
    assert positions == sorted(positions)
    for panel in tabs[0].children:
        if str(panel.heading) == str(LINKS):
            assert "collapsed" in panel.classname
