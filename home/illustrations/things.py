"""Things that several motifs show: the globe, trees, houses, water."""

from .canvas import Canvas
from .palette import LAGOON, LEAF, LIGHT_PETROL, MOSS, OCHRE, SKY, WHITE, mix
from .shapes import Box, blob, circle, ellipse, oval, polygon, ring, stroke, turn


def globe(c: Canvas, x: float, y: float, radius: float) -> None:
    """Draw a globe made of arcs, with soft lands that stand for no particular map."""
    c.fill(LAGOON, circle(x, y, radius))
    lands = (
        [(-0.95, -0.5), (-0.45, -0.92), (-0.02, -0.72), (-0.2, -0.38), (-0.5, -0.05), (-0.8, -0.2)],
        [(-0.45, 0.12), (-0.12, 0.05), (0.08, 0.3), (-0.12, 0.62), (-0.25, 0.88), (-0.42, 0.5)],
        [(0.2, -0.62), (0.6, -0.78), (0.95, -0.35), (0.85, 0.1), (0.55, 0.02), (0.3, -0.2)],
        [(0.42, 0.3), (0.7, 0.28), (0.8, 0.5), (0.55, 0.72), (0.36, 0.55)],
    )
    with c.clip(circle(x, y, radius)):
        for land in lands:
            c.fill(LIGHT_PETROL, blob(*((x + px * radius, y + py * radius) for px, py in land)))
        line = max(2.5, radius * 0.014)
        tilt = 18
        for share in (0.36, 0.72):
            outer = oval(x, y, radius * share + line / 2, radius, tilt).points
            inner = oval(x, y, radius * share - line / 2, radius, tilt).points
            c.fill(WHITE, polygon(*outer, *reversed(inner)))
        c.fill(WHITE, *stroke(turn([(x, y - radius), (x, y + radius)], tilt, x, y), line))
        for share in (-0.55, 0, 0.55):
            ends = [(x - radius, y + share * radius), (x + radius, y + share * radius)]
            c.fill(WHITE, *stroke(turn(ends, tilt, x, y), line))


def tree(
    c: Canvas, x: float, base: float, height: float, crown: str = LEAF, shade: str = MOSS
) -> None:
    """Draw a round tree standing on ``base``."""
    radius = height * 0.36
    middle = base - height + radius
    c.fill(crown, circle(x, middle, radius))
    with c.clip(circle(x, middle, radius)):
        c.fill(shade, circle(x + radius * 0.75, middle + radius * 0.25, radius))
    stem = mix(OCHRE, MOSS, 0.5)
    c.fill(stem, *stroke([(x, base), (x, middle - radius * 0.1)], height * 0.045))
    c.fill(
        stem,
        *stroke([(x, middle + radius * 0.5), (x - radius * 0.4, middle)], height * 0.03),
        *stroke(
            [(x, middle + radius * 0.3), (x + radius * 0.4, middle - radius * 0.2)], height * 0.03
        ),
    )


def house(
    c: Canvas, x: float, base: float, width: float, height: float, wall: str, roof: str, window: str
) -> None:
    """Draw a gabled house; ``height`` reaches from ``base`` to the ridge."""
    eaves = base - height + width * 0.55
    left, right = x - width / 2, x + width / 2
    c.fill(wall, Box(left, eaves, right, base))
    c.fill(
        roof,
        polygon((left - width * 0.06, eaves), (x, base - height), (right + width * 0.06, eaves)),
    )
    side = width * 0.17
    row = eaves + side
    while row + side < base - side * 0.5:
        for column in (x - width * 0.22, x + width * 0.22):
            c.fill(window, Box(column - side / 2, row, column + side / 2, row + side * 1.2))
        row += side * 2.3


def ripples(
    c: Canvas, top: float, colour: str, seams: tuple[tuple[float, float, float], ...]
) -> None:
    """Draw short level lines on water; each seam is (x, depth below ``top``, length)."""
    for x, depth, length in seams:
        c.fill(colour, *stroke([(x - length / 2, top + depth), (x + length / 2, top + depth)], 6))


def boat(c: Canvas, x: float, water: float, size: float, sail: str, hull: str) -> None:
    """Draw a small sailing boat whose hull floats on ``water``."""
    c.fill(
        sail,
        polygon(
            (x + size * 0.03, water - size * 1.5),
            (x + size * 0.03, water - size * 0.3),
            (x + size * 0.62, water - size * 0.3),
        ),
    )
    c.fill(
        WHITE,
        polygon(
            (x - size * 0.05, water - size * 1.25),
            (x - size * 0.05, water - size * 0.3),
            (x - size * 0.5, water - size * 0.3),
        ),
    )
    c.fill(
        hull,
        polygon(
            (x - size * 0.7, water - size * 0.22),
            (x + size * 0.75, water - size * 0.22),
            (x + size * 0.5, water + size * 0.06),
            (x - size * 0.45, water + size * 0.06),
        ),
    )


def sun(c: Canvas, x: float, y: float, radius: float, colour: str, halo: str) -> None:
    """Draw a calm sun with two rings around it."""
    c.fill(
        halo, *ring(x, y, radius * 1.5, radius * 0.05), *ring(x, y, radius * 1.95, radius * 0.04)
    )
    c.fill(colour, circle(x, y, radius))


def cloud(c: Canvas, x: float, y: float, size: float, colour: str = SKY) -> None:
    """Draw a flat cloud."""
    c.fill(
        colour,
        Box(x - size, y - size * 0.18, x + size, y + size * 0.18, size * 0.18),
        ellipse(x - size * 0.2, y - size * 0.12, size * 0.42, size * 0.34),
    )
