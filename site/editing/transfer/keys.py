"""Names that objects keep from one database to the next, in place of their primary keys."""

from collections import Counter, defaultdict
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page, Site, TranslatableMixin

from pool.models import Municipality

from .errors import TransferError

ROOT = "root"


def base(model: type[Model]) -> type[Model]:
    """The model whose keys name the objects of `model`: all pages share one."""
    return Page if issubclass(model, Page) else model


class Keys:
    """What every object is called; primary keys by name, and the other way round."""

    def __init__(self) -> None:
        self._names: dict[type[Model], dict[Any, str]] = defaultdict(dict)
        self._pks: dict[type[Model], dict[str, Any]] = defaultdict(dict)

    def add(self, model: type[Model], pk: Any, name: str) -> None:
        self._names[base(model)][pk] = name
        self._pks[base(model)][name] = pk

    def name(self, model: type[Model], pk: Any) -> str | None:
        """The name of an object, None if it does not exist (any more)."""
        return self._names[base(model)].get(pk)

    def pk(self, model: type[Model], name: str) -> Any:
        """The primary key of an object. Raises `TransferError` for a name that nothing has."""
        try:
            return self._pks[base(model)][name]
        except KeyError:
            label = base(model)._meta.verbose_name
            raise TransferError(f"The export names a {label} that it does not have: {name}") from (
                None
            )

    def names(self, model: type[Model]) -> list[str]:
        """All names, in order."""
        return sorted(self._pks[base(model)])

    def in_order(self, model: type[Model]) -> list[str]:
        """All names, in the order in which the objects were made."""
        return [name for __, name in sorted(self._names[base(model)].items())]


def keys_of_site() -> Keys:
    """The names of everything that content can refer to, in one query for each model."""
    keys = Keys()
    languages = {}
    for locale in Locale.objects.all():
        languages[locale.pk] = locale.language_code
        keys.add(Locale, locale.pk, locale.language_code)
    for site in Site.objects.all():
        keys.add(Site, site.pk, site_name(site))
    for group in Group.objects.all():
        keys.add(Group, group.pk, group.name)
    _add_collections(keys)
    for model in (get_image_model(), get_document_model()):
        files = list(model.objects.order_by("pk").values_list("pk", "file"))
        for pk, name in zip([pk for pk, __ in files], _unique(f for __, f in files), strict=True):
            keys.add(model, pk, name)
    for pk in Municipality.objects.values_list("pk", flat=True):
        keys.add(Municipality, pk, pk)
    for model in (Page, *translatable_snippets()):
        rows = model._base_manager.order_by("pk").values_list("pk", "translation_key", "locale_id")
        for pk, key, locale in rows:
            keys.add(model, pk, translatable_name(languages[locale], key))
    for root in Page.objects.filter(depth=1):
        keys.add(Page, root.pk, ROOT)
    return keys


def translatable_snippets() -> list[type[Model]]:
    """The snippets that have a translation key, in a fixed order."""
    from wagtail.snippets.models import get_snippet_models

    models = [model for model in get_snippet_models() if issubclass(model, TranslatableMixin)]
    return sorted(models, key=lambda model: model._meta.label_lower)


def translatable_name(language: str, translation_key: Any) -> str:
    return f"{language}/{translation_key}"


def site_name(site: Site) -> str:
    return f"{site.hostname}:{site.port}"


def _add_collections(keys: Keys) -> None:
    """By their names from the root on; of two with one name the second gets a number."""
    names: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for collection in Collection.objects.order_by("path"):
        parent = names.get(collection.path[: -Collection.steplen])
        name = ROOT if parent is None else f"{parent}/{collection.name.replace('/', '∕')}"
        seen[name] += 1
        names[collection.path] = name if seen[name] == 1 else f"{name}#{seen[name]}"
        keys.add(Collection, collection.pk, names[collection.path])


def _unique(names: Any) -> list[str]:
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return found
