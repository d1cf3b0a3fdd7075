"""Shapes of the API that only this floor has (see `core.shapes`)."""

from typing import Literal

# pydantic refuses `typing.TypedDict` before Python 3.12.
from typing_extensions import TypedDict

from core.places import State
from core.shapes import Url

from .models.municipalities import Consultation


class ConsultationData(TypedDict):
    """One time that a municipality used the offer; `is_sample` marks an invented entry."""

    kind: Consultation.Kind
    year: int | None
    is_sample: bool


class MunicipalityProperties(TypedDict):
    """A municipality by its official number (Amtlicher Gemeindeschlüssel, AGS)."""

    ags: str
    name: str
    kind: str
    state: State
    district_ags: str
    district: str
    district_kind: str
    consultations: list[ConsultationData]


class MunicipalityData(MunicipalityProperties):
    """A municipality that used the offer; latitude and longitude in degrees (WGS 84)."""

    latitude: float
    longitude: float
    detail_url: Url


class Point(TypedDict):
    """A place: longitude and latitude in degrees (WGS 84), in this order."""

    type: Literal["Point"]
    coordinates: tuple[float, float]


class MunicipalityFeature(TypedDict):
    """A municipality on the map (RFC 7946); its id is its official number."""

    type: Literal["Feature"]
    id: str
    geometry: Point
    properties: MunicipalityProperties


class MunicipalityFeatures(TypedDict):
    """Municipalities on the map (RFC 7946). Name the source (`attribution`) where you show them.

    `state` is null if they are of several Länder.
    """

    type: Literal["FeatureCollection"]
    attribution: str
    state: State | None
    features: list[MunicipalityFeature]
