"""The two states of the project, each in its own colour."""

from random import Random

from ..canvas import Canvas
from ..palette import (
    BRICK,
    GOLD,
    INK,
    LEAF,
    LIGHT_MOSS,
    LIGHT_OCHRE,
    MOSS,
    OCHRE,
    PAPER,
    SKY,
    WHITE,
    mix,
)
from ..shapes import Box, arc, around, circle, curve, dome, ellipse, polygon, ring, stroke
from ..things import house, ripples, sun, tree


def city_nrw(c: Canvas, rng: Random) -> None:
    """A winding tower, chimneys, twin spires and a bridge over a broad river, in moss green."""
    c.fill(LIGHT_MOSS, circle(20, -70, 375))
    far, near = mix(LIGHT_MOSS, LEAF, 0.55), LEAF
    ground = 190
    for x, width, height in (
        (-760, 120, 150),
        (-650, 90, 230),
        (-560, 110, 130),
        (-300, 90, 220),
        (-215, 80, 160),
        (0, 90, 240),
        (280, 110, 180),
        (470, 100, 230),
        (570, 120, 150),
        (690, 90, 250),
        (780, 130, 170),
    ):
        c.fill(far, Box(x - width / 2, ground - height, x + width / 2, ground))
    _chimney(c, -520, ground, 330, near)
    _chimney(c, -450, ground, 270, near)
    _winding_tower(c, -270, ground)
    _gasometer(c, 355, ground)
    _spires(c, 85, ground)
    for x, width in ((-120, 110), (220, 90), (530, 150), (-600, 120)):
        c.fill(MOSS, Box(x - width / 2, ground - 96, x + width / 2, ground))
        for k in range(int(width // 30)):
            wx = x - width / 2 + 12 + k * 30
            c.fill(
                LIGHT_MOSS,
                Box(wx, ground - 78, wx + 14, ground - 56),
                Box(wx, ground - 44, wx + 14, ground - 22),
            )
    c.fill(mix(SKY, LIGHT_MOSS, 0.35), Box(c.left, ground, c.right, c.bottom))
    c.fill(MOSS, Box(c.left, ground, c.right, ground + 14))
    ripples(
        c,
        290,
        WHITE,
        (
            (-330, 20, 150),
            (-220, 90, 190),
            (330, 100, 130),
            (-640, 60, 150),
            (620, 50, 170),
            (60, 130, 110),
        ),
    )
    _arch_bridge(c, ground + 66)
    _barge(c, 110, 330)


def city_bw(c: Canvas, rng: Random) -> None:
    """Hills with rows of vines, a tower, gabled roofs and a spire, in ochre."""
    sun(c, -210, -190, 96, GOLD, LIGHT_OCHRE)
    c.fill(LIGHT_OCHRE, dome(-480, 160, 1200, 330), dome(520, 160, 1300, 380))
    c.fill(mix(LIGHT_OCHRE, GOLD, 0.5), dome(230, 200, 1000, 330), dome(-800, 200, 800, 260))
    _tv_tower(c, 250, -118)
    c.fill(mix(GOLD, OCHRE, 0.25), ellipse(250, -60, 92, 17))
    vines, rows = mix(LEAF, LIGHT_OCHRE, 0.3), mix(MOSS, GOLD, 0.3)
    c.fill(vines, Box(-300, 190, 400, 330))
    _vineyard(c, -430, 330, 1000, 300, vines, rows)
    _vineyard(c, 720, 330, 800, 260, vines, rows)
    base = 330
    _church(c, 30, base)
    for x, width, height, wall, roof in (
        (-290, 104, 220, WHITE, BRICK),
        (-190, 96, 180, LIGHT_OCHRE, OCHRE),
        (-96, 92, 230, WHITE, mix(OCHRE, INK, 0.3)),
        (160, 100, 210, LIGHT_OCHRE, BRICK),
        (258, 92, 170, WHITE, OCHRE),
        (350, 104, 230, LIGHT_OCHRE, mix(OCHRE, INK, 0.3)),
    ):
        house(c, x, base, width, height, wall, roof, mix(OCHRE, INK, 0.35))
    c.fill(GOLD, Box(c.left, base - 4, c.right, c.bottom))
    c.fill(
        mix(GOLD, OCHRE, 0.5),
        dome(0, base + 150, 3000, 90),
        Box(c.left, base + 120, c.right, c.bottom),
    )
    for x, height in ((-380, 130), (-470, 100), (440, 120), (-640, 150), (580, 150), (690, 110)):
        tree(c, x, base + 18, height, GOLD, OCHRE)


def _chimney(c: Canvas, x: float, base: float, height: float, colour: str) -> None:
    c.fill(
        colour,
        polygon((x - 24, base), (x - 15, base - height), (x + 15, base - height), (x + 24, base)),
    )
    c.fill(WHITE, Box(x - 15, base - height + 20, x + 15, base - height + 40))


def _winding_tower(c: Canvas, x: float, base: float) -> None:
    beams = (
        [(x - 96, base), (x - 34, base - 330)],
        [(x + 170, base), (x + 26, base - 330)],
        [(x - 34, base), (x - 34, base - 330)],
        [(x + 44, base), (x + 26, base - 330)],
        [(x - 34, base - 110), (x + 32, base - 110)],
        [(x - 34, base - 220), (x + 28, base - 220)],
        [(x - 34, base - 110), (x + 28, base - 220)],
        [(x - 34, base), (x + 34, base - 110)],
        [(x - 34, base - 220), (x + 26, base - 330)],
        [(x - 74, base - 330), (x + 66, base - 330)],
    )
    for beam in beams:
        c.fill(MOSS, *stroke(beam, 13))
    for wheel in (x - 34, x + 26):
        c.fill(PAPER, circle(wheel, base - 368, 40))
        c.fill(MOSS, *ring(wheel, base - 368, 40, 10), circle(wheel, base - 368, 9))
        for spoke in around(wheel, base - 368, 38, 38)[:24:4]:
            c.fill(MOSS, *stroke([(wheel, base - 368), spoke], 4))


def _gasometer(c: Canvas, x: float, base: float) -> None:
    body = Box(x - 84, base - 250, x + 84, base)
    c.fill(mix(MOSS, INK, 0.25), dome(x, base - 246, 168, 26), body)
    for i in range(1, 5):
        c.fill(LEAF, Box(x - 84, base - 250 + i * 52, x + 84, base - 245 + i * 52))
    c.fill(LEAF, *(Box(x + dx - 3, base - 250, x + dx + 3, base) for dx in (-56, -19, 19, 56)))


def _spires(c: Canvas, x: float, base: float) -> None:
    dark = mix(MOSS, INK, 0.45)
    for side in (-1, 1):
        sx = x + side * 44
        c.fill(dark, Box(sx - 32, base - 230, sx + 32, base))
        c.fill(dark, polygon((sx - 32, base - 228), (sx, base - 400), (sx + 32, base - 228)))
        c.fill(LIGHT_MOSS, dome(sx, base - 120, 22, 90))
    c.fill(dark, Box(x - 20, base - 170, x + 20, base))
    c.fill(LIGHT_MOSS, circle(x, base - 128, 11), dome(x, base, 24, 62))


def _arch_bridge(c: Canvas, deck: float) -> None:
    for x0 in range(-960, 900, 320):
        middle = x0 + 160
        c.fill(MOSS, *arc(middle, deck + 40, 150, 195, 345, 12))
        for dx in range(-120, 121, 40):
            top = deck + 40 - (150**2 - dx**2) ** 0.5
            c.fill(MOSS, *stroke([(middle + dx, top), (middle + dx, deck)], 5))
        c.fill(mix(MOSS, INK, 0.45), Box(x0 - 15, deck, x0 + 15, deck + 90))
    c.fill(mix(MOSS, INK, 0.45), Box(c.left, deck - 9, c.right, deck + 11))


def _barge(c: Canvas, x: float, y: float) -> None:
    c.fill(WHITE, Box(x + 96, y - 72, x + 150, y - 20))
    c.fill(MOSS, Box(x + 106, y - 60, x + 140, y - 42))
    c.fill(OCHRE, dome(x - 90, y - 18, 110, 30), dome(x + 20, y - 18, 110, 30))
    c.fill(INK, polygon((x - 190, y - 26), (x + 190, y - 26), (x + 165, y + 26), (x - 160, y + 26)))


def _tv_tower(c: Canvas, x: float, base: float) -> None:
    grey = mix(OCHRE, INK, 0.35)
    c.fill(
        grey,
        polygon((x - 13, base + 60), (x - 6, base - 210), (x + 6, base - 210), (x + 13, base + 60)),
    )
    c.fill(
        grey,
        polygon(
            (x - 40, base - 196), (x + 40, base - 196), (x + 28, base - 150), (x - 28, base - 150)
        ),
    )
    c.fill(
        WHITE,
        Box(x - 37, base - 186, x + 37, base - 178),
        Box(x - 33, base - 170, x + 33, base - 162),
    )
    c.fill(BRICK, *stroke([(x, base - 210), (x, base - 290)], 6))


def _vineyard(
    c: Canvas, x: float, base: float, width: float, height: float, ground: str, rows: str
) -> None:
    hill = dome(x, base, width, height)
    c.fill(ground, hill)
    with c.clip(hill):
        for i in range(-12, 13):
            foot = x + i * width / 14
            line = curve(
                [
                    (x + i * width / 40, base - height - 10),
                    (x + i * width / 22, base - height * 0.55),
                    (foot, base),
                ]
            )
            c.fill(rows, *stroke(line, 9))


def _church(c: Canvas, x: float, base: float) -> None:
    wall = mix(LIGHT_OCHRE, WHITE, 0.6)
    c.fill(wall, Box(x - 42, base - 330, x + 42, base))
    c.fill(
        mix(OCHRE, INK, 0.3), polygon((x - 52, base - 326), (x, base - 500), (x + 52, base - 326))
    )
    c.fill(mix(OCHRE, INK, 0.35), circle(x, base - 270, 24))
    c.fill(WHITE, circle(x, base - 270, 18))
    c.fill(INK, *stroke([(x, base - 282), (x, base - 270), (x + 8, base - 266)], 3))
    c.fill(mix(OCHRE, INK, 0.35), dome(x, base - 130, 26, 66))
