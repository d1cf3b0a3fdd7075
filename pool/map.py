"""The map of the municipalities advised in a state, and the same entries as a list."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.facets import Facet, narrowed
from core.filters import Choice, Filters

from .geography import SOURCE_NOTE, District, Outline, outline
from .models.municipalities import Consultation, Municipality
from .shapes import MunicipalityFeature, MunicipalityFeatures, MunicipalityProperties

Kind = Consultation.Kind


@dataclass(frozen=True)
class Entry:
    """A municipality advised: its consultations, and its place on the drawing."""

    municipality: Municipality
    consultations: tuple[Consultation, ...]
    x: float | None = None
    y: float | None = None

    @property
    def element_id(self) -> str:
        """The id of the entry in the list, to which its marker leads."""
        return f"ags-{self.municipality.ags}"

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of consultation that took place, each once."""
        found = {consultation.kind for consultation in self.consultations}
        return [kind for kind in Kind if kind in found]

    @property
    def shape(self) -> str:
        """The marker's shape: a diamond for a consultation over months, else a circle."""
        return "diamond" if Kind.ASSIGNMENT in self.kinds else "circle"

    @property
    def label(self) -> str:
        """Name and kinds in the active language, for the marker's accessible name."""
        return f"{self.municipality}: {', '.join(str(kind.label) for kind in self.kinds)}"

    @property
    def is_sample(self) -> bool:
        return any(consultation.is_sample for consultation in self.consultations)


@dataclass(frozen=True)
class MunicipalityMap:
    """What the template draws: the outline, if there is one for the state, and the entries."""

    state: str
    outline: Outline | None
    entries: Sequence[Entry]
    filters: Filters
    total: int

    source_note = SOURCE_NOTE

    @property
    def by_district(self) -> list[tuple[str, list[Entry]]]:
        """The entries of the list by district, both in alphabetical order."""
        groups: dict[str, list[Entry]] = {}
        for entry in self.entries:
            groups.setdefault(_district_name(entry.municipality), []).append(entry)
        return sorted(groups.items())

    @property
    def has_samples(self) -> bool:
        return any(entry.is_sample for entry in self.entries)

    @property
    def selected_district(self) -> District | None:
        """The outline of the district that the filter chose."""
        ags = self.filters["district"]
        districts = self.outline.districts if self.outline else ()
        return next((district for district in districts if district.ags == ags), None)


def municipality_map(
    state: str, municipalities: Iterable[Municipality], parameters: QueryDict
) -> MunicipalityMap:
    """The map of a state with the entries that the address's filters leave.

    Raises `Http404` for a filter or value that does not exist (see `core.filters`).
    """
    drawing = outline(state)
    entries = [_entry(municipality, drawing) for municipality in municipalities]
    facets = _facets(entries)
    filters = Filters(parameters, [facet.choice for facet in facets])
    left = narrowed(entries, facets, filters)
    return MunicipalityMap(state, drawing, left, filters, total=len(entries))


def _facets(entries: list[Entry]) -> list[Facet]:
    names = {
        entry.municipality.district_ags: _district_name(entry.municipality) for entry in entries
    }
    kinds = {kind for entry in entries for kind in entry.kinds}
    return [
        Facet(
            Choice("district", _("District"), sorted(names.items(), key=lambda pair: pair[1])),
            narrow=lambda left, ags: [e for e in left if e.municipality.district_ags == ags],
            tally=lambda left: Counter(entry.municipality.district_ags for entry in left),
        ),
        Facet(
            Choice("kind", _("Kind"), [(kind.value, kind.label) for kind in Kind if kind in kinds]),
            narrow=lambda left, kind: [entry for entry in left if kind in entry.kinds],
            tally=lambda left: Counter(kind.value for entry in left for kind in entry.kinds),
        ),
    ]


def geojson(state: str | None, municipalities: Iterable[Municipality]) -> MunicipalityFeatures:
    """Municipalities as a GeoJSON FeatureCollection (RFC 7946, WGS84 degrees).

    `state` is the Land that they are of, None for several. Consultations should be prefetched.
    """
    return {
        "type": "FeatureCollection",
        "attribution": SOURCE_NOTE,
        "state": state,
        "features": [_feature(municipality) for municipality in municipalities],
    }


def _feature(municipality: Municipality) -> MunicipalityFeature:
    return {
        "type": "Feature",
        "id": municipality.ags,
        "geometry": {
            "type": "Point",
            "coordinates": [float(municipality.longitude), float(municipality.latitude)],
        },
        "properties": properties(municipality),
    }


def properties(municipality: Municipality) -> MunicipalityProperties:
    """A municipality with its consultations, as the API shows it."""
    return {
        "ags": municipality.ags,
        "name": municipality.name,
        "kind": municipality.kind,
        "state": municipality.state,
        "district_ags": municipality.district_ags,
        "district": municipality.district,
        "district_kind": municipality.district_kind,
        "consultations": [
            {
                "kind": consultation.kind,
                "year": consultation.year,
                "is_sample": consultation.is_sample,
            }
            for consultation in municipality.consultations.all()
        ],
    }


def _entry(municipality: Municipality, drawing: Outline | None) -> Entry:
    consultations = tuple(municipality.consultations.all())
    if drawing is None:
        return Entry(municipality, consultations)
    x, y = drawing.plane.place(float(municipality.longitude), float(municipality.latitude))
    return Entry(municipality, consultations, x, y)


def _district_name(municipality: Municipality) -> str:
    return f"{municipality.district} ({municipality.district_kind})"
