"""From a folder to the database of a site that has no content yet."""

from pathlib import Path

from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site
from wagtail_localize.models import TranslationSource

from home.demo.surroundings import is_untouched_welcome_page
from pool.models import AdvisorConsent, ConsentText, Municipality

from ..contents.recording import record_everything
from . import frame, media, page_templates, pages, snippets, translations
from .archive import Reader
from .errors import TransferError
from .keys import ROOT, Keys, translatable_snippets
from .work import Import, Report


def import_site(folder: Path, report: Report = lambda text: None) -> Import:
    """Fill the site from an export: all of it, or nothing.

    Raises `TransferError` if the site has content already, or if something is wrong with the
    export. Indexes and records that follow from the content are made afterwards.
    """
    reader = Reader(folder)
    report("Checksums")
    reader.verify()
    into = Import(reader, Keys())
    try:
        with transaction.atomic():
            _require_empty_site()
            _fill(into, report)
    except BaseException:
        for storage, name in into.made:
            storage.delete(name)
        raise
    cache.clear()
    report("Search, references, record of changes")
    rebuild()
    return into


def rebuild() -> None:
    """What follows from the content, and what signals keep up to date otherwise."""
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
    record_everything()
    call_command("recheck_changes", verbosity=0)


def _fill(into: Import, report: Report) -> None:
    """What others refer to comes first."""
    _clear_welcome_page()
    root = Page.get_first_root_node()
    into.keys.add(Page, root.pk, ROOT)
    for group in Group.objects.all():
        into.keys.add(Group, group.pk, group.name)
    frame.read_locales(into)
    media.read_collections(into)
    report("Pictures and documents")
    media.read_media(into)
    snippets.read_snippets(into)
    snippets.read_municipalities(into)
    report("Pages")
    pages.read_pages(into)
    frame.read_sites(into)
    frame.read_settings(into)
    frame.read_redirects(into)
    snippets.read_consents(into)
    pages.read_revisions(into)
    page_templates.read_templates(into)
    report("Translations")
    translations.read_translations(into)


def _clear_welcome_page() -> None:
    Site.objects.all().delete()
    for page in Page.objects.filter(depth=2):
        page.delete()


@translation.override("en")  # as all that commands say
def _require_empty_site() -> None:
    found = [
        f"{number} {model._meta.verbose_name_plural}"
        for model in _content_models()
        if (number := model._base_manager.count())
    ]
    if number := len([p for p in Page.objects.filter(depth__gt=1) if not _is_welcome(p)]):
        found.insert(0, f"{number} {Page._meta.verbose_name_plural}")
    if found:
        raise TransferError(
            f"This site has content already: {', '.join(found)}. An export can only be imported "
            "into a site that was set up (migrate) and has nothing in it yet."
        )


def _content_models() -> list[type[Model]]:
    media_models = [get_image_model(), get_document_model()]
    others = [Municipality, AdvisorConsent, ConsentText, Redirect, TranslationSource]
    return [*media_models, *translatable_snippets(), *others]


def _is_welcome(page: Page) -> bool:
    return page.depth == 2 and is_untouched_welcome_page(page)
