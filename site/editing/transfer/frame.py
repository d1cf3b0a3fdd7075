"""What stands around the content: languages, sites, their settings, redirects."""

import re
from typing import Any

from django.db.models import Model
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from .keys import ROOT, site_name, translatable_snippets
from .rows import build, insert, insert_children, local, portable, row_data
from .work import Export, Import

LOCALES, SITES, REDIRECTS = "locales.json", "sites.json", "redirects.json"
ORDER = "order.json"
_DOCUMENT = re.compile(r"(?<=/documents/)(\[[^\]]+\]|[0-9]+)(?=/)")


def write_order(out: Export) -> None:
    """The order in which things were made: many lists follow it."""
    models = (Page, get_image_model(), get_document_model(), *translatable_snippets())
    out.writer.write(
        ORDER,
        {
            model._meta.label_lower: [key for key in out.keys.in_order(model) if key != ROOT]
            for model in models
        },
    )


def order_of(into: Import, model: type[Model]) -> list[str]:
    """The names of a model's objects in the order in which to make them."""
    return into.reader.read(ORDER).get(model._meta.label_lower, [])


def write_locales(out: Export) -> None:
    out.writer.write(LOCALES, out.keys.names(Locale))
    out.writer.count("locales", len(out.keys.names(Locale)))


def read_locales(into: Import) -> None:
    for code in into.reader.read(LOCALES):
        locale = Locale.objects.get_or_create(language_code=code)[0]
        into.keys.add(Locale, locale.pk, code)
        into.count("locales")


def write_sites(out: Export) -> None:
    sites = sorted(Site.objects.all(), key=site_name)
    out.writer.write(SITES, [portable(Site, row_data(site), out.keys) for site in sites])
    out.writer.count("sites", len(sites))


def read_sites(into: Import) -> None:
    """The sites of the export take the place of the one that a new database has."""
    Site.objects.all().delete()
    for data in into.reader.read(SITES):
        site = insert(build(Site, local(Site, data, into.keys)))
        into.keys.add(Site, site.pk, site_name(site))
        into.count("sites")
    Site.clear_site_root_paths_cache()


def setting_models() -> list[type[Model]]:
    return sorted(registry, key=lambda model: model._meta.label_lower)


def write_settings(out: Export) -> None:
    for model in setting_models():
        found = [portable(model, row_data(obj), out.keys) for obj in model._base_manager.all()]
        found.sort(key=lambda data: str(data.get("site")))
        out.writer.write(f"settings/{model._meta.label_lower}.json", found)
        out.writer.count("settings", len(found))


def read_settings(into: Import) -> None:
    for model in setting_models():
        path = f"settings/{model._meta.label_lower}.json"
        rows = into.reader.read(path) if into.reader.has(path) else []
        if rows and not issubclass(model, BaseSiteSetting):
            model._base_manager.all().delete()
        for row in rows:
            data = local(model, row, into.keys)
            insert_children(insert(build(model, data)), data)
            into.count("settings")


def write_redirects(out: Export) -> None:
    rows = [portable(Redirect, row_data(obj), out.keys) for obj in Redirect.objects.all()]
    for row in rows:
        row["redirect_link"] = _renamed_link(
            row["redirect_link"], lambda key: _named_document(out, key)
        )
    rows.sort(key=lambda row: (row["old_path"], str(row["site"])))
    out.writer.write(REDIRECTS, rows)
    out.writer.count("redirects", len(rows))


def read_redirects(into: Import) -> None:
    for row in into.reader.read(REDIRECTS):
        data = local(Redirect, row, into.keys)
        data["redirect_link"] = _renamed_link(
            data["redirect_link"], lambda key: _document_of_name(into, key)
        )
        insert(build(Redirect, data))
        into.count("redirects")


def _renamed_link(link: str, renamed: Any) -> str:
    """A link to a document has its primary key in the address."""
    return _DOCUMENT.sub(lambda match: renamed(match[1]), link)


def _named_document(out: Export, key: str) -> str:
    name = out.keys.name(get_document_model(), int(key)) if key.isdigit() else None
    return f"[{name}]" if name else "0"


def _document_of_name(into: Import, key: str) -> str:
    return str(into.keys.pk(get_document_model(), key[1:-1])) if key.startswith("[") else key
