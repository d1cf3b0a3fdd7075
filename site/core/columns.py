"""Columns for lists in the admin."""

from datetime import date
from typing import Any

from wagtail.admin.ui.tables import Column

from .dates import format_span


class DayColumn(Column):
    """A day in words, in the editor's language ("7. November 2018")."""

    def get_value(self, instance: Any) -> str:
        value: date | None = super().get_value(instance)
        return format_span(value) if value else ""
