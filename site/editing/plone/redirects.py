"""Addresses of the old site that go on working."""

from typing import Any
from urllib.parse import urlsplit

from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page

from .items import Item, path_below
from .links import Links
from .reading import Export
from .report import Report

# Under which addresses Plone hands out the file of an object.
_VIEWS_OF_FILES = ("", "/view", "/@@download/file", "/at_download/file")


class Redirects:
    """Makes redirects; an old path that has one already keeps it."""

    def __init__(self, links: Links, report: Report) -> None:
        self.links = links
        self.report = report

    def of_item(self, item: Item, target: Any) -> None:
        """From where an item stood to what it became, where that is elsewhere now."""
        if isinstance(target, Page):
            if item.path and _path_of(target) != item.path:
                self.make(item.path, target)
        elif isinstance(target, get_document_model()):
            name = (item.get("file") or {}).get("filename")
            views = [*_VIEWS_OF_FILES, *([f"/@@download/file/{name}"] if name else [])]
            for view in views:
                self.make(f"{item.path}{view}", target)

    def of_link(self, item: Item) -> None:
        """An object of the type Link: whoever opened it was led elsewhere."""
        address = item.text("remoteUrl").replace("${portal_url}", self.links.portal or "")
        address = address.replace("${navigation_root_url}", self.links.portal or "")
        link = self.links.resolve(address, item.path)
        if link.target is None and not link.href.startswith(("http://", "https://")):
            self.report.note(item.path, f"the link to {address or 'nothing'} leads nowhere here")
            return
        self.make(item.path, link.target or link.href)

    def of_aliases(self, export: Export) -> None:
        """The aliases that Plone keeps when something is moved, and those that editors made."""
        for old, new in export.redirects.items():
            path = path_below(self.links.portal, old)
            target = self.links.resolve(new, "").target
            if target is None and urlsplit(new).netloc not in {"", *self.links.hosts}:
                target = new
            if not path or target is None:
                self.report.note(old, f"the alias leads to {new}, which is not in the export")
            else:
                self.make(path, target)

    def make(self, path: str, target: Any) -> None:
        """A permanent redirect from a path to a page, a document or an address."""
        old_path = Redirect.normalise_path(path)
        if len(old_path) > Redirect._meta.get_field("old_path").max_length:
            self.report.note(path, "the address is too long for a redirect")
            return
        if Redirect.objects.filter(old_path=old_path, site=None).exists():
            return
        redirect = Redirect(old_path=old_path, is_permanent=True)
        if isinstance(target, Page):
            redirect.redirect_page = target
        elif isinstance(target, get_document_model()):
            redirect.redirect_link = target.url
        elif isinstance(target, str):
            redirect.redirect_link = target
        else:
            return  # pictures have no address that outlives a change of theirs
        redirect.save()
        self.report.made["redirect"] += 1


def _path_of(page: Page) -> str:
    """The path of a page below the site, without the slash at the end, "" if it has none."""
    parts = page.get_url_parts()
    return parts[2].rstrip("/") if parts and parts[2] else ""
