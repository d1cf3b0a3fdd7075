"""From a page to the starting content of a template, and back.

What stands on the first tab of a type's form is its content; address, search texts and times of
publishing belong to the single page.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import models
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import ObjectList
from wagtail.images import get_image_model
from wagtail.models import Page

from home.models import ContentPage
from news.models import NewsPage
from pool.models import AdvisorPage, StatePage

Content = dict[str, Any]

#: the types of page of which there are many
TYPES: tuple[type[Page], ...] = (NewsPage, ContentPage, StatePage, AdvisorPage)
#: those that no template is made from: what is known of a person must not wander off into one
PERSONAL: tuple[type[Page], ...] = (AdvisorPage,)


@cache
def content_panel(page_class: type[Page]) -> ObjectList:
    """The first tab of a type's form."""
    panel = ObjectList(page_class.content_panels, base_form_class=WagtailAdminPageForm)
    return panel.bind_to_model(page_class)


def content_of(page: Page) -> Content:
    """What a template keeps of a page, as JSON can hold it."""
    data = page.serializable_data()
    content = {name: data[name] for name in _fields(type(page))}
    for relation in _relations(type(page)):
        content[relation] = [{**row, "pk": None} for row in data[relation]]
    return content


def general_content_of(page: Page) -> Content:
    """What other pages can have in common with a page: not its title, its days, its pictures."""
    content = content_of(page)
    for name in content.keys() & _single_names(type(page)):
        content[name] = None
    return content


def _single_names(page_class: type[Page]) -> set[str]:
    """The fields that make a page this one page; of a picture also what is said about it."""
    names = {"title"}
    for field in page_class._meta.concrete_fields:
        if isinstance(field, models.DateField):
            names.add(field.name)
        elif field.related_model is get_image_model():
            names |= {
                other.name
                for other in page_class._meta.concrete_fields
                if other is field or other.name.startswith(f"{field.name}_")
            }
    return names


def fill(page: Page, content: Content) -> None:
    """Give a page that is not stored yet a template's content.

    What a template leaves empty stays as it is, and what it names and is gone is left out.
    """
    for name in _fields(type(page)):
        field = page._meta.get_field(name)
        value = content.get(name)
        if isinstance(field, models.ForeignKey):
            if _exists(field, value):
                setattr(page, field.attname, value)
        elif value not in (None, "", "[]"):
            setattr(page, name, field.to_python(value))
    for relation in _relations(type(page)):
        if rows := list(_rows(type(page), relation, content.get(relation) or [])):
            setattr(page, relation, rows)


def _fields(page_class: type[Page]) -> list[str]:
    return list(content_panel(page_class).get_form_options().get("fields", []))


def _relations(page_class: type[Page]) -> list[str]:
    return list(content_panel(page_class).get_form_options().get("formsets", {}))


def _rows(
    page_class: type[Page], relation: str, rows: list[dict[str, Any]]
) -> Iterator[models.Model]:
    tie = page_class._meta.get_field(relation).field
    model = tie.model
    for row in rows:
        values = {}
        for field in model._meta.concrete_fields:
            if field.primary_key or field.name == tie.name or field.name not in row:
                continue
            value = row[field.name]
            if isinstance(field, models.ForeignKey) and not _exists(field, value):
                break
            values[field.attname] = field.to_python(value)
        else:
            yield model(**values)


def _exists(field: models.ForeignKey, value: Any) -> bool:
    return value is not None and field.related_model._default_manager.filter(pk=value).exists()
