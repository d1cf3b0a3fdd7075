"""The translations that lag behind their originals, in short; the board says which sentences."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.coreutils import get_content_type_label
from wagtail.models import Page

from ..translations.state import languages
from . import matters
from .views import RowsView


class OutdatedView(RowsView):
    matter = matters.OUTDATED
    intro = _(
        "The original has changed since it was translated. Open the translation and bring it up "
        "to date."
    )
    columns = [
        TitleColumn("row_title", label=_("Title"), get_url=lambda row: row["edit_url"]),
        Column("type", label=_("Type")),
        Column("language", label=_("Language")),
        DateColumn("since", label=_("Outdated since")),
    ]
    list_export = ["row_title", "type", "language", "since"]
    export_headings = {
        "row_title": _("Title"),
        "type": _("Type"),
        "language": _("Language"),
        "since": _("Outdated since"),
    }

    def get_queryset(self) -> QuerySet:
        return self.found.order_by("since", "row_title")

    def decorate_paginated_queryset(self, rows: Any) -> Any:
        names = {locale.pk: locale.get_display_name() for locale in languages()[1]}
        addresses = _edit_addresses(rows, self.request.user)
        for row in rows:
            row["type"] = get_content_type_label(ContentType.objects.get_for_id(row["type_id"]))
            row["language"] = names[row["language_id"]]
            row["edit_url"] = addresses.get((row["translation_key"], row["language_id"]))
        return rows


def _edit_addresses(rows: Any, user: Any) -> dict[tuple[Any, int], str | None]:
    """Where the translations are edited, as far as the user may; one query for each kind."""
    finder = AdminURLFinder(user)
    keys: dict[type, set[Any]] = {}
    for row in rows:
        model = ContentType.objects.get_for_id(row["type_id"]).model_class()
        kind = Page if issubclass(model, Page) else model
        keys.setdefault(kind, set()).add(row["translation_key"])
    return {
        (target.translation_key, target.locale_id): finder.get_edit_url(target)
        for kind, wanted in keys.items()
        for target in kind._base_manager.filter(translation_key__in=wanted)
    }
