"""Motifs of ways: a door, a bridge, a path."""

from random import Random

from ..canvas import Canvas
from ..palette import (
    BRICK,
    GOLD,
    INK,
    LAGOON,
    LEAF,
    LIGHT_MOSS,
    LIGHT_OCHRE,
    LIGHT_PETROL,
    MOSS,
    OCHRE,
    PETROL,
    SKY,
    WHITE,
    mix,
)
from ..people import cast, standing
from ..shapes import Box, around, circle, curve, dome, polygon, ribbon, stroke
from ..things import cloud, house, ripples, sun, tree


def opening(c: Canvas, rng: Random) -> None:
    """A gate of light stands open, a path leads in."""
    c.fill(PETROL, Box(c.left, c.top, c.right, 190))
    c.fill(mix(PETROL, INK, 0.22), Box(c.left, 190, c.right, c.bottom))
    for i, share in enumerate((0.1, 0.2, 0.32)):
        c.fill(mix(PETROL, LIGHT_PETROL, share), dome(0, 190, 760 - i * 130, 590 - i * 65))
    door = dome(0, 190, 330, 430)
    c.fill(mix(LIGHT_OCHRE, WHITE, 0.35), door)
    with c.clip(door):
        c.fill(GOLD, circle(0, 60, 96))
        c.fill(LEAF, dome(-120, 190, 420, 110))
        c.fill(MOSS, dome(130, 190, 460, 80))
    reach = c.bottom
    spread = 165 + (reach - 190) * 1.05
    c.fill(
        mix(LIGHT_OCHRE, GOLD, 0.25),
        polygon((-165, 190), (165, 190), (spread, reach), (-spread, reach)),
    )
    c.fill(
        LIGHT_OCHRE, polygon((-90, 190), (90, 190), (spread * 0.5, reach), (-spread * 0.5, reach))
    )
    c.fill(BRICK, polygon((-165, -130), (-262, -206), (-262, 262), (-165, 190)))
    c.fill(BRICK, polygon((165, -130), (262, -206), (262, 262), (165, 190)))
    for side in (-1, 1):
        c.fill(
            mix(BRICK, INK, 0.25),
            polygon((side * 182, -92), (side * 244, -138), (side * 244, 10), (side * 182, 2)),
            polygon((side * 182, 46), (side * 244, 58), (side * 244, 208), (side * 182, 170)),
        )
        c.fill(GOLD, circle(side * 178, 28, 9))
    for person, x, base, height in zip(
        cast(rng, 3, (PETROL, INK, BRICK, MOSS)),
        (-66, 24, 98),
        (318, 350, 308),
        (196, 214, 168),
        strict=True,
    ):
        standing(c, person, x, base, height)


def partnership(c: Canvas, rng: Random) -> None:
    """A bridge joins two shores, two suns overlap behind it."""
    c.fill(LIGHT_OCHRE, circle(-150, -110, 235))
    c.overprint(LIGHT_PETROL, circle(150, -110, 235))
    water = 190
    c.fill(LAGOON, Box(c.left, water, c.right, c.bottom))
    c.fill(MOSS, dome(-700, water + 60, 900, 330))
    c.fill(OCHRE, dome(700, water + 60, 900, 330))
    c.fill(LEAF, dome(-530, water + 60, 640, 190))
    c.fill(GOLD, dome(530, water + 60, 640, 190))
    for x, height, wall, roof in (
        (-445, 150, WHITE, BRICK),
        (-365, 120, LIGHT_OCHRE, PETROL),
        (-570, 170, LIGHT_PETROL, INK),
    ):
        house(c, x, 92 if x < -400 else 112, 70, height, wall, roof, INK)
    for x, height, wall, roof in (
        (445, 150, LIGHT_PETROL, PETROL),
        (365, 120, WHITE, MOSS),
        (570, 170, LIGHT_OCHRE, BRICK),
    ):
        house(c, x, 92 if x > 400 else 112, 70, height, wall, roof, INK)
    c.fill(PETROL, Box(c.left, water + 58, c.right, c.bottom))
    _bridge(c, water)
    for person, x, height in zip(
        cast(rng, 4), (-104, -36, 36, 104), (122, 140, 132, 116), strict=True
    ):
        standing(c, person, x, _deck(x) - 6, height)
    ripples(
        c,
        290,
        LAGOON,
        (
            (-300, 40, 150),
            (-90, 80, 110),
            (180, 50, 170),
            (330, 110, 90),
            (-620, 70, 140),
            (610, 60, 150),
            (-420, 130, 90),
            (40, 130, 120),
        ),
    )


def path(c: Canvas, rng: Random) -> None:
    """A way winds up through hills from milestone to milestone."""
    sun(c, 205, -250, 84, GOLD, LIGHT_OCHRE)
    cloud(c, -470, -270, 110, LIGHT_PETROL)
    cloud(c, 600, -160, 90, LIGHT_PETROL)
    c.fill(SKY, dome(-420, 60, 1100, 250), dome(560, 60, 1200, 210))
    c.fill(LAGOON, dome(120, 120, 1500, 220), Box(c.left, 100, c.right, c.bottom))
    c.fill(LEAF, dome(-360, 260, 1500, 260), Box(c.left, 250, c.right, c.bottom))
    c.fill(LEAF, dome(820, 260, 1000, 190))
    c.fill(MOSS, dome(300, 520, 2600, 260), Box(c.left, 500, c.right, c.bottom))
    stones = [
        (-300, 384, 46),
        (-10, 296, 40),
        (170, 196, 32),
        (-20, 108, 26),
        (-110, 28, 20),
        (40, -50, 15),
        (130, -98, 11),
    ]
    line = curve([(-520, 520), *((x, y) for x, y, _ in stones), (150, -112)])
    shares = [i / (len(line) - 1) for i in range(len(line))]
    widths = [100 * (1 - share) ** 1.1 + 8 for share in shares]
    bends = (circle(x, y, width / 2) for (x, y), width in zip(line, widths, strict=True))
    c.fill(LIGHT_OCHRE, ribbon(line, widths), *bends)
    for (x, y, radius), colour in zip(
        stones, (BRICK, PETROL, OCHRE, BRICK, PETROL, OCHRE, BRICK), strict=True
    ):
        c.fill(WHITE, circle(x, y - radius * 0.2, radius * 1.18))
        c.fill(colour, circle(x, y - radius * 0.2, radius * 0.95))
        c.fill(WHITE, circle(x, y - radius * 0.2, radius * 0.34))
    for x, base, height in (
        (-640, 250, 170),
        (-560, 300, 120),
        (330, 330, 150),
        (420, 350, 110),
        (640, 300, 170),
    ):
        tree(c, x, base, height, LIGHT_MOSS, mix(MOSS, INK, 0.3))


def _deck(x: float) -> float:
    return 92 + (x / 330) ** 2 * 46


def _bridge(c: Canvas, water: float) -> None:
    deck = [(x, _deck(x)) for x in range(-400, 401, 10)]
    foot = water + 62
    c.fill(INK, *stroke(deck, 20))
    for x0, x1 in ((-330, -110), (-110, 110), (110, 330)):
        middle = (x0 + x1) / 2
        crown = _deck(middle) + 34
        arch = around(middle, foot, 92, foot - crown, 180, 360)
        upper = [(x, _deck(x)) for x in range(int(x1), int(x0) - 1, -10)]
        c.fill(BRICK, polygon((x0, foot), *arch, (x1, foot), *upper))
    c.fill(mix(BRICK, INK, 0.3), *stroke(deck, 14))
