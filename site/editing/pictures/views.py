"""The pictures in use of which something is missing."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Page

from ..front_page import matters
from ..front_page.pages import editable_pages
from ..front_page.views import RowsView
from ..models import SilentPicture


class PreviewColumn(Column):
    cell_template_name = "editing/pictures/preview_cell.html"


class PlacesColumn(Column):
    cell_template_name = "editing/pictures/places_cell.html"


class PicturesView(RowsView):
    matter = matters.PICTURES
    intro = _(
        "Write into the description what the picture shows, and into the credit who made it. "
        "Or give the picture an alternative text on the page where it stands."
    )
    columns = [
        PreviewColumn("preview", label=_("Preview"), width="110px"),
        TitleColumn("title", label=_("Picture"), get_url=lambda picture: picture.edit_url),
        Column("missing", label=_("What is missing")),
        PlacesColumn("places", label=_("Without alternative text on")),
    ]
    list_export = ["title", "missing", "places_text"]
    export_headings = {
        "title": _("Picture"),
        "missing": _("What is missing"),
        "places_text": _("Without alternative text on"),
    }

    def get_queryset(self) -> QuerySet:
        return self.found.prefetch_renditions("max-165x165")

    def decorate_paginated_queryset(self, pictures: Any) -> Any:
        pictures = list(pictures)
        places = self._places([picture.pk for picture in pictures])
        for picture in pictures:
            picture.edit_url = picture.may_change and _edit_url(picture)
            picture.missing = ", ".join(_missing(picture))
            picture.places = places[picture.pk] if picture.lacks_text else []
            picture.places_text = ", ".join(title for title, __ in picture.places)
        return pictures

    def _places(self, pictures: list[int]) -> dict[int, list[tuple[str, str]]]:
        """The pages that a picture stands on without text, and that the user may edit: title and
        address of the place in the editor; by the picture's key."""
        uses = SilentPicture.objects.filter(
            image__in=pictures, page__in=editable_pages(self.request.user).order_by().values("pk")
        )
        found = defaultdict(list)
        for use in uses.select_related("page").order_by("page__draft_title", "pk"):
            address = reverse("wagtailadmin_pages:edit", args=[use.page_id])
            place = f"{address}#:w:contentpath={use.content_path}"
            found[use.image_id].append((_title(use.page), place))
        return found


def _edit_url(picture: Any) -> str:
    return reverse("wagtailimages:edit", args=[picture.pk])


def _title(page: Page) -> str:
    return page.draft_title or page.title


def _missing(picture: Any) -> list[str]:
    missing = []
    if picture.lacks_credit:
        missing.append(gettext("Credit"))
    if picture.lacks_text:
        missing.append(gettext("Alternative text"))
    return missing
