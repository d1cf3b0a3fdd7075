"""The page tree: what is published, and the newest draft of each page."""

import json
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, PageViewRestriction, Revision

from ..models import Confirmation
from .errors import TransferError
from .frame import order_of
from .keys import ROOT
from .restrictions import read_restrictions, write_restrictions
from .rows import (
    Data,
    as_revision,
    build,
    differences,
    fields_of,
    insert,
    insert_children,
    local,
    portable,
    row_data,
    without,
)
from .work import Export, Import

TREE = "pages/tree.json"
# What counts for a page as a whole and not for a revision (`Page.with_content_json`).
OF_THE_PAGE = (
    "alias_of",
    "draft_title",
    "expired",
    "first_published_at",
    "has_unpublished_changes",
    "last_published_at",
    "latest_revision_created_at",
    "live",
    "locale",
    "translation_key",
)


def file_of(key: str) -> str:
    return f"pages/{key}.json"


# --- Out ------------------------------------------------------------------------------------------


def write_pages(out: Export) -> None:
    """One file for each page, and the tree in one list."""
    restrictions = write_restrictions(PageViewRestriction, "page_id")
    confirmed = dict(Confirmation.objects.values_list("page_id", "confirmed_at"))
    tree = []
    parents = {page.path: ROOT for page in Page.objects.filter(depth=1)}
    for page in Page.objects.filter(depth__gt=1).order_by("path"):
        key = out.keys.name(Page, page.pk)
        parents[page.path] = key
        parent = parents[page.path[: -Page.steplen]]
        tree.append({"page": key, "below": parent, "address": page.url_path})
        content = _page(out, page.specific)
        content["restrictions"] = restrictions.get(page.pk, [])
        moment = confirmed.get(page.pk)
        content["confirmed_at"] = moment and moment.isoformat()
        out.writer.write(file_of(key), content)
        out.writer.count("pages")
    out.writer.write(TREE, tree)


def _page(out: Export, page: Page) -> Data:
    model = type(page)
    fields = portable(model, row_data(page), out.keys)
    latest = page.latest_revision
    scheduled = page.scheduled_revision
    content = {"type": model._meta.label, "fields": fields, "revision": None, "scheduled": None}
    if latest:
        content["revision"] = _revision(out, latest, model, fields)
        content["revision"]["is_live"] = page.live_revision_id == latest.pk
        out.writer.count("drafts", page.has_unpublished_changes)
    if scheduled and scheduled != latest:
        content["scheduled"] = _revision(out, scheduled, model, fields)
    return content


def _revision(out: Export, revision: Revision, model: type[Model], fields: Data) -> Data:
    content = without(portable(model, revision.content, out.keys), OF_THE_PAGE)
    go_live = revision.approved_go_live_at
    return {
        "created_at": revision.created_at.isoformat(),
        "title": revision.object_str,
        "goes_live_at": go_live and go_live.isoformat(),
        # The fields that are not as published.
        "changes": differences(fields, content),
    }


# --- In -------------------------------------------------------------------------------------------


def read_pages(into: Import) -> None:
    """All pages first, so that they can refer to each other; then what they hold."""
    tree = into.reader.read(TREE)
    contents = {entry["page"]: into.reader.read(file_of(entry["page"])) for entry in tree}
    places = _places(tree)
    for key in order_of(into, Page):
        page = _base_row(into, contents[key], places[key])
        into.keys.add(Page, page.pk, key)
    for key, place in places.items():
        _complete(into, key, contents[key], place)
        into.count("pages")


def read_revisions(into: Import) -> None:
    """The newest draft of each page, after everything that it may refer to."""
    for entry in into.reader.read(TREE):
        content = into.reader.read(file_of(entry["page"]))
        _revisions(into, entry["page"], content)


def _places(tree: list[dict[str, str]]) -> dict[str, Data]:
    """Where each page stands: the values that django-treebeard keeps."""
    root = Page.get_first_root_node()
    places: dict[str, Data] = {ROOT: {"path": root.path, "depth": 1, "numchild": 0}}
    for entry in tree:
        above = places.get(entry["below"])
        if above is None:
            raise TransferError(f"The page {entry['page']} stands below one that comes later.")
        above["numchild"] += 1
        path = Page._get_path(above["path"], above["depth"] + 1, above["numchild"])
        places[entry["page"]] = {
            "path": path,
            "depth": above["depth"] + 1,
            "numchild": 0,
            "url_path": entry["address"],
        }
    Page.objects.filter(pk=root.pk).update(numchild=places.pop(ROOT)["numchild"])
    return places


def _model(content: Data) -> type[Page]:
    from wagtail.models import get_page_models

    model = next((m for m in get_page_models() if m._meta.label == content["type"]), None)
    if model is None:
        raise TransferError(f"This site has no page type “{content['type']}”.")
    return model


def _base_row(into: Import, content: Data, place: Data) -> Page:
    """The row that all page types share; without references to other pages."""
    names = {field.name for field in fields_of(Page)} - {"alias_of"}
    fields = {name: value for name, value in content["fields"].items() if name in names}
    content_type = ContentType.objects.get_for_model(_model(content))
    return insert(build(Page, local(Page, fields, into.keys), content_type=content_type, **place))


def _complete(into: Import, key: str, content: Data, place: Data) -> None:
    """The row of the page's own type, and the rows that belong to the page."""
    model, pk = _model(content), into.keys.pk(Page, key)
    data = local(model, content["fields"], into.keys)
    if data.get("alias_of"):
        Page.objects.filter(pk=pk).update(alias_of=data["alias_of"])
    content_type = ContentType.objects.get_for_model(model)
    page = build(model, data, id=pk, content_type=content_type, **place)
    if model is not Page:
        setattr(page, model._meta.pk.attname, pk)
        insert(page)  # `raw` leaves the row of the type above alone
    insert_children(page, data)
    read_restrictions(into, PageViewRestriction, "page_id", pk, place["url_path"], content)
    if content["confirmed_at"]:
        Confirmation.objects.create(
            page_id=pk, confirmed_at=parse_datetime(content["confirmed_at"])
        )


def _revisions(into: Import, key: str, content: Data) -> None:
    latest, scheduled = content["revision"], content["scheduled"]
    if not latest:
        return
    page = Page.objects.get(pk=into.keys.pk(Page, key)).specific
    if scheduled:
        _store(into, page, scheduled)
    revision = _store(into, page, latest)
    is_live = latest["is_live"]
    Page.objects.filter(pk=page.pk).update(
        latest_revision=revision, live_revision=revision if is_live else None
    )


def _store(into: Import, page: Page, data: Data) -> Revision:
    changes = local(type(page), data["changes"], into.keys)
    content: dict[str, Any] = json.loads(
        json.dumps(page.serializable_data(), cls=DjangoJSONEncoder)
    )
    content |= as_revision(changes)
    go_live = data["goes_live_at"]
    return insert(
        Revision(
            content_type=ContentType.objects.get_for_model(page),
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id=str(page.pk),
            object_str=data["title"],
            created_at=parse_datetime(data["created_at"]),
            approved_go_live_at=go_live and parse_datetime(go_live),
            content=content,
        )
    )
