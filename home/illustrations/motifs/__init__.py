"""The motifs by name; each is painted onto a canvas by its own function."""

from collections.abc import Callable
from random import Random
from typing import Final

from PIL import Image

from ..canvas import Canvas
from ..chance import seeded
from . import contact, gatherings, ideas, journeys, states
from .harbour import harbour

Painter = Callable[[Canvas, Random], None]

MOTIFS: Final[dict[str, Painter]] = {
    "globe-dialogue": ideas.globe_dialogue,
    "conference": gatherings.conference,
    "stakeholder-meeting": gatherings.stakeholder_meeting,
    "network": ideas.network,
    "opening": journeys.opening,
    "forum": gatherings.forum,
    "stand": gatherings.stand,
    "exchange": ideas.exchange,
    "partnership": journeys.partnership,
    "appeal": ideas.appeal,
    "founding": ideas.founding,
    "harbour": harbour,
    "city-nrw": states.city_nrw,
    "city-bw": states.city_bw,
    "path": journeys.path,
    "desk": contact.desk,
    "pool": gatherings.pool,
}


def draw(motif: str, size: tuple[int, int], seed: str = "") -> Image.Image:
    """Draw a motif in any format, RGB; ``size`` is width and height in pixels.

    The subject stays within the central square, so a crop of the picture still shows it. ``seed``
    varies the people; a motif without people looks the same for every seed.
    Raises ``KeyError`` for an unknown motif and ``ValueError`` for an empty size.
    """
    if motif not in MOTIFS:
        raise KeyError(f"There is no motif {motif!r}; there are {', '.join(sorted(MOTIFS))}.")
    canvas = Canvas(size)
    MOTIFS[motif](canvas, seeded(motif, seed))
    return canvas.finish()
