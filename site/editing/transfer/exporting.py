"""From the database to a folder."""

from pathlib import Path

from django.db import connection, transaction

from . import frame, media, page_templates, pages, snippets, translations
from .archive import Writer
from .keys import keys_of_site
from .work import Export, Report


def export_site(folder: Path, report: Report = lambda text: None) -> Export:
    """Write all content to a folder, which is empty or holds an earlier export.

    Raises `TransferError`; the earlier export is then still there.
    """
    with Writer(folder) as writer:
        with transaction.atomic():
            _see_one_moment()
            out = Export(writer, keys_of_site())
            frame.write_locales(out)
            frame.write_order(out)
            frame.write_sites(out)
            frame.write_settings(out)
            frame.write_redirects(out)
            media.write_collections(out)
            report("Pictures and documents")
            media.write_media(out)
            snippets.write_snippets(out)
            snippets.write_municipalities(out)
            snippets.write_consents(out)
            report("Pages")
            pages.write_pages(out)
            page_templates.write_templates(out)
            report("Translations")
            translations.write_translations(out)
        report("Files")
        media.copy_files(out)
        writer.finish()
    return out


def _see_one_moment() -> None:
    """Whatever editors save meanwhile, all parts of the export show the same state."""
    is_outermost = len(connection.savepoint_ids) == 0 and not connection.needs_rollback
    if connection.vendor == "postgresql" and is_outermost:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
