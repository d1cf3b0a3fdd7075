"""From an export to the site: the order in which things are made."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from editing.models import ImportedItem
from home.demo.surroundings import ensure_site
from home.models import HomePage
from news.models import NewsIndexPage, NewsPage

from .items import Item, portal_path, read_items
from .links import Links, hosts_of
from .media import Collections, Media
from .pages import Pages, key_of, lead_path
from .reading import Export, opened_export
from .redirects import Redirects
from .report import Report
from .tree import Kind, Plan, Planned
from .volto import address_of

Progress = Callable[[str], Any]
# What the list of news is called where Plone had no folder for it.
NEWS_TITLES = {"de": ("Aktuelles", "aktuelles"), "en": ("News", "news")}


def import_plone(
    path: Path,
    *,
    write: bool = False,
    blobs: Path | None = None,
    progress: Progress = lambda text: None,
) -> Report:
    """Make pages, pictures, documents and redirects of an export; return what became of it.

    All or nothing: one transaction. Without `write` the same is done and taken back, so that the
    report tells exactly what would happen. What an earlier import made is left as editors have it
    now. Raises `PloneExportError` if the export cannot be read.
    """
    with opened_export(path, blobs) as export:
        run = _Run(export, progress)
        try:
            with transaction.atomic():
                run.all()
                if not write:
                    transaction.set_rollback(True)
        except BaseException:
            run.media.discard()
            raise
        if not write:
            run.media.discard()
    return run.report


class _Run:
    """One import: what was found and made so far."""

    def __init__(self, export: Export, progress: Progress) -> None:
        self.export = export
        self.progress = progress
        self.report = Report()
        self.codes = [code for code, __ in settings.WAGTAIL_CONTENT_LANGUAGES]
        items = read_items(export.items, self.codes)
        self.items = [item for item in items if self._is_of_this_site(item)]
        self.plan = Plan(self.items, export, self.report)
        self.links = Links(portal_path(export.items), hosts_of(export.items))
        self.media = Media(export.files, self.report)
        self.known = {item.uid: item for item in ImportedItem.objects.all()}
        self.keys = self._translation_keys()
        self.pages = Pages(self.links, self.report, self.keys)
        self.made: list[tuple[Planned, Page]] = []
        self.news_lists: dict[str, Page] = {}

    def all(self) -> None:
        self.locales = {
            code: Locale.objects.get_or_create(language_code=code)[0] for code in self.codes
        }
        self.homes = {home.locale.language_code: home for home in HomePage.objects.all()}
        self.collections = Collections()
        self._media()
        self._drafts()
        self._fill_and_publish()
        self._redirects()

    def _is_of_this_site(self, item: Item) -> bool:
        if item.language not in self.codes:
            self.report.note(item.path, f"this site has no language “{item.language}”")
        return item.language in self.codes

    def _translation_keys(self) -> dict[str, UUID]:
        """UID → the key that all languages of a page share: that of its first language."""
        languages = {item.uid: item.language for item in self.items}
        keys = {}
        for group in self.export.translations:
            members = [uid for uid in group.values() if uid in languages]
            members.sort(key=lambda uid: self.codes.index(languages[uid]))
            if len({languages[uid] for uid in members}) < len(members):
                self.report.note("", f"a group of translations holds a language twice: {members}")
                continue
            for uid in members:
                known = self.known.get(members[0])
                key = getattr(known and known.target, "translation_key", None)
                keys[uid] = key or key_of(members[0])
        return keys

    # --- Files ------------------------------------------------------------------------------------

    def _media(self) -> None:
        folders: dict[int, Any] = {}
        kinds = (Kind.COLLECTION, Kind.IMAGE, Kind.DOCUMENT)
        planned = [entry for entry in self.plan.planned if entry.kind in kinds]
        for number, entry in enumerate(planned, start=1):
            self.progress(f"Files {number}/{len(planned)}")
            above = folders.get(id(entry.parent))
            if entry.kind is Kind.COLLECTION:
                title = entry.item.text("title") or entry.item.id
                folders[id(entry)] = self.collections.of_folder(title, above)
            elif not self._find(entry.item):
                place = (above or self.collections.root) if entry.is_published else None
                place = place or self.collections.hidden()
                self._remember(entry, self._file(entry, place))
        for entry in self.plan.planned:
            if entry.kind.is_page:
                self._field_picture(entry)

    def _file(self, entry: Planned, collection: Any) -> Any:
        if entry.kind is Kind.DOCUMENT:
            return self.media.document(entry.item, collection)
        return self.media.image(entry.item, entry.item.get("image"), collection)

    def _field_picture(self, entry: Planned) -> None:
        """The picture that is a field of a page, which becomes one of the library."""
        item = entry.text
        blob = item.get("image") or item.get("preview_image")
        if not isinstance(blob, dict) or self._find(entry.item, look_only=True):
            return
        visible = self.collections.root if entry.is_published else self.collections.hidden()
        image = self.media.image(item, blob, visible, title=item.text("image_caption"))
        if image is not None:
            self.links.by_path[lead_path(item)] = image
            self.report.made["picture"] += 1

    # --- Pages ------------------------------------------------------------------------------------

    def _drafts(self) -> None:
        pages = [entry for entry in self.plan.planned if entry.kind.is_page]
        # Lists of news come first: news go there wherever they stood.
        pages.sort(key=lambda entry: entry.kind is Kind.NEWS)
        for number, entry in enumerate(pages, start=1):
            self.progress(f"Pages {number}/{len(pages)}")
            if page := self._find(entry.item):
                self._find_merged(entry, page)
                continue
            if entry.kind is Kind.HOME:
                self._home(entry)
            elif entry.kind is Kind.NEWS_LIST and self._news_list(entry.item.language):
                self._join(entry, self._news_list(entry.item.language))
            elif parent := self._parent(entry):
                self._draft(entry, parent)

    def _draft(self, entry: Planned, parent: Page) -> Page | None:
        page = self.pages.create_draft(entry, parent, self.locales[entry.item.language])
        if page is not None:
            if isinstance(page, NewsPage):
                page.image = self.links.by_path.get(lead_path(entry.text))
                page.image_caption = entry.text.text("image_caption")[:255]
            self.made.append((entry, page))
            self._remember(entry, page)
        return page

    def _join(self, entry: Planned, page: Page) -> None:
        """An item whose place is taken by a page that was here before."""
        self.links.add(entry.item, page)
        self._find_merged(entry, page)
        if entry.kind is Kind.NEWS_LIST:
            self.report.note(entry.item.path, f"its news stand in the list “{page.title}” now")

    def _home(self, entry: Planned) -> None:
        """The start page of a language; one that is there keeps its text."""
        language = entry.item.language
        if home := self.homes.get(language):
            self._join(entry, home)
            if entry.text.get("text") or entry.text.get("blocks"):
                self.report.note(
                    entry.item.path, f"the start page “{home.title}” keeps the text that it has"
                )
            return
        self.keys.setdefault(entry.item.uid, self._home_key() or key_of(entry.item.uid))
        home = self._draft(entry, Page.get_first_root_node())
        if home is None:
            return
        self.homes[language] = home
        if not Site.objects.filter(root_page__in=Page.objects.type(HomePage)).exists():
            ensure_site(home, home.title)

    def _home_key(self) -> UUID | None:
        return next((home.translation_key for home in self.homes.values()), None)

    def _home_of(self, language: str) -> Page:
        """The start page of a language, made if neither site nor export has one."""
        if language not in self.homes:
            entry = {"@type": "LRF", "title": language.upper(), "review_state": "published"}
            item = Item(entry, f"start-{language}", "LRF", f"/{language}", language)
            self._home(Planned(item, Kind.HOME, item))
        return self.homes[language]

    def _news_list(self, language: str) -> Page | None:
        """The list of news of a language, if there is one already."""
        if language not in self.news_lists:
            locale = self.locales[language]
            found = NewsIndexPage.objects.filter(locale=locale).order_by("path").first()
            if found is None:
                return None
            self.news_lists[language] = found
        return self.news_lists[language]

    def _parent(self, entry: Planned) -> Page | None:
        """The page below which an item stands: as in Plone, as far as page types allow it."""
        language = entry.item.language
        if entry.kind is Kind.NEWS:
            return self._news_list(language) or self._new_news_list(language)
        if entry.kind is Kind.NEWS_LIST:
            others = NewsIndexPage.objects.exclude(locale=self.locales[language])
            if other := others.order_by("path").first():
                self.keys.setdefault(entry.item.uid, other.translation_key)
            return self._home_of(language)
        above = entry.parent
        while above is not None:
            page = self.links.of(above.item)
            allowed = isinstance(page, Page) and page.locale.language_code == language
            if allowed and above.kind in (Kind.CONTENT, Kind.HOME):
                return page
            above = above.parent
        return self._home_of(language)

    def _new_news_list(self, language: str) -> Page | None:
        title, slug = NEWS_TITLES.get(language, NEWS_TITLES["en"])
        entry = {"@type": "Folder", "title": title, "review_state": "published"}
        item = Item(entry, f"news-{language}", "Folder", f"/{language}/{slug}", language)
        planned = Planned(item, Kind.NEWS_LIST, item)
        return self._draft(planned, self._parent(planned))

    # --- Content ----------------------------------------------------------------------------------

    def _fill_and_publish(self) -> None:
        for number, (entry, page) in enumerate(self.made, start=1):
            self.progress(f"Contents {number}/{len(self.made)}")
            children = [below for __, below in self.made if below.is_child_of(page)]
            page.refresh_from_db(fields=["path", "depth", "numchild", "url_path"])
            self.pages.fill(page, entry, self._related(entry.text), children)
            self.pages.publish(page, entry)

    def _related(self, item: Item) -> list[Page]:
        """The pages that an editor related to an item: its own field, or the list of relations."""
        found = []
        for entry in item.list("relatedItems"):
            address = entry if isinstance(entry, str) else address_of(entry)
            found.append(self.links.resolve(address, item.path).target)
        for source, target in self.export.relations:
            if source == item.uid:
                found.append(self.links.by_uid.get(target))
        return [page for page in dict.fromkeys(found) if isinstance(page, Page)]

    def _redirects(self) -> None:
        redirects = Redirects(self.links, self.report)
        for item in self.items:
            target = self.links.of(item)
            if target is not None:
                redirects.of_item(item, target)
        for entry in self.plan.planned:
            if entry.kind is Kind.REDIRECT:
                redirects.of_link(entry.item)
        redirects.of_aliases(self.export)

    # --- What is known ----------------------------------------------------------------------------

    def _find(self, item: Item, *, look_only: bool = False) -> Any:
        """What an earlier import made of an item, None if it made nothing or it was deleted."""
        record = self.known.get(item.uid)
        target = record.target if record else None
        if target is not None and not look_only:
            self.links.add(item, target)
            self.report.known[target._meta.verbose_name_raw] += 1
        return target

    def _find_merged(self, entry: Planned, page: Page) -> None:
        for item in entry.merged:
            self.links.add(item, page)

    def _remember(self, entry: Planned, target: Any) -> None:
        if target is None:
            return
        self.report.made[entry.kind.value] += 1
        self._find_merged(entry, target)
        self.links.add(entry.item, target)
        if entry.item.uid:
            ImportedItem.objects.update_or_create(
                uid=entry.item.uid, defaults={"path": entry.item.path[:2048], "target": target}
            )
