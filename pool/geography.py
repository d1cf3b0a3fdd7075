"""The outlines of the districts of a state, drawn onto a plane for an SVG.

Data: Verwaltungsgebiete 1:250 000 (VG250), © GeoBasis-DE / BKG (2016), Daten verändert; WGS84
degrees, simplified. See pool/data/README.md.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from pathlib import Path

DATA = Path(__file__).parent / "data"
SOURCE_NOTE = "© GeoBasis-DE / BKG (2016), Daten verändert"
FILES = {"NW": "districts-05.geojson", "BW": "districts-08.geojson"}
WIDTH = 600.0  # of the drawing, in units of the SVG
MARGIN = 14.0  # so that the outline and the markers at the edge are not cut

STEP = 0.5  # of the SVG, to which outlines are rounded: far less than simplifying moved them
SIMPLIFIED = 0.05  # degrees by which the outlines may lie inside the real ones

Point = tuple[float, float]


@dataclass(frozen=True)
class District:
    """A district or district-free city: its number, name, kind and outline as an SVG path."""

    ags: str
    name: str
    kind: str
    path: str


@dataclass(frozen=True)
class Plane:
    """A map of a region: longitude and latitude to units of the SVG, north up.

    Equirectangular, with the region's middle latitude undistorted; good enough for one state.
    """

    west: float
    north: float
    scale_x: float
    scale_y: float
    height: float

    @classmethod
    def around(cls, points: Sequence[Point]) -> "Plane":
        """The plane on which these points (longitude, latitude in degrees) fill the width."""
        west, east = min(x for x, __ in points), max(x for x, __ in points)
        south, north = min(y for __, y in points), max(y for __, y in points)
        scale_x = (WIDTH - 2 * MARGIN) / (east - west)
        scale_y = scale_x / cos(radians((north + south) / 2))
        return cls(west, north, scale_x, scale_y, (north - south) * scale_y + 2 * MARGIN)

    def place(self, longitude: float, latitude: float) -> Point:
        """Where a point lies on the drawing (x to the right, y down)."""
        x = MARGIN + (longitude - self.west) * self.scale_x
        y = MARGIN + (self.north - latitude) * self.scale_y
        return round(x, 1), round(y, 1)


@dataclass(frozen=True)
class Outline:
    """The drawing of a state without anything on it."""

    plane: Plane
    districts: tuple[District, ...]


@cache
def outline(state: str) -> Outline | None:
    """The outline of a state ("NW", "BW"), or None for a state without map data."""
    if state not in FILES:
        return None
    features = json.loads((DATA / FILES[state]).read_text(encoding="utf-8"))["features"]
    rings = {
        feature["properties"]["ags"]: list(_rings(feature["geometry"])) for feature in features
    }
    plane = Plane.around([point for group in rings.values() for ring in group for point in ring])
    districts = (
        District(
            ags=properties["ags"],
            name=properties["gen"],
            kind=properties["bez"],
            path="".join(_path(plane, ring) for ring in rings[properties["ags"]]),
        )
        for properties in (feature["properties"] for feature in features)
    )
    return Outline(plane, tuple(sorted(districts, key=lambda district: district.ags)))


@cache
def bounds_of_states() -> dict[str, tuple[float, float, float, float]]:
    """The states with a map, each with its outermost west, south, east and north, in degrees."""
    return {state: _bounds(DATA / file) for state, file in FILES.items()}


def _bounds(file: Path) -> tuple[float, float, float, float]:
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    points = [point for each in features for ring in _rings(each["geometry"]) for point in ring]
    longitudes, latitudes = [x for x, __ in points], [y for __, y in points]
    west, east, south, north = (
        min(longitudes) - SIMPLIFIED,
        max(longitudes) + SIMPLIFIED,
        min(latitudes) - SIMPLIFIED,
        max(latitudes) + SIMPLIFIED,
    )
    return round(west, 4), round(south, 4), round(east, 4), round(north, 4)


def _rings(geometry: dict) -> Iterator[list[Point]]:
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    for polygon in polygons:
        yield from polygon


def _path(plane: Plane, ring: Sequence[Point]) -> str:
    """A closed SVG path with steps from point to point, which is the shortest to write."""
    corners = [_rounded(plane.place(*point)) for point in ring[:-1]]
    (x, y), steps = corners[0], ""
    for next_x, next_y in corners[1:]:
        if (next_x, next_y) != (x, y):
            steps += _separated(_number(next_x - x)) + _separated(_number(next_y - y))
            x, y = next_x, next_y
    return f"M{_number(corners[0][0])} {_number(corners[0][1])}l{steps.lstrip()}z"


def _rounded(point: Point) -> Point:
    return round(point[0] / STEP) * STEP, round(point[1] / STEP) * STEP


def _number(value: float) -> str:
    """At most one decimal, without what SVG does not need ("0.5" → ".5", "-0.0" → "0")."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    if text.startswith("0."):
        return text[1:]
    if text.startswith("-0."):
        return f"-{text[2:]}"
    return {"-0": "0", "": "0"}.get(text, text)


def _separated(number: str) -> str:
    return number if number.startswith("-") else f" {number}"
