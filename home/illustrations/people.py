"""People as simple shapes: no faces, many colours."""

from dataclasses import dataclass
from math import cos, radians, sin
from random import Random

from .canvas import Canvas
from .palette import BRICK, COATS, GOLD, HAIRS, LAGOON, LIGHT_OCHRE, PETROL, SKY, TONES, luminance
from .shapes import Box, Ellipse, Polygon, around, circle, curve, dome, ellipse, oval, polygon

STYLES = ("crop", "crop", "round", "long", "bun", "scarf", "side", "long", "round", "bald", "side")
SCARVES = (BRICK, GOLD, LAGOON, SKY, PETROL, LIGHT_OCHRE)


@dataclass(frozen=True)
class Person:
    """What tells one figure from another: colours, and the outline of the hair or scarf."""

    coat: str
    tone: str
    hair: str
    style: str


def cast(rng: Random, count: int, coats: tuple[str, ...] = COATS) -> list[Person]:
    """Return people of whom no two neighbours wear the same coat, tone or style of hair."""
    people: list[Person] = []
    for _ in range(count):
        last = people[-1] if people else None
        coat = rng.choice([coat for coat in coats if not last or coat != last.coat])
        tone = rng.choice([tone for tone in TONES if not last or tone != last.tone])
        style = rng.choice([style for style in STYLES if not last or style != last.style])
        hairs = SCARVES if style == "scarf" else HAIRS
        apart = [
            hair for hair in hairs if hair != coat and abs(luminance(hair) - luminance(tone)) > 24
        ]
        people.append(Person(coat, tone, rng.choice(apart), style))
    return people


def standing(c: Canvas, person: Person, x: float, base: float, height: float) -> None:
    """Draw somebody who stands on ``base``, seen from the front."""
    head = height * 0.13
    middle = base - height + head
    hair_behind(c, person, x, middle, head)
    c.fill(person.coat, dome(x, base, height * 0.36, height * 0.72))
    head_on(c, person, x, middle, head)


def standing_away(c: Canvas, person: Person, x: float, base: float, height: float) -> None:
    """Draw somebody who stands on ``base``, seen from behind."""
    from_behind(c, person, x, base - height * 0.87, height * 0.13, base, height * 0.36)


def bust(c: Canvas, person: Person, x: float, base: float, width: float) -> None:
    """Draw head and shoulders, the shoulders ending flat on ``base``."""
    head = width * 0.21
    hair_behind(c, person, x, base - width * 0.64, head)
    c.fill(person.coat, dome(x, base, width, width * 0.5))
    head_on(c, person, x, base - width * 0.64, head)


def from_behind(
    c: Canvas, person: Person, x: float, y: float, radius: float, base: float, width: float
) -> None:
    """Draw the back of a head around (x, y) and a back of ``width`` that reaches to ``base``."""
    top = y + radius * 0.95
    if base > top:
        c.fill(person.coat, dome(x, base, width, base - top))
    c.fill(
        person.tone, Box(x - radius * 0.36, y, x + radius * 0.36, y + radius * 1.25, radius * 0.3)
    )
    c.fill(person.tone if person.style == "bald" else person.hair, circle(x, y, radius))
    if person.style == "bun":
        c.fill(person.hair, circle(x, y - radius * 1.1, radius * 0.42))
    elif person.style == "round":
        c.fill(person.hair, circle(x, y - radius * 0.1, radius * 1.24))
    elif person.style in {"long", "scarf"}:
        c.fill(person.hair, dome(x, y + radius * 1.55, radius * 2.05, radius * 2.55))


def from_above(c: Canvas, person: Person, x: float, y: float, size: float, facing: float) -> None:
    """Draw somebody seen from above; ``facing`` is the angle they look to."""
    dx, dy = cos(radians(facing)), sin(radians(facing))
    c.fill(person.coat, oval(x, y, size * 0.42, size, facing))
    for side in (-1, 1):
        ax, ay = x - dy * side * size * 0.72, y + dx * side * size * 0.72
        sleeve = oval(ax + dx * size * 0.34, ay + dy * size * 0.34, size * 0.46, size * 0.2, facing)
        c.fill(person.coat, sleeve)
        c.fill(person.tone, circle(ax + dx * size * 0.76, ay + dy * size * 0.76, size * 0.17))
    c.fill(person.tone if person.style == "bald" else person.hair, circle(x, y, size * 0.5))


def hair_behind(c: Canvas, person: Person, x: float, y: float, radius: float) -> None:
    """Draw the hair that the shoulders and the face will cover; the head is around (x, y)."""
    if person.style == "round":
        c.fill(person.hair, circle(x, y - radius * 0.22, radius * 1.42))
    elif person.style == "long":
        c.fill(person.hair, dome(x, y + radius * 1.6, radius * 2.5, radius * 2.78))
    elif person.style == "bun":
        c.fill(person.hair, circle(x, y - radius * 1.28, radius * 0.48))


def head_on(c: Canvas, person: Person, x: float, y: float, radius: float) -> None:
    """Draw a head without a face around (x, y), and what frames it."""
    face = Ellipse(x - radius * 0.9, y - radius, x + radius * 0.9, y + radius * 1.12)
    if person.style == "scarf":
        c.fill(
            person.hair,
            ellipse(x, y + radius * 0.02, radius * 1.16, radius * 1.28),
            dome(x, y + radius * 1.62, radius * 2.3, radius * 1.1),
        )
        c.fill(person.tone, ellipse(x, y + radius * 0.1, radius * 0.76, radius * 0.9))
        return
    c.fill(person.tone, face)
    if person.style == "side":
        c.fill(person.hair, _cap(x, y, radius, x + radius * 0.36, y - radius * 0.64))
    elif person.style != "bald":
        c.fill(person.hair, _cap(x, y, radius, x, y - radius * 0.5))


def _cap(x: float, y: float, radius: float, part_x: float, part_y: float) -> Polygon:
    """Return hair on the crown, its hairline running over the point (part_x, part_y)."""
    crown = around(x, y - radius * 0.02, radius * 0.98, radius * 1.08, 176, 364)
    (lx, ly), (rx, ry) = crown[0], crown[-1]
    inner = radius * 0.17
    sides = y - radius * 0.2
    hairline = curve(
        [
            (rx - inner, ry),
            (rx - inner * 1.3, min(sides, (sides + part_y) / 2)),
            (part_x, part_y),
            (lx + inner * 1.3, min(sides, (sides + part_y) / 2)),
            (lx + inner, ly),
        ]
    )
    return polygon(*crown, *hairline)
