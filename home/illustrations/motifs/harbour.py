"""The motif of a port."""

from random import Random

from ..canvas import Canvas
from ..palette import (
    BRICK,
    GOLD,
    INK,
    LAGOON,
    LEAF,
    LIGHT_OCHRE,
    LIGHT_PETROL,
    OCHRE,
    PAPER,
    PETROL,
    SKY,
    WHITE,
    mix,
)
from ..shapes import Box, circle, dome, polygon, stroke
from ..things import boat, house, ripples


def harbour(c: Canvas, rng: Random) -> None:
    """Gabled houses on the quay, a ship, a lighthouse; the lines between them make a network."""
    c.fill(LIGHT_OCHRE, circle(0, -80, 350))
    water = 120
    c.fill(LIGHT_PETROL, Box(c.left, water - 110, c.right, water, 0))
    walls = (BRICK, LIGHT_OCHRE, OCHRE, WHITE, SKY, BRICK, GOLD)
    for i, wall in enumerate(walls):
        x = -700 + i * 78
        house(
            c,
            x,
            water,
            74,
            190 + (i * 37) % 70,
            wall,
            INK if wall == BRICK else BRICK,
            PETROL if wall != PETROL else PAPER,
        )
    _lighthouse(c, 356, water)
    c.fill(PETROL, Box(c.left, water, c.right, c.bottom))
    c.fill(INK, Box(c.left, water - 6, -150, water + 26))
    c.fill(mix(OCHRE, INK, 0.3), dome(356, water + 22, 300, 46))
    _sky_network(c)
    _ship(c, 60, 260)
    boat(c, -330, 330, 92, LIGHT_OCHRE, INK)
    boat(c, 590, 230, 70, BRICK, INK)
    ripples(
        c,
        300,
        LAGOON,
        (
            (-120, 60, 150),
            (230, 40, 190),
            (60, 110, 110),
            (-500, 20, 150),
            (-640, 90, 110),
            (420, 100, 130),
            (680, 60, 150),
            (-260, 120, 120),
        ),
    )


def _sky_network(c: Canvas) -> None:
    nodes = (
        (-311, -104, 0),
        (22, -66, 0),
        (356, -284, 0),
        (-200, -240, 26),
        (20, -330, 20),
        (160, -212, 32),
        (-70, -160, 16),
    )
    for first, second in ((0, 3), (3, 4), (4, 5), (5, 2), (5, 1), (3, 6), (6, 1), (6, 5), (4, 2)):
        c.fill(INK, *stroke([nodes[first][:2], nodes[second][:2]], 4))
    for (x, y, radius), colour in zip(nodes[3:], (PETROL, BRICK, OCHRE, LAGOON), strict=True):
        c.fill(LIGHT_OCHRE, circle(x, y, radius + 8))
        c.fill(colour, circle(x, y, radius))
        c.fill(PAPER, circle(x, y, radius * 0.36))


def _lighthouse(c: Canvas, x: float, base: float) -> None:
    c.fill(
        mix(LIGHT_OCHRE, WHITE, 0.3),
        polygon((x, base - 345), (x + 560, base - 440), (x + 560, base - 250)),
    )
    outline = polygon(
        (x - 46, base + 4), (x - 30, base - 310), (x + 30, base - 310), (x + 46, base + 4)
    )
    c.fill(WHITE, outline)
    with c.clip(outline):
        for top in (-290, -170, -50):
            c.fill(BRICK, Box(x - 60, base + top, x + 60, base + top + 58))
    c.fill(INK, Box(x - 42, base - 320, x + 42, base - 306))
    c.fill(GOLD, Box(x - 24, base - 366, x + 24, base - 320))
    c.fill(INK, dome(x, base - 364, 64, 34))


def _ship(c: Canvas, x: float, y: float) -> None:
    c.fill(WHITE, Box(x - 110, y - 190, x + 90, y - 70), Box(x - 80, y - 236, x + 40, y - 190))
    for i in range(5):
        c.fill(PETROL, circle(x - 82 + i * 36, y - 140, 10))
    c.fill(PETROL, Box(x - 64, y - 224, x + 24, y - 206))
    c.fill(GOLD, Box(x - 44, y - 312, x + 4, y - 236))
    c.fill(INK, Box(x - 44, y - 312, x + 4, y - 288))
    c.fill(BRICK, Box(x + 100, y - 116, x + 154, y - 78), Box(x + 160, y - 116, x + 214, y - 78))
    c.fill(GOLD, Box(x + 100, y - 160, x + 154, y - 122))
    c.fill(LEAF, Box(x - 172, y - 116, x - 118, y - 78))
    c.fill(INK, polygon((x - 230, y - 80), (x + 290, y - 96), (x + 236, y + 40), (x - 180, y + 40)))
    c.fill(
        BRICK, polygon((x - 192, y + 12), (x + 247, y + 12), (x + 236, y + 40), (x - 180, y + 40))
    )
