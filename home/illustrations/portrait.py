"""Placeholder portraits: head and shoulders made of simple shapes, of nobody in particular."""

from PIL import Image

from .canvas import Canvas
from .chance import seeded
from .palette import (
    GOLD,
    INK,
    LAGOON,
    LEAF,
    LIGHT_MOSS,
    LIGHT_OCHRE,
    LIGHT_PETROL,
    PAPER,
    SKY,
    WHITE,
    mix,
)
from .people import Person, cast, hair_behind, head_on
from .shapes import Box, arc, circle, dome, ellipse, polygon, sector

GROUNDS = ((LIGHT_PETROL, SKY), (LIGHT_OCHRE, GOLD), (LIGHT_MOSS, LEAF), (LIGHT_PETROL, LAGOON))
COLLARS = ("round", "shirt", "lapels", "shawl", "necklace")
HEAD = (0.0, -62.0, 148.0)


def draw_portrait(seed: str, size: tuple[int, int] = (800, 800)) -> Image.Image:
    """Draw a faceless placeholder portrait, RGB; another ``seed`` gives another figure.

    ``size`` is width and height in pixels; the figure stays whole in the central square.
    """
    rng = seeded("portrait", seed)
    person = cast(rng, 1)[0]
    ground, shape = rng.choice([pair for pair in GROUNDS if person.coat not in pair])
    c = Canvas(size, ground)
    _ground(c, rng.randrange(4), mix(ground, shape, 0.42))
    x, y, radius = HEAD
    hair_behind(c, person, x, y, radius)
    c.fill(person.coat, dome(0, c.bottom + 2, 680, c.bottom - 158))
    c.fill(mix(person.tone, INK, 0.16), Box(-58, 40, 58, 206, 56), ellipse(0, 176, 86, 46))
    _collar(c, person, rng.choice(COLLARS), rng.choice((WHITE, PAPER, mix(shape, WHITE, 0.35))))
    head_on(c, person, x, y, radius)
    return c.finish()


def _ground(c: Canvas, kind: int, colour: str) -> None:
    if kind == 0:
        c.fill(colour, circle(0, -40, 330))
    elif kind == 1:
        c.fill(colour, sector(-450, -450, 620, 0, 90), circle(330, 60, 190))
    elif kind == 2:
        for radius in (400, 320, 240):
            c.fill(colour, *arc(0, -40, radius, 0, 360, 34))
    else:
        c.fill(colour, dome(-230, c.bottom, 760, c.bottom + 180), circle(250, -230, 130))


def _collar(c: Canvas, person: Person, kind: str, cloth: str) -> None:
    dark = mix(person.coat, INK, 0.35)
    if kind == "round":
        c.fill(dark, *arc(0, 150, 94, 12, 168, 24))
    elif kind == "shirt":
        c.fill(cloth, polygon((-96, 148), (0, 262), (-74, 306), (-128, 178)))
        c.fill(cloth, polygon((96, 148), (0, 262), (74, 306), (128, 178)))
    elif kind == "lapels":
        c.fill(cloth, polygon((-84, 176), (84, 176), (0, 452)))
        c.fill(mix(person.tone, INK, 0.16), sector(0, 172, 70, 0, 180))
        c.fill(
            dark, polygon((-92, 146), (-10, 452), (-96, 400), (-80, 344), (-150, 330), (-136, 172))
        )
        c.fill(dark, polygon((92, 146), (10, 452), (96, 400), (80, 344), (150, 330), (136, 172)))
    elif kind == "shawl":
        c.fill(cloth, ellipse(0, 178, 142, 70))
        c.fill(mix(person.tone, INK, 0.16), Box(-58, 40, 58, 168, 50))
        c.fill(cloth, polygon((40, 196), (118, 210), (150, c.bottom + 2), (60, c.bottom + 2)))
        c.fill(mix(cloth, person.coat, 0.5), *arc(0, 120, 106, 50, 130, 8))
    else:
        for angle in range(24, 157, 12):
            bead = arc(0, 150, 122, angle, angle + 1, 20)[1]
            c.fill(cloth, bead)
