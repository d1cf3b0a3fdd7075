"""A canvas that keeps its subject whole in every format.

The origin is the middle; the central square reaches from -450 to 450 in both directions, whatever
the format. What matters is drawn inside it, so that an image cropped to a square, to 4:3 or to a
phone still shows it; grounds, water and crowds run on to ``left``, ``right``, ``top``, ``bottom``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil, floor, sqrt

from PIL import Image, ImageChops, ImageDraw

from .palette import PAPER
from .shapes import Box, Ellipse, Shape

SQUARE = 900
PIXEL_BUDGET = 13_000_000


class Canvas:
    """Paints flat shapes larger than asked for, and reduces them at the end for smooth edges."""

    def __init__(self, size: tuple[int, int], ground: str = PAPER) -> None:
        width, height = size
        if width < 1 or height < 1:
            raise ValueError("An illustration is at least one pixel wide and high.")
        self._oversize = min(4, max(2, floor(sqrt(PIXEL_BUDGET / (width * height)))))
        self._image = Image.new("RGB", (width * self._oversize, height * self._oversize), ground)
        self._draw = ImageDraw.Draw(self._image)
        self._clip: Image.Image | None = None
        self._unit = min(self._image.size) / SQUARE
        self.right = self._image.width / self._unit / 2
        self.bottom = self._image.height / self._unit / 2
        self.left = -self.right
        self.top = -self.bottom

    def fill(self, colour: str, *shapes: Shape) -> None:
        """Paint the union of the shapes in one opaque colour."""
        if self._clip is None:
            for shape in shapes:
                self._trace(self._draw, shape, colour, (0, 0))
            return
        area = self._area(shapes)
        if area:
            self._image.paste(colour, area, self._mask(area, shapes))

    def overprint(self, colour: str, *shapes: Shape) -> None:
        """Print the union of the shapes like ink on ink: where colours meet, they multiply."""
        area = self._area(shapes)
        if area:
            below = self._image.crop(area)
            ink = ImageChops.multiply(below, Image.new("RGB", below.size, colour))
            self._image.paste(ink, area, self._mask(area, shapes))

    @contextmanager
    def clip(self, *shapes: Shape) -> Iterator[None]:
        """Keep everything painted inside the ``with`` within the union of the shapes."""
        whole = (0, 0, *self._image.size)
        before = self._clip
        self._clip = self._mask(whole, shapes)
        try:
            yield
        finally:
            self._clip = before

    def finish(self) -> Image.Image:
        """Return the picture in the size asked for, mode RGB."""
        return self._image.reduce(self._oversize)

    def _mask(self, area: tuple[int, int, int, int], shapes: tuple[Shape, ...]) -> Image.Image:
        mask = Image.new("L", (area[2] - area[0], area[3] - area[1]))
        draw = ImageDraw.Draw(mask)
        for shape in shapes:
            self._trace(draw, shape, 255, (area[0], area[1]))
        return ImageChops.multiply(mask, self._clip.crop(area)) if self._clip else mask

    def _area(self, shapes: tuple[Shape, ...]) -> tuple[int, int, int, int] | None:
        lefts, tops, rights, bottoms = zip(*(shape.bounds for shape in shapes), strict=True)
        x0, y0 = self._pixel(min(lefts), min(tops))
        x1, y1 = self._pixel(max(rights), max(bottoms))
        area = (
            max(0, floor(x0) - 1),
            max(0, floor(y0) - 1),
            min(self._image.width, ceil(x1) + 1),
            min(self._image.height, ceil(y1) + 1),
        )
        return area if area[0] < area[2] and area[1] < area[3] else None

    def _pixel(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.left) * self._unit, (y - self.top) * self._unit

    def _trace(
        self,
        draw: ImageDraw.ImageDraw,
        shape: Shape,
        colour: str | int,
        origin: tuple[int, int],
    ) -> None:
        def place(x: float, y: float) -> tuple[float, float]:
            px, py = self._pixel(x, y)
            return px - origin[0], py - origin[1]

        x0, y0, x1, y1 = shape.bounds
        if x1 <= x0 or y1 <= y0:  # a ground that begins below the format
            return
        if isinstance(shape, Ellipse | Box):
            box = [place(x0, y0), place(x1, y1)]
            if isinstance(shape, Ellipse):
                draw.ellipse(box, fill=colour)
            else:
                draw.rounded_rectangle(box, radius=shape.radius * self._unit, fill=colour)
        else:
            draw.polygon([place(x, y) for x, y in shape.points], fill=colour)
