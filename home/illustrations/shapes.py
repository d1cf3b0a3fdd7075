"""Plain geometry: shapes in the canvas's units, knowing nothing of pixels or colours.

Units are the canvas's (see ``canvas.py``): x grows to the right, y downwards, angles are degrees,
0 is to the right and positive turns clockwise.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, cos, hypot, radians, sin

Point = tuple[float, float]


@dataclass(frozen=True)
class Ellipse:
    """An ellipse that stands upright, given by the corners of its box."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return self.x0, self.y0, self.x1, self.y1


@dataclass(frozen=True)
class Box:
    """An upright rectangle, its corners rounded by ``radius``."""

    x0: float
    y0: float
    x1: float
    y1: float
    radius: float = 0

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return self.x0, self.y0, self.x1, self.y1


@dataclass(frozen=True)
class Polygon:
    """A closed outline of at least three points."""

    points: tuple[Point, ...]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        xs, ys = zip(*self.points, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


Shape = Ellipse | Box | Polygon


def polygon(*points: Point) -> Polygon:
    """Return the polygon through the points."""
    return Polygon(tuple(points))


def circle(x: float, y: float, radius: float) -> Ellipse:
    """Return the circle around a centre."""
    return Ellipse(x - radius, y - radius, x + radius, y + radius)


def ellipse(x: float, y: float, rx: float, ry: float) -> Ellipse:
    """Return the upright ellipse around a centre."""
    return Ellipse(x - rx, y - ry, x + rx, y + ry)


def around(
    x: float, y: float, rx: float, ry: float, start: float = 0, end: float = 360
) -> list[Point]:
    """Return points along an elliptical arc, close enough together to look round."""
    steps = max(8, ceil(abs(end - start) / 360 * (24 + max(rx, ry) / 2)))
    angles = (radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return [(x + rx * cos(a), y + ry * sin(a)) for a in angles]


def turn(points: Iterable[Point], angle: float, x: float = 0, y: float = 0) -> list[Point]:
    """Return the points turned by ``angle`` degrees around (x, y)."""
    co, si = cos(radians(angle)), sin(radians(angle))
    return [
        (x + (px - x) * co - (py - y) * si, y + (px - x) * si + (py - y) * co) for px, py in points
    ]


def tilted(x: float, y: float, width: float, height: float, angle: float) -> Polygon:
    """Return a rectangle around a centre, turned by ``angle`` degrees."""
    w, h = width / 2, height / 2
    corners = [(x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h)]
    return Polygon(tuple(turn(corners, angle, x, y)))


def oval(x: float, y: float, rx: float, ry: float, angle: float) -> Polygon:
    """Return an ellipse turned by ``angle`` degrees."""
    return Polygon(tuple(turn(around(x, y, rx, ry), angle, x, y)))


def sector(x: float, y: float, radius: float, start: float, end: float) -> Polygon:
    """Return a slice of a circle: a quarter or a half of it, for instance."""
    return Polygon((*around(x, y, radius, radius, start, end), (x, y)))


def dome(x: float, base: float, width: float, height: float) -> Polygon:
    """Return a shape with a flat foot on ``base`` and a round top: shoulders, a hill, a window."""
    rx = width / 2
    ry = min(rx, height)
    top = around(x, base - height + ry, rx, ry, 180, 360)
    return Polygon(((x - rx, base), *top, (x + rx, base)))


def arc(
    x: float, y: float, radius: float, start: float, end: float, width: float
) -> tuple[Shape, ...]:
    """Return a part of a ring with round ends; a span of 360 degrees is the whole ring."""
    outer = around(x, y, radius + width / 2, radius + width / 2, start, end)
    inner = around(x, y, radius - width / 2, radius - width / 2, end, start)
    body = Polygon((*outer, *inner))
    if abs(end - start) >= 360:
        return (body,)
    caps = around(x, y, radius, radius, start, end)
    return body, circle(*caps[0], width / 2), circle(*caps[-1], width / 2)


def ring(x: float, y: float, radius: float, width: float) -> tuple[Shape, ...]:
    """Return a whole ring whose line runs in the middle of ``width``."""
    return arc(x, y, radius, 0, 360, width)


def stroke(points: Sequence[Point], width: float) -> tuple[Shape, ...]:
    """Return a line of even width through the points, with round joints and ends."""
    shapes: list[Shape] = [circle(x, y, width / 2) for x, y in points]
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        length = hypot(bx - ax, by - ay)
        if length:
            nx, ny = (ay - by) / length * width / 2, (bx - ax) / length * width / 2
            shapes.append(
                polygon(
                    (ax + nx, ay + ny), (bx + nx, by + ny), (bx - nx, by - ny), (ax - nx, ay - ny)
                )
            )
    return tuple(shapes)


def ribbon(points: Sequence[Point], widths: Sequence[float]) -> Polygon:
    """Return a line whose width changes from point to point: a road that runs into the distance."""
    left: list[Point] = []
    right: list[Point] = []
    for i, ((x, y), width) in enumerate(zip(points, widths, strict=True)):
        (ax, ay), (bx, by) = points[max(i - 1, 0)], points[min(i + 1, len(points) - 1)]
        length = hypot(bx - ax, by - ay) or 1
        nx, ny = (ay - by) / length * width / 2, (bx - ax) / length * width / 2
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return Polygon((*left, *reversed(right)))


def curve(points: Sequence[Point], steps: int = 16) -> list[Point]:
    """Return a smooth open line through the points (a Catmull-Rom spline)."""
    padded = [points[0], *points, points[-1]]
    line = [
        _spline(padded[i : i + 4], step / steps)
        for i in range(len(points) - 1)
        for step in range(steps)
    ]
    return [*line, points[-1]]


def blob(*points: Point) -> Polygon:
    """Return a soft closed shape through the points."""
    count = len(points)
    return Polygon(
        tuple(
            _spline([points[(i + k) % count] for k in range(4)], step / 16)
            for i in range(count)
            for step in range(16)
        )
    )


def bubble(x: float, y: float, radius: float, towards: float) -> tuple[Shape, ...]:
    """Return a round speech bubble whose tail points to the angle ``towards``."""
    tail = turn(
        [
            (x + radius * 0.6, y - radius * 0.55),
            (x + radius * 1.38, y),
            (x + radius, y + radius * 0.1),
        ],
        towards,
        x,
        y,
    )
    return circle(x, y, radius), polygon(*tail, (x, y))


def _spline(points: Sequence[Point], t: float) -> Point:
    weights = (
        (-t + 2 * t**2 - t**3) / 2,
        (2 - 5 * t**2 + 3 * t**3) / 2,
        (t + 4 * t**2 - 3 * t**3) / 2,
        (-(t**2) + t**3) / 2,
    )
    x = sum(w * p[0] for w, p in zip(weights, points, strict=True))
    y = sum(w * p[1] for w, p in zip(weights, points, strict=True))
    return x, y
