"""Motifs that show a thought: dialogue, network, exchange, appeal, founding."""

from math import cos, radians, sin
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
    MIST,
    MOSS,
    OCHRE,
    PAPER,
    PETROL,
    SKY,
    WHITE,
    mix,
)
from ..people import bust, cast
from ..shapes import (
    Box,
    Point,
    arc,
    blob,
    bubble,
    circle,
    polygon,
    ribbon,
    ring,
    sector,
    stroke,
    tilted,
    turn,
)
from ..things import globe


def globe_dialogue(c: Canvas, rng: Random) -> None:
    """A globe made of arcs between two voices that overlap it."""
    for i, radius in enumerate(range(380, 1100, 90)):
        c.fill(mix(LIGHT_PETROL, PAPER, min(0.85, i * 0.12)), *ring(0, 40, radius, 5))
    c.fill(MIST, circle(0, 40, 335))
    globe(c, 0, 40, 275)
    c.overprint(mix(PETROL, WHITE, 0.2), *bubble(-262, -196, 150, 52))
    c.overprint(mix(GOLD, WHITE, 0.05), *bubble(268, -170, 128, 122))
    for x in (-320, -262, -204):
        c.fill(PAPER, circle(x, -196, 19))
    for y, width in ((-206, 120), (-170, 84), (-134, 104)):
        c.fill(PAPER, *stroke([(208, y), (208 + width, y)], 15))


def network(c: Canvas, rng: Random) -> None:
    """Nodes and lines over soft lands."""
    c.fill(
        LIGHT_MOSS,
        blob(
            (-520, -330),
            (-250, -420),
            (-30, -300),
            (-90, -60),
            (-200, 120),
            (-420, 60),
            (-600, -110),
        ),
    )
    c.fill(
        LIGHT_OCHRE,
        blob((60, -330), (330, -400), (640, -300), (720, -40), (470, 110), (250, 20), (110, -130)),
    )
    c.fill(
        LIGHT_PETROL,
        blob((-210, 180), (60, 70), (330, 160), (420, 320), (180, 430), (-120, 400), (-300, 330)),
    )
    c.fill(LIGHT_MOSS, blob((-900, 120), (-640, 150), (-560, 330), (-760, 470), (-980, 400)))
    c.fill(LIGHT_PETROL, blob((640, 200), (860, 160), (1000, 330), (800, 440), (600, 380)))
    c.fill(LIGHT_OCHRE, blob((-980, -420), (-780, -440), (-700, -300), (-800, -160), (-960, -220)))
    nodes: list[tuple[float, float, float, str]] = [
        (-20, -10, 62, PETROL),
        (-300, -240, 40, MOSS),
        (-110, -300, 24, LEAF),
        (-370, -20, 28, LEAF),
        (-180, 60, 20, MOSS),
        (250, -250, 46, OCHRE),
        (400, -80, 26, GOLD),
        (130, -170, 18, BRICK),
        (60, 260, 42, LAGOON),
        (270, 250, 26, PETROL),
        (-150, 320, 26, BRICK),
        (560, -230, 30, OCHRE),
        (720, 300, 36, LAGOON),
        (-720, 290, 36, MOSS),
        (-560, -160, 22, LEAF),
        (-730, -320, 28, GOLD),
        (640, 60, 18, BRICK),
        (-520, 180, 18, BRICK),
    ]
    links = (
        (0, 1), (0, 4), (0, 7), (0, 8), (0, 3), (1, 2), (1, 3), (1, 14), (14, 15), (5, 6),
        (5, 7), (5, 11), (6, 16), (6, 11), (8, 9), (8, 10), (10, 4), (9, 12), (16, 12), (3, 17),
        (17, 13), (10, 13), (2, 7), (0, 6),
    )  # fmt: skip
    for first, second in links:
        ends = [nodes[first][:2], nodes[second][:2]]
        c.fill(INK, *stroke(ends, 5))
    for x, y, radius, colour in nodes:
        c.fill(PAPER, circle(x, y, radius + 9))
        c.fill(colour, circle(x, y, radius))
        if radius >= 36:
            c.fill(PAPER, *ring(x, y, radius * 0.56, 6))
        elif radius >= 24:
            c.fill(PAPER, circle(x, y, radius * 0.34))
    c.fill(PAPER, circle(-20, -10, 16))


def exchange(c: Canvas, rng: Random) -> None:
    """Two people hand each other what they know; two arrows close the circle."""
    c.fill(LIGHT_PETROL, circle(-300, 0, 380))
    c.overprint(LIGHT_OCHRE, circle(300, 0, 380))
    _arrow(c, 0, 0, 305, 214, 314, PETROL)
    _arrow(c, 0, 0, 305, 34, 134, BRICK)
    for x, person in zip((-302, 302), cast(rng, 2, (PETROL, BRICK)), strict=True):
        c.fill(PAPER, circle(x, 0, 138))
        with c.clip(circle(x, 0, 126)):
            c.fill(MIST if x < 0 else mix(PAPER, LIGHT_OCHRE, 0.6), circle(x, 0, 126))
            bust(c, person, x, 128, 206)
    _cube(c, -68, 48, 72, (SKY, LAGOON, PETROL))
    _cube(c, 68, 48, 72, (LIGHT_OCHRE, GOLD, OCHRE))
    _cube(c, 0, -70, 72, (LIGHT_MOSS, LEAF, MOSS))


def appeal(c: Canvas, rng: Random) -> None:
    """A megaphone before posters, its call spreading in arcs."""
    for x, y, angle, colour in (
        (-640, -60, -4, LIGHT_MOSS),
        (640, 40, 4, LIGHT_PETROL),
        (-300, -120, -6, LIGHT_PETROL),
        (270, -110, 5, LIGHT_OCHRE),
    ):
        c.fill(colour, tilted(x, y, 330, 450, angle))
    c.fill(mix(LIGHT_PETROL, PETROL, 0.25), *ring(-330, -190, 70, 14))
    for i in range(3):
        ends = turn([(-410, -40 + i * 44), (-240 - i * 30, -40 + i * 44)], -6, -300, -120)
        c.fill(mix(LIGHT_PETROL, PETROL, 0.25), *stroke(ends, 13))
    for x, colour in ((-640, LEAF), (650, LAGOON)):
        c.fill(mix(PAPER, colour, 0.42), *ring(x, 0, 74, 30))
    x, y, angle = -50.0, 60.0, -24.0

    def at(*points: Point) -> list[Point]:
        return turn([(x + px, y + py) for px, py in points], angle, x, y)

    mouth = at((190, 0))[0]
    for radius, colour in ((120, BRICK), (185, GOLD), (250, LAGOON)):
        c.fill(colour, *arc(*mouth, radius, angle - 38, angle + 38, 24))
    speaker = cast(rng, 1)[0]
    hand = at((-90, 172))[0]
    elbow = (hand[0] - 30, c.bottom + 120)
    wrist = (hand[0] - 4, hand[1] + 84)
    c.fill(speaker.tone, *stroke([hand, wrist], 58))
    c.fill(PETROL, ribbon([wrist, elbow], [96, 190]))
    c.fill(WHITE, *stroke([(wrist[0] - 42, wrist[1]), (wrist[0] + 42, wrist[1])], 20))
    c.fill(INK, *stroke(at((-120, 40), (-84, 208)), 42))
    knuckles = [at((-124 + k * 6, 130 + k * 28), (-62 + k * 6, 118 + k * 28)) for k in range(4)]
    for finger in knuckles:
        c.fill(mix(speaker.tone, INK, 0.25), *stroke([(px, py + 4) for px, py in finger], 33))
        c.fill(speaker.tone, *stroke(finger, 29))
    c.fill(PETROL, polygon(*at((-210, -58), (-90, -66), (-90, 66), (-210, 58))))
    c.fill(mix(PETROL, INK, 0.35), *stroke(at((-214, -44), (-214, 44)), 34))
    c.fill(BRICK, polygon(*at((-96, -66), (180, -170), (180, 170), (-96, 66))))
    c.fill(mix(BRICK, INK, 0.25), polygon(*at((-96, 10), (180, 40), (180, 170), (-96, 66))))
    c.fill(PAPER, *stroke(at((182, -176), (182, 176)), 30))
    c.fill(BRICK, *stroke(at((182, -172), (182, 172)), 12))


def founding(c: Canvas, rng: Random) -> None:
    """Nine building blocks become one house; the roof is about to land."""
    c.fill(LIGHT_MOSS, circle(0, 60, 390))
    c.fill(mix(PAPER, OCHRE, 0.13), Box(c.left, 350, c.right, c.bottom))
    side, gap = 148, 10
    pairs = (
        (PETROL, SKY), (GOLD, LIGHT_OCHRE), (BRICK, LIGHT_OCHRE),
        (LEAF, MOSS), (SKY, WHITE), (OCHRE, GOLD),
        (LIGHT_OCHRE, BRICK), (MOSS, LIGHT_MOSS), (LAGOON, PETROL),
    )  # fmt: skip
    for i, (ground, figure) in enumerate(pairs):
        row, column = divmod(i, 3)
        x = (column - 1) * (side + gap) - side / 2
        y = 350 - (3 - row) * (side + gap) + gap
        _tile(c, x, y, side, ground, figure, i)
    c.fill(BRICK, polygon((-272, -152), (0, -372), (272, -152)))
    c.fill(mix(BRICK, INK, 0.25), polygon((0, -372), (272, -152), (0, -152)))
    c.fill(LIGHT_OCHRE, circle(0, -222, 34))
    for x, size, ground, figure, kind in (
        (-600, 118, LIGHT_PETROL, LAGOON, 0),
        (-470, 92, LIGHT_OCHRE, GOLD, 4),
        (480, 92, LIGHT_PETROL, SKY, 1),
        (612, 130, LIGHT_OCHRE, GOLD, 2),
    ):
        _tile(c, x - size / 2, 350 - size, size, ground, figure, kind)


def _arrow(
    c: Canvas, x: float, y: float, radius: float, start: float, end: float, colour: str
) -> None:
    c.fill(colour, *arc(x, y, radius, start, end, 40))
    tip = turn(
        [(x + radius - 62, y - 4), (x + radius + 62, y - 4), (x + radius, y + 84)], end, x, y
    )
    c.fill(colour, polygon(*tip))


def _cube(c: Canvas, x: float, y: float, side: float, colours: tuple[str, str, str]) -> None:
    corner = [(x + side * cos(radians(a)), y + side * sin(radians(a))) for a in range(30, 390, 60)]
    right, bottom, left, upper_left, top, upper_right = corner
    c.fill(colours[0], polygon(upper_left, top, upper_right, (x, y)))
    c.fill(colours[1], polygon(left, upper_left, (x, y), bottom))
    c.fill(colours[2], polygon(right, upper_right, (x, y), bottom))


def _tile(c: Canvas, x: float, y: float, side: float, ground: str, figure: str, kind: int) -> None:
    c.fill(ground, Box(x, y, x + side, y + side))
    middle, half = (x + side / 2, y + side / 2), side / 2
    shapes = (
        [sector(x, y + side, side, 270, 360)],
        [circle(*middle, side * 0.32)],
        [sector(x, y, side, 0, 90)],
        [sector(*middle, half, 0, 180), sector(middle[0], y, half, 0, 180)],
        [*ring(*middle, side * 0.27, side * 0.16)],
        [sector(x + side, y, side, 90, 180)],
        [polygon((x, y), (x + side, y + side), (x, y + side))],
        [sector(x, y, half, 0, 90), sector(x + side, y + side, half, 180, 270)],
        [sector(x + side, y + side, side, 180, 270)],
    )
    c.fill(figure, *shapes[kind])
