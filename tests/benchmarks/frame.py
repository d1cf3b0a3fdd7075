"""What surrounds the many items: the demo content in both languages, photographs, their sizes."""

import random
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image as Picture
from PIL import ImageDraw, ImageFilter

HOST = "www.example.org"
PHOTOS = 12
SIZE = (960, 640)  # pixels; a photograph of a small site


def make_frame(image_scale: float = 0.5) -> None:
    """Load the demo content into a migrated, empty database, and photographs with all their sizes.

    The site is `HOST` under https, as in production.
    """
    from django.db import transaction
    from wagtail.models import Site

    from core.images import SPECIFICATIONS
    from home.demo.loader import load_demo
    from home.demo.media import make_renditions

    load_demo(image_scale=image_scale)
    site = Site.objects.get(is_default_site=True)
    site.hostname, site.port = HOST, 443
    site.save()
    with transaction.atomic():
        photos = [_photo(number) for number in range(PHOTOS)]
    for _ in make_renditions(photos, SPECIFICATIONS):
        pass


def _photo(number: int) -> Any:
    """A stored picture that compresses as photographs do: soft shapes and some noise."""
    from core.models.media import Licence
    from tests.factories import ImageFactory

    dice = random.Random(number)  # noqa: S311 - the same picture each time
    drawn = Picture.effect_noise(SIZE, 40).convert("RGB")
    pen = ImageDraw.Draw(drawn)
    for __ in range(30):
        x, y = dice.randrange(SIZE[0]), dice.randrange(SIZE[1])
        radius = dice.randrange(40, 220)
        colour = tuple(dice.randrange(256) for __ in range(3))
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    file = BytesIO()
    drawn.filter(ImageFilter.GaussianBlur(3)).save(file, "JPEG", quality=85)
    return ImageFactory(
        title=f"Gespräch in der Kommune {number + 1}",
        description="Menschen sitzen an einem runden Tisch und reden miteinander.",
        credit=f"Foto: Beispielagentur {number + 1}",
        licence=Licence.OWN,
        file=ImageFile(file, f"foto-{number + 1}.jpg"),
    )
