"""The columns of the table: what they are called, and how a cell is read and written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.places import State
from pool.models import Consultation, Municipality

from . import values


def _as_it_is(value: Any) -> Any:
    return value


def _state_name(value: str) -> str:
    return str(State(value).label) if value in State.values else value


def _kind_name(value: str) -> str:
    return str(Consultation.Kind(value).label) if value in Consultation.Kind.values else value


def _yes_or_no(value: bool) -> str:
    return str(_("yes") if value else _("no"))


def _limit(field: str) -> int:
    return Municipality._meta.get_field(field).max_length


@dataclass(frozen=True, eq=False)
class Column:
    """`read` takes a cell that is not empty and raises `ValueError` with a sentence; `write` makes
    of a value what stands in the cell."""

    name: str
    heading: Any
    explanation: Any
    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = _as_it_is
    also: tuple[str, ...] = ()

    def spellings(self) -> set[str]:
        """All headings by which the column is known, normalised."""
        known = {self.name, *self.also}
        for language, __ in settings.LANGUAGES:
            with translation.override(language):
                known.add(str(self.heading))
        return {normalised(heading) for heading in known}


def normalised(heading: str) -> str:
    """A heading without what writers vary: case, spaces, punctuation."""
    return re.sub(r"[\W_]+", "", heading.casefold())


AGS = Column(
    "ags",
    _("AGS"),
    _("The official municipality key, eight digits. It says which municipality is meant."),
    values.ags,
    also=("Amtlicher Gemeindeschlüssel", "Gemeindeschlüssel", "official number (AGS)"),
)
NAME = Column(
    "name",
    _("Municipality"),
    _("The name as in the official list. It guards against a mistyped key."),
    values.text(_limit("name")),
    also=("Gemeinde", "Stadt", "Ort", "Name der Kommune"),
)
# What else is known of a municipality.
FACTS = (
    Column(
        "kind",
        _("Kind of municipality"),
        _("As registered: “Stadt”, “Gemeinde”."),
        values.text(_limit("kind")),
        also=("Gemeindeart", "Bezeichnung"),
    ),
    Column(
        "state",
        _("State"),
        _("Name or code: NW, BW."),
        values.state,
        _state_name,
        also=("Bundesland",),
    ),
    Column(
        "district_ags",
        _("Key of the district"),
        _("The first five digits of the AGS."),
        values.digits(5),
        also=("Kreisschlüssel",),
    ),
    Column(
        "district",
        _("District"),
        _("The district, or the town itself if it belongs to none."),
        values.text(_limit("district")),
        also=("Landkreis", "Kreis"),
    ),
    Column(
        "district_kind",
        _("Kind of district"),
        _("As registered: “Kreis”, “Kreisfreie Stadt”."),
        values.text(_limit("district_kind")),
    ),
    Column(
        "latitude",
        _("Latitude"),
        _("Degrees north of a point in the municipality, for the map."),
        values.latitude,
        also=("Breite", "geografische Breite", "lat"),
    ),
    Column(
        "longitude",
        _("Longitude"),
        _("Degrees east of a point in the municipality, for the map."),
        values.longitude,
        also=("Länge", "geografische Länge", "lon", "lng"),
    ),
)
NUMBER = Column(
    "number",
    _("No."),
    _(
        "Which of the municipality’s consultations is meant, from 1. Empty: the one of this kind "
        "and year, or else a new one."
    ),
    values.number,
    also=("Nummer", "Number"),
)
CONSULTATION = Column(
    "consultation",
    _("Consultation"),
    _("First consultation or consultation over several months. Empty: none."),
    values.consultation_kind,
    _kind_name,
    also=("Beratungsart", "Art der Beratung"),
)
YEAR = Column(
    "year",
    _("Year"),
    _("Four digits, or a date, of which the year is kept. Empty: not known."),
    values.year,
    also=("Datum", "Date"),
)
SAMPLE = Column(
    "is_sample",
    _("Sample"),
    _("“yes” for an invented entry that shows the map at work."),
    values.truth,
    _yes_or_no,
)
COLUMNS = (AGS, NAME, *FACTS, NUMBER, CONSULTATION, YEAR, SAMPLE)
REQUIRED = (AGS, NAME)


def shown(column: Column, value: Any) -> str:
    """A value as the preview shows it; a dash for none."""
    if value is None or value == "":
        return "–"
    written = column.write(value)
    return f"{written:f}" if isinstance(written, Decimal) else str(written)
