"""What Wagtail exports as CSV: entries of forms, reports, redirects, lists of snippets."""

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from .writing import harmless_text


def mark_formulas() -> None:
    """Mark texts that spreadsheet programs would run, as our own tables do. Wagtail sees to this
    for XLSX only."""
    mixin = SpreadsheetExportMixin
    mixin.custom_value_preprocess = {
        **mixin.custom_value_preprocess,
        str: {mixin.FORMAT_CSV: harmless_text},
    }
