"""Pictures drawn by code and sample documents, found again by the names of their files."""

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.utils.file import hash_filelike

from core.files.names import pattern_of
from core.models.media import Licence
from home.illustrations import draw, draw_logo, draw_portrait

from .data import DemoDataError, explain
from .paper import draw_page

# Pixels: a motif fills the width of the page on a dense screen, a logo at most a third of it.
SIZES = {
    "hero": (1600, 900),
    "photo-substitute": (1600, 900),
    "portrait": (800, 800),
    "logo": (640, 320),
}
DRAWN_ON = datetime(2020, 12, 31, tzinfo=UTC)  # so that the same PDF is made each time
DOTS_PER_INCH = 150


class Media:
    """Makes the files, and takes them away again if the database does not keep them."""

    def __init__(self, image_scale: float = 1.0) -> None:
        self.image_scale = image_scale
        self.made: list[Any] = []

    def image(self, key: str, entry: dict[str, str]) -> Any:
        """The picture of an entry: the one that exists, else drawn now."""
        name = f"demo-{key}.png"
        if existing := _find(get_image_model(), name):
            return existing
        drawn = self._draw(f"images/{key}", entry)
        file = BytesIO()
        drawn.save(file, "PNG")
        image = get_image_model()(
            title=entry["title"],
            description=entry["alt"],
            credit=entry["credit"],
            licence=Licence.OWN,
            is_illustration=True,
            width=drawn.width,
            height=drawn.height,
        )
        if entry["kind"] == "portrait":
            _focus_on_head(image)
        return self._keep(image, file, name, f"images/{key}")

    def document(self, key: str, entry: dict[str, Any]) -> Any:
        """The document of an entry: the one that exists, else a page of A4 as PDF."""
        name = f"demo-{key}.pdf"
        if existing := _find(get_document_model(), name):
            return existing
        file = BytesIO()
        draw_page(entry["lines"], DOTS_PER_INCH).save(
            file,
            "PDF",
            resolution=DOTS_PER_INCH,
            title=entry["title"],
            creationDate=DRAWN_ON.timetuple(),
            modDate=DRAWN_ON.timetuple(),
        )
        document = get_document_model()(title=entry["title"], language=entry["language"])
        return self._keep(document, file, name, f"documents/{key}")

    def discard(self) -> None:
        """Delete the files that this run has written."""
        for obj in self.made:
            obj.file.storage.delete(obj.file.name)

    def _draw(self, place: str, entry: dict[str, str]) -> Picture.Image:
        kind, motif = entry["kind"], entry["motif"]
        if kind not in SIZES:
            raise DemoDataError(place, f"there is no kind “{kind}”")
        size = tuple(max(1, round(side * self.image_scale)) for side in SIZES[kind])
        painter = {"portrait": draw_portrait, "logo": draw_logo}.get(kind, draw)
        try:
            return painter(motif, size)
        except KeyError as error:
            raise DemoDataError(place, str(error.args[0])) from error

    def _keep(self, obj: Any, content: BytesIO, name: str, place: str) -> Any:
        obj.file_size = content.tell()
        obj.file_hash = hash_filelike(content)
        obj.file.save(name, File(content), save=False)
        self.made.append(obj)
        try:
            obj.full_clean()
        except ValidationError as error:
            raise DemoDataError(place, explain(error)) from error
        obj.save()
        return obj


def make_renditions(images: Iterable[Any], specifications: Iterable[str]) -> Iterable[None]:
    """Make the renditions of pictures one after the other, so that no visitor waits for them."""
    for image in images:
        yield image.get_renditions(*specifications)


def _find(model: type, name: str) -> Any:
    """The newest object whose file came with this name."""
    return model.objects.filter(file__regex=pattern_of(name)).order_by("-pk").first()


def _focus_on_head(image: Any) -> None:
    """Where `draw_portrait` puts the head, as parts of the picture."""
    image.focal_point_x = round(image.width * 0.5)
    image.focal_point_y = round(image.height * 0.43)
    image.focal_point_width = round(image.width * 0.36)
    image.focal_point_height = round(image.height * 0.36)
