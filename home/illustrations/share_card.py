"""The picture that goes along when a page is shared: title and motif, 1200 × 630 pixels.

The size is the one that the Open Graph protocol's large consumers ask for (1.91 : 1).
"""

from PIL import Image, ImageDraw

from .canvas import Canvas
from .lettering import Lettering
from .motifs import draw
from .palette import BRICK, GOLD, INK, LAGOON, PAPER, PETROL, mix
from .shapes import circle

SIZE = (1200, 630)
PICTURE = 500
MARGIN = 64
OVERSIZE = 2
LARGEST, SMALLEST = 68, 34
LINES = 6


def draw_share_card(
    title: str,
    motif: str = "globe-dialogue",
    *,
    site_name: str = "MiGlobe",
    kicker: str = "",
    seed: str = "",
) -> Image.Image:
    """Draw the card for a page, RGB, 1200 × 630 pixels.

    ``kicker`` is a short line above the title (a date and place, a section). A title too long for
    six lines ends in an ellipsis. Raises ``KeyError`` for an unknown motif.
    """
    card = Image.new("RGB", SIZE, PAPER)
    card.paste(draw(motif, (PICTURE, SIZE[1]), seed), (SIZE[0] - PICTURE, 0))
    text = (SIZE[0] - PICTURE, SIZE[1])
    card.paste(_text_side(text, title, site_name, kicker), (0, 0))
    ImageDraw.Draw(card).rectangle((SIZE[0] - PICTURE, 0, SIZE[0] - PICTURE + 7, SIZE[1]), PETROL)
    return card


def _text_side(size: tuple[int, int], title: str, site_name: str, kicker: str) -> Image.Image:
    width, height = size[0] * OVERSIZE, size[1] * OVERSIZE
    margin = MARGIN * OVERSIZE
    side = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(side)
    small = Lettering(26 * OVERSIZE)
    top = margin + 26 * OVERSIZE
    if kicker:
        line = _shortened(small.wrap(kicker, width - 1.7 * margin), 1, small, width - 1.7 * margin)
        small.write(draw, margin, top, line[0], mix(BRICK, INK, 0.1))
        top += 26 * OVERSIZE
    letters, lines = _fitted(title, width - 1.7 * margin, height - top - 2.3 * margin)
    for i, line in enumerate(lines):
        baseline = top + letters.size * (0.78 + i * 1.2)
        letters.write(draw, margin, baseline, line, INK)
    mark = 44 * OVERSIZE
    side.paste(_mark(mark), (margin, height - margin - mark))
    Lettering(30 * OVERSIZE, bold=True).write(
        draw, margin + mark * 1.35, height - margin - mark * 0.27, site_name, PETROL
    )
    return side.reduce(OVERSIZE)


def _fitted(title: str, width: float, height: float) -> tuple[Lettering, list[str]]:
    for size in range(LARGEST, SMALLEST - 1, -2):
        letters = Lettering(size * OVERSIZE, bold=True)
        lines = letters.wrap(title, width)
        fits = all(letters.length(line) <= width for line in lines)
        if fits and len(lines) <= LINES and len(lines) * letters.size * 1.2 <= height:
            return letters, lines
    return letters, _shortened(lines, LINES, letters, width)


def _shortened(lines: list[str], count: int, letters: Lettering, width: float) -> list[str]:
    """Return at most ``count`` lines, each cut to ``width``; what was cut ends in an ellipsis."""
    kept = lines[:count]
    if len(lines) > count:
        kept[-1] += "…"
    for i, line in enumerate(kept):
        while letters.length(line) > width:
            line = line.rstrip("…")[:-1].rstrip() + "…"
        kept[i] = line
    return kept


def _mark(side: int) -> Image.Image:
    c = Canvas((side, side), PAPER)
    c.fill(LAGOON, circle(-130, 0, 300))
    c.overprint(GOLD, circle(150, 0, 300))
    return c.finish()
