"""Placeholder logos for partners: the abbreviation beside a calm mark, in a dashed frame.

The dashes say that the place is kept for the real logo; the mark comes from the abbreviation alone
and imitates nobody's.
"""

from PIL import Image, ImageDraw

from .canvas import Canvas
from .chance import seeded
from .lettering import Lettering
from .palette import BRICK, GOLD, INK, LAGOON, LEAF, MOSS, OCHRE, PETROL, SKY, STONE, WHITE, mix
from .shapes import Box, circle, ring, sector

OVERSIZE = 3
PAIRS = ((PETROL, SKY), (MOSS, LEAF), (OCHRE, GOLD), (BRICK, GOLD), (LAGOON, LEAF))


def draw_logo(short: str, size: tuple[int, int] = (640, 320)) -> Image.Image:
    """Draw a placeholder wordmark for an organisation's abbreviation, RGB on white.

    ``size`` is width and height in pixels. Raises ``ValueError`` for an empty abbreviation.
    """
    short = short.strip()
    if not short:
        raise ValueError("A placeholder logo needs an abbreviation.")
    width, height = size[0] * OVERSIZE, size[1] * OVERSIZE
    image = Image.new("RGB", (width, height), WHITE)
    draw = ImageDraw.Draw(image)
    _frame(draw, width, height)
    mark = round(min(height * 0.4, width * 0.24))
    gap = round(mark * 0.28)
    letters = _fitted(short, width * 0.82 - mark - gap, round(height * 0.3))
    left = round((width - mark - gap - letters.length(short)) / 2)
    image.paste(_mark(short, mark), (left, (height - mark) // 2))
    baseline = height / 2 + letters.size * 0.355
    letters.write(draw, left + mark + gap, baseline, short, INK)
    return image.reduce(OVERSIZE)


def _fitted(text: str, width: float, largest: int) -> Lettering:
    size = largest
    while size > 24 and Lettering(size, bold=True).length(text) > width:
        size = round(size * 0.94)
    return Lettering(size, bold=True)


def _frame(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
    inset, line = round(height * 0.05), max(2, round(height * 0.009))
    colour = mix(STONE, INK, 0.25)
    for extent, far, across in ((width, height, True), (height, width, False)):
        inside = extent - 2 * inset
        count = max(3, round(inside / (height * 0.085)))
        pitch = inside / (count - 0.4)
        for i in range(count):
            start = inset + i * pitch
            end = start + pitch * 0.6
            for edge in (inset, far - inset - line):
                box = (start, edge, end, edge + line) if across else (edge, start, edge + line, end)
                draw.rectangle(box, fill=colour)


def _mark(short: str, side: int) -> Image.Image:
    rng = seeded("logo", short)
    first, second = rng.choice(PAIRS)
    c = Canvas((side, side), WHITE)
    kind = rng.randrange(5)
    if kind == 0:
        c.fill(first, circle(-150, 0, 290))
        c.overprint(second, circle(150, 0, 290))
    elif kind == 1:
        c.fill(first, sector(-440, 440, 880, 270, 360))
        c.fill(second, circle(-200, 200, 180))
    elif kind == 2:
        c.fill(first, sector(0, 0, 440, 90, 270))
        c.fill(second, sector(0, 0, 440, 270, 450))
        c.fill(WHITE, circle(0, 0, 150))
    elif kind == 3:
        c.fill(first, Box(-440, -440, -20, -20), Box(20, 20, 440, 440))
        c.fill(second, circle(230, -230, 210), circle(-230, 230, 210))
    else:
        c.fill(first, *ring(0, 0, 360, 150))
        c.fill(second, circle(0, 0, 200))
    return c.finish()
