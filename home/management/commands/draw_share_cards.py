"""The cards that go along when a page without a picture of its own is shared."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from core.social import CLAIM
from home.illustrations import draw_share_card

# The drawing is flat: so many colours are enough, and the file has a third of the size.
COLOURS = 128


class Command(BaseCommand):
    help = "Draw the picture for shared links, one per language, into the site's static files."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.BASE_DIR / "site" / "static" / "img",
            help="where to put them (default: the static files of the checkout)",
        )

    def handle(self, folder: Path, **options: Any) -> None:
        for language, __ in settings.LANGUAGES:
            with translation.override(language):
                card = draw_share_card(str(CLAIM), site_name=settings.WAGTAIL_SITE_NAME)
            path = folder / f"share-{language}.png"
            card.quantize(COLOURS, dither=0).save(path, optimize=True)
            self.stdout.write(f"{path.name}: {path.stat().st_size} bytes")
