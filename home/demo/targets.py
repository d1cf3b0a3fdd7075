"""What the data files refer to by key: pages, pictures, documents and snippets."""

from collections import defaultdict
from typing import Any

from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.models import Page

from .data import DemoDataError
from .rich_text import Find


class Targets:
    """The objects that exist by now, by model and key of the data files."""

    def __init__(self) -> None:
        self._objects: dict[type[Model], dict[str, Any]] = defaultdict(dict)

    def add(self, model: type[Model], key: str, obj: Model) -> None:
        """Remember an object. For a page of whatever type, `model` is `Page`."""
        self._objects[model][key] = obj

    def get(self, model: type[Model], key: str, place: str) -> Any:
        """The object of a key. Raises `DemoDataError`, naming the place, if there is none."""
        known = self._objects[Page if issubclass(model, Page) else model]
        if key not in known:
            raise DemoDataError(place, f"there is no {model._meta.model_name} “{key}”")
        return known[key]

    def pk(self, model: type[Model], key: str, place: str) -> Any:
        """The primary key of what `get` gives."""
        return self.get(model, key, place).pk

    def finder(self, place: str) -> Find:
        """A function that finds what the rich text at a place links to."""
        models = {"page": Page, "document": get_document_model()}
        return lambda kind, key: self.pk(models[kind], key, place)
