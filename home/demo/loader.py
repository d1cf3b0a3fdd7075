"""From the data files to the site: the order in which things are made."""

import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from core.images import ALL_SPECIFICATIONS
from pool.models import AdvisorPage

from . import municipalities, surroundings
from .data import DemoData, DemoDataError, read_demo_data
from .indexes import rebuild_indexes, updates_paused
from .media import Media, make_renditions
from .pages import Pages, find_page
from .snippets import SNIPPETS, build_snippet, ensure_snippet
from .targets import Targets
from .translations import is_complete, translate

Report = Callable[[str], Any]

SECONDS_BETWEEN_REPORTS = 3
SOURCE, TARGET = "de", "en"


def load_demo(
    *,
    data: DemoData | None = None,
    image_scale: float = 1.0,
    renditions: bool = True,
    report: Report = lambda text: None,
) -> None:
    """Make what of the demo content is missing; what exists stays as it is.

    Everything that goes into the database is one transaction; if it fails, the files that were
    written are deleted. Renditions and indexes are made afterwards: a visitor can do without them.
    `image_scale` makes the drawn pictures smaller, `renditions=False` leaves their sizes and
    formats to the first visitor; `report` gets a line of progress. Raises `DemoDataError`, which
    names the place in the data files.
    """
    run = _Run(data or read_demo_data(), Media(image_scale), report)
    try:
        with no_redirects(), transaction.atomic(), updates_paused():
            run.load()
    except BaseException:
        run.media.discard()
        raise
    report("Reference index and search index")
    rebuild_indexes()
    if renditions:
        images = [made for made in run.media.made if isinstance(made, get_image_model())]
        for _ in _counted("Sizes and formats of pictures", images, report, _rendered(images)):
            pass


@contextmanager
def no_redirects() -> Iterator[None]:
    """A translation begins with the German address, which nobody has ever seen: no redirect from
    there is needed, though Wagtail makes one when the page gets its own: once the transaction is
    committed, so that this goes around it."""
    before = list(Redirect.objects.values_list("pk", flat=True))
    yield
    Redirect.objects.filter(automatically_created=True).exclude(pk__in=before).delete()


class _Run:
    """One run: what was found and made so far."""

    def __init__(self, data: DemoData, media: Media, report: Report) -> None:
        self.data = data
        self.media = media
        self.report = report
        self.targets = Targets()

    def load(self) -> None:
        self.locale = Locale.objects.get_or_create(language_code=SOURCE)[0]
        self.english = Locale.objects.get_or_create(language_code=TARGET)[0]
        self.report(f"Municipalities: {municipalities.ensure_municipalities()}")
        municipalities.ensure_sample_consultations()
        self.load_media()
        self.load_snippets()
        created = self.load_pages()
        self.translate_pages(created)

    def load_media(self) -> None:
        for key, entry in self._each("images", "Pictures"):
            self.targets.add(get_image_model(), key, self.media.image(key, entry))
        for key, entry in self._each("documents", "Documents"):
            self.targets.add(get_document_model(), key, self.media.document(key, entry))

    def load_snippets(self) -> None:
        for section, model in SNIPPETS.items():
            for key, entry in self._each(section, section.capitalize()):
                snippet, is_new = ensure_snippet(section, key, entry, self.locale, self.targets)
                self.targets.add(model, key, snippet)
                if is_new or not snippet.has_translation(self.english):
                    versions = [
                        build_snippet(section, key, values, self.locale, self.targets)
                        for values in (entry, self.data.translated(section, key))
                    ]
                    place = f"{section}/{key}"
                    translate(snippet, *versions, self.english, place, complete=is_new)

    def load_pages(self) -> set[str]:
        """Find or make all German pages. Returns the keys of those that were made."""
        pages = Pages(self.locale, self.targets)
        created = {}
        for key, entry in self.data.section("pages").items():
            page = find_page(key, self.locale)
            if page is None:
                page = created[key] = pages.create_draft(key, entry)
            self.targets.add(Page, key, page)
        home = self.targets.get(Page, "home", "pages")
        site = surroundings.ensure_site(home, self.data.german["site"]["name"])
        for key, page in _counted("Pages", created.items(), self.report):
            pages.publish(page, key, self.data.section("pages")[key])
        surroundings.ensure_settings(site, self.data, self.targets)
        return set(created)

    def translate_pages(self, created: set[str]) -> None:
        """Translate the pages that have no English version, parents before children."""
        pages = Pages(self.locale, self.targets)
        for key, entry in self._each("pages", "Translations"):
            source = find_page(key, self.locale)
            if source.has_translation(self.english):
                continue
            place = f"pages/{key}"
            translation = translate(
                source,
                pages.build(key, entry),
                pages.build(key, self.data.translated("pages", key)),
                self.english,
                place,
                complete=key in created,
            )
            if source.live and is_complete(source, self.english):
                _publish_translation(translation, source, place)

    def _each(self, section: str, title: str) -> Iterator[tuple[str, dict[str, Any]]]:
        return _counted(title, self.data.section(section).items(), self.report)


def _publish_translation(page: Page, source: Page, place: str) -> None:
    if isinstance(page, AdvisorPage) and page.consent is None:
        raise DemoDataError(place, "a profile cannot be published without a consent")
    Page.objects.filter(pk=page.pk).update(first_published_at=source.first_published_at)
    page.get_latest_revision().publish()


def _rendered(images: Iterable[Any]) -> Iterator[Any]:
    yield from make_renditions(images, ALL_SPECIFICATIONS)


def _counted(
    title: str, items: Sized, report: Report, steps: Iterable[Any] | None = None
) -> Iterator[Any]:
    """Go through items (or through the steps that treat them) and say now and then how far."""
    total = len(items)
    said_at = time.monotonic()
    for number, item in enumerate(items if steps is None else steps, start=1):
        yield item
        if number == total or time.monotonic() - said_at > SECONDS_BETWEEN_REPORTS:
            report(f"{title}: {number}/{total}")
            said_at = time.monotonic()
