"""The motif of getting in touch."""

from math import cos, radians, sin
from random import Random

from ..canvas import Canvas
from ..palette import (
    BRICK,
    GOLD,
    INK,
    LIGHT_OCHRE,
    LIGHT_PETROL,
    MOSS,
    OCHRE,
    PAPER,
    PETROL,
    WHITE,
    mix,
)
from ..shapes import Box, Point, blob, bubble, circle, curve, polygon, stroke, tilted, turn


def desk(c: Canvas, rng: Random) -> None:
    """A telephone, an envelope and a lamp: somebody answers."""
    c.fill(LIGHT_PETROL, circle(40, -70, 350))
    c.fill(mix(OCHRE, LIGHT_OCHRE, 0.35), Box(c.left, 240, c.right, c.bottom))
    c.fill(OCHRE, Box(c.left, 240, c.right, 258))
    _lamp(c)
    _envelope(c, 264, 133, 310, 214, 0)
    _telephone(c, -116, 252)
    c.fill(PETROL, *bubble(212, -180, 92, 110))
    for x in (174, 212, 250):
        c.fill(PAPER, circle(x, -180, 12))
    for x, base, width, colour in (
        (560, 240, 40, BRICK),
        (606, 240, 34, PETROL),
        (652, 240, 46, MOSS),
    ):
        c.fill(colour, Box(x - width / 2, base - 170 - width, x + width / 2, base))
        c.fill(PAPER, Box(x - width / 2, base - 150, x + width / 2, base - 138))


def _lamp(c: Canvas) -> None:
    arm = curve([(-370, 226), (-392, 20), (-340, -200), (-240, -290)])
    shade = turn([(-282, -332), (-198, -332), (-142, -230), (-338, -230)], -20, -240, -280)
    c.fill(mix(LIGHT_OCHRE, WHITE, 0.4), polygon(shade[3], shade[2], (110, 240), (-330, 240)))
    c.fill(INK, *stroke(arm, 14))
    c.fill(INK, Box(-440, 218, -300, 242, 12))
    c.fill(BRICK, polygon(*shade))


def _envelope(c: Canvas, x: float, y: float, width: float, height: float, angle: float) -> None:
    def at(*points: Point) -> list[Point]:
        return turn([(x + px * width / 2, y + py * height / 2) for px, py in points], angle, x, y)

    c.fill(WHITE, polygon(*at((-1, -1), (1, -1), (1, 1), (-1, 1))))
    c.fill(mix(PAPER, OCHRE, 0.12), polygon(*at((-1, 1), (0, -0.05), (1, 1))))
    c.fill(mix(PAPER, OCHRE, 0.25), polygon(*at((-1, -1), (1, -1), (0, 0.22))))
    c.fill(BRICK, circle(*at((0, 0.16))[0], 26))


def _telephone(c: Canvas, x: float, base: float) -> None:
    dark = mix(PETROL, INK, 0.3)
    c.fill(
        PETROL,
        blob(
            (x - 165, base),
            (x - 150, base - 70),
            (x - 80, base - 165),
            (x + 80, base - 165),
            (x + 150, base - 70),
            (x + 165, base),
            (x, base + 4),
        ),
        Box(x - 172, base - 34, x + 172, base, 16),
    )
    c.fill(PAPER, circle(x, base - 84, 68))
    for i in range(10):
        a = radians(i * 30 - 60)
        c.fill(PETROL, circle(x + 48 * cos(a), base - 84 + 48 * sin(a), 11))
    c.fill(GOLD, circle(x, base - 84, 22))
    c.fill(
        dark,
        Box(x - 92, base - 196, x - 62, base - 150, 8),
        Box(x + 62, base - 196, x + 92, base - 150, 8),
    )
    c.fill(
        dark,
        *stroke(
            curve(
                [
                    (x - 150, base - 196),
                    (x - 90, base - 236),
                    (x, base - 246),
                    (x + 90, base - 236),
                    (x + 150, base - 196),
                ]
            ),
            42,
        ),
    )
    c.fill(dark, tilted(x - 152, base - 182, 74, 56, -28), tilted(x + 152, base - 182, 74, 56, 28))
