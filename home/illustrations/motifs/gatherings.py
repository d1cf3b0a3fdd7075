"""Motifs of people coming together."""

from functools import cache
from math import cos, radians, sin
from random import Random

from ..canvas import Canvas
from ..chance import seeded
from ..palette import (
    BRICK,
    GOLD,
    INK,
    LAGOON,
    LEAF,
    LIGHT_MOSS,
    LIGHT_OCHRE,
    LIGHT_PETROL,
    MIST,
    MOSS,
    OCHRE,
    PAPER,
    PETROL,
    SKY,
    WHITE,
    mix,
)
from ..people import bust, cast, from_above, from_behind, standing, standing_away
from ..shapes import Box, circle, dome, ellipse, polygon, ring, sector, stroke, tilted
from ..things import globe, house, tree

ROUND_TABLE = (PETROL, BRICK, GOLD, MOSS, SKY, INK, OCHRE)


def conference(c: Canvas, rng: Random) -> None:
    """A speaker on a stage, a globe on the screen, rows of heads from behind."""
    c.fill(LIGHT_OCHRE, circle(0, -70, 370))
    c.fill(PETROL, Box(-60, -330, 330, -60, 10))
    globe(c, 135, -195, 92)
    c.fill(mix(OCHRE, INK, 0.15), Box(-430, 82, 430, 122))
    c.fill(GOLD, Box(-430, 82, 430, 94))
    speaker, *audience = cast(rng, 90)
    standing(c, speaker, -232, 82, 290)
    c.fill(BRICK, polygon((-312, -82), (-152, -82), (-176, 82), (-288, 82)))
    c.fill(mix(BRICK, INK, 0.35), Box(-322, -96, -142, -78, 8))
    c.fill(WHITE, circle(-232, 0, 26))
    c.fill(BRICK, circle(-232, 0, 14))
    row, radius = 192.0, 31.0
    number = 0
    while row - radius * 1.2 < c.bottom:
        spacing = radius * 3.45
        columns = int(c.right / spacing) + 1
        shift = spacing / 2 if number % 2 else 0.0
        for column in range(-columns - 1, columns + 1):
            person = audience[(column + number * 29) % len(audience)]
            from_behind(
                c, person, column * spacing + shift, row, radius, c.bottom + 20, radius * 3.1
            )
        row += radius * 2.5
        radius *= 1.24
        number += 1


def stakeholder_meeting(c: Canvas, rng: Random) -> None:
    """A round table from above; lines of conversation meet in its middle."""
    c.fill(MIST, circle(0, 0, 640))
    c.fill(LIGHT_PETROL, circle(0, 0, 425))
    seats = 10
    angles = [i * 360 / seats + 18 for i in range(seats)]
    for angle in angles:
        x, y = 352 * cos(radians(angle)), 352 * sin(radians(angle))
        c.fill(LAGOON, circle(x, y, 46))
    c.fill(mix(OCHRE, INK, 0.12), circle(0, 8, 262))
    c.fill(GOLD, circle(0, 0, 262))
    c.fill(LIGHT_OCHRE, circle(0, 0, 240))
    for first, second in ((0, 4), (1, 6), (2, 8), (3, 7), (5, 9)):
        a, b = radians(angles[first]), radians(angles[second])
        start, end = (165 * cos(a), 165 * sin(a)), (165 * cos(b), 165 * sin(b))
        bend = [
            (
                (1 - t) ** 2 * start[0] + t**2 * end[0],
                (1 - t) ** 2 * start[1] + t**2 * end[1],
            )
            for t in (i / 24 for i in range(25))
        ]
        c.fill(mix(GOLD, LIGHT_OCHRE, 0.35), *stroke(bend, 4))
    c.fill(LIGHT_OCHRE, circle(0, 0, 78))
    globe(c, 0, 0, 66)
    for i, angle in enumerate(angles):
        a = radians(angle)
        if i % 5 == 2:
            c.fill(WHITE, circle(190 * cos(a), 190 * sin(a), 20))
            c.fill(mix(OCHRE, INK, 0.4), circle(190 * cos(a), 190 * sin(a), 14))
        else:
            c.fill(WHITE, tilted(188 * cos(a), 188 * sin(a), 62, 46, angle))
            c.fill(SKY, tilted(194 * cos(a), 194 * sin(a), 5, 30, angle))
            c.fill(SKY, tilted(182 * cos(a), 182 * sin(a), 5, 30, angle))
    for angle, person in zip(angles, cast(rng, seats, ROUND_TABLE), strict=True):
        a = radians(angle)
        from_above(c, person, 312 * cos(a), 312 * sin(a), 62, angle + 180)


def forum(c: Canvas, rng: Random) -> None:
    """People in a half circle on a meadow, a mill on one side and a tree on the other."""
    c.fill(LIGHT_OCHRE, circle(0, -120, 270))
    c.fill(mix(LIGHT_MOSS, SKY, 0.35), dome(-620, 150, 900, 190), dome(640, 150, 1000, 230))
    c.fill(LIGHT_MOSS, Box(c.left, 120, c.right, c.bottom))
    c.fill(LIGHT_MOSS, dome(0, 160, 2400, 130))
    for x, height in ((-690, 190), (-590, 150), (590, 170), (700, 220)):
        tree(c, x, 120, height)
    c.fill(SKY, ellipse(-470, 138, 170, 20))
    house(c, -240, 118, 190, 318, mix(LIGHT_OCHRE, WHITE, 0.4), BRICK, mix(OCHRE, INK, 0.4))
    _mill_wheel(c, -362, 66, 68)
    tree(c, 300, 130, 390)
    c.fill(mix(LIGHT_MOSS, WHITE, 0.55), ellipse(0, 268, 372, 118))
    c.fill(mix(LIGHT_MOSS, LEAF, 0.35), ellipse(0, 262, 120, 34))
    people = cast(rng, 9)
    places = [(x, 336 - 128 * (1 - (x / 352) ** 2) ** 0.5) for x in range(-336, 337, 84)]
    for person, (x, y) in sorted(zip(people, places, strict=True), key=lambda pair: pair[1][1]):
        standing(c, person, x, y, 178 + (y - 190) * 0.4)


def stand(c: Canvas, rng: Random) -> None:
    """An information stand with an awning, leaflets and visitors."""
    c.fill(LIGHT_PETROL, circle(0, -70, 370))
    c.fill(mix(PAPER, OCHRE, 0.13), Box(c.left, 250, c.right, c.bottom))
    host, *visitors = cast(rng, 4)
    c.fill(INK, Box(-268, -190, -256, 300), Box(256, -190, 268, 300))
    standing(c, host, 30, 250, 400)
    _poster(c, -158, -60)
    _awning(c)
    c.fill(PETROL, Box(-300, 92, 300, 310, 6))
    c.fill(mix(PETROL, INK, 0.35), Box(-318, 76, 318, 100, 8))
    globe(c, 0, 206, 74)
    for x, colour, angle in (
        (-236, BRICK, -8),
        (-196, GOLD, 3),
        (170, LEAF, -5),
        (212, WHITE, 4),
        (254, SKY, 10),
    ):
        c.fill(colour, tilted(x, 42, 44, 68, angle))
        c.fill(
            PAPER if colour != WHITE else LAGOON,
            tilted(x, 30, 26, 7, angle),
            tilted(x, 44, 26, 4, angle),
            tilted(x, 54, 26, 4, angle),
        )
    for x, height, person in zip((-352, 316, 390), (400, 380, 260), visitors, strict=True):
        standing_away(c, person, x, 400, height)


def pool(c: Canvas, rng: Random) -> None:
    """Many round portraits, none like the other."""
    grounds = (
        LIGHT_PETROL,
        LIGHT_OCHRE,
        LIGHT_MOSS,
        SKY,
        LAGOON,
        GOLD,
        LEAF,
        mix(BRICK, LIGHT_OCHRE, 0.55),
    )
    spots = _packed()
    people = cast(rng, len(spots), (PETROL, BRICK, OCHRE, MOSS, INK, LAGOON))
    last = ""
    for (x, y, radius), person in zip(spots, people, strict=True):
        ground = rng.choice(
            [colour for colour in grounds if colour not in {last, person.coat, person.hair}]
        )
        last = ground
        c.fill(ground, circle(x, y, radius))
        with c.clip(circle(x, y, radius)):
            bust(c, person, x, y + radius * 1.02, radius * 1.66)


@cache
def _packed() -> list[tuple[float, float, float]]:
    """Return circles (x, y, radius) that fill more than any format without touching one another."""
    rng = seeded("pool")
    spots: list[tuple[float, float, float]] = []
    for largest, tries in ((112, 90), (84, 500), (60, 1400), (42, 2600), (28, 2600)):
        for _ in range(tries):
            x = rng.uniform(-1000, 1000)
            y = rng.uniform(-1000, 1000)
            if all((x - a) ** 2 + (y - b) ** 2 > (largest + r + 12) ** 2 for a, b, r in spots):
                spots.append((x, y, largest * rng.uniform(0.94, 1)))
    return spots


def _mill_wheel(c: Canvas, x: float, y: float, radius: float) -> None:
    wood = mix(OCHRE, INK, 0.35)
    for i in range(8):
        a = radians(i * 45 + 10)
        c.fill(wood, *stroke([(x, y), (x + radius * cos(a), y + radius * sin(a))], 7))
        c.fill(
            wood,
            tilted(x + radius * 1.02 * cos(a), y + radius * 1.02 * sin(a), 26, 10, i * 45 + 10),
        )
    c.fill(wood, *ring(x, y, radius * 0.92, 10), *ring(x, y, radius * 0.55, 6), circle(x, y, 12))


def _poster(c: Canvas, x: float, y: float) -> None:
    c.fill(WHITE, Box(x - 74, y - 110, x + 74, y + 110, 6))
    c.fill(BRICK, circle(x - 18, y - 34, 44))
    c.overprint(SKY, circle(x + 20, y - 34, 44))
    for row, width in ((36, 92), (56, 92), (76, 60)):
        c.fill(mix(PAPER, INK, 0.25), *stroke([(x - 46, y + row), (x - 46 + width, y + row)], 7))


def _awning(c: Canvas) -> None:
    top, hem, stripes = -330, -212, 8
    for i in range(stripes):
        colour = BRICK if i % 2 == 0 else WHITE
        upper = (-280 + i * 70, -280 + (i + 1) * 70)
        lower = (-340 + i * 85, -340 + (i + 1) * 85)
        c.fill(
            colour,
            polygon((upper[0], top), (upper[1], top), (lower[1], hem), (lower[0], hem)),
            sector((lower[0] + lower[1]) / 2, hem, 42.5, 0, 180),
        )
    c.fill(mix(BRICK, INK, 0.35), Box(-290, -342, 290, -326, 8))
