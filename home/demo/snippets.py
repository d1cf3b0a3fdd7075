"""Topics, contact persons and partners, in German."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model
from wagtail.images import get_image_model
from wagtail.models import Locale

from core.models import ContactPerson, Partner, Topic

from .data import DemoDataError, explain
from .keys import identifier
from .targets import Targets

# Sections of the data files.
SNIPPETS: dict[str, type[Model]] = {
    "topics": Topic,
    "contacts": ContactPerson,
    "partners": Partner,
}


def build_snippet(
    section: str, key: str, entry: dict[str, Any], locale: Locale, targets: Targets
) -> Model:
    """A snippet with the values of an entry, not saved. Raises `DemoDataError` for bad values."""
    place = f"{section}/{key}"
    model = SNIPPETS[section]
    snippet = model(translation_key=identifier(place), locale=locale)
    for name, value in entry.items():
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist as error:
            raise DemoDataError(place, f"there is no field “{name}”") from error
        if field.related_model is get_image_model():
            value = targets.get(field.related_model, value, place) if value else None
        setattr(snippet, name, value)
    return snippet


def ensure_snippet(
    section: str, key: str, entry: dict[str, Any], locale: Locale, targets: Targets
) -> tuple[Model, bool]:
    """The snippet of an entry and whether it was made now; one that exists stays as it is."""
    place = f"{section}/{key}"
    model = SNIPPETS[section]
    existing = model.objects.filter(translation_key=identifier(place), locale=locale).first()
    if existing:
        return existing, False
    snippet = build_snippet(section, key, entry, locale, targets)
    try:
        snippet.full_clean()
    except ValidationError as error:
        raise DemoDataError(place, explain(error)) from error
    snippet.save()
    return snippet, True
