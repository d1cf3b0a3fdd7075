"""The municipalities of both states, from the file in `data/` (its README names the source)."""

import csv
from decimal import Decimal
from pathlib import Path

from .models import Municipality

MUNICIPALITIES = Path(__file__).parent / "data" / "municipalities.csv"
# The note that the licence (GeoNutzV) asks for wherever the data are shown or handed on.
SOURCE_NOTE = "© GeoBasis-DE / BKG (2016), Daten verändert"


def read_municipalities() -> list[Municipality]:
    """The 1,499 municipalities of the file, unsaved; coordinates in degrees (WGS84)."""
    with MUNICIPALITIES.open(encoding="utf-8", newline="") as file:
        return [
            Municipality(
                **{
                    **row,
                    "latitude": Decimal(row["latitude"]),
                    "longitude": Decimal(row["longitude"]),
                }
            )
            for row in csv.DictReader(file)
        ]


def load_municipalities() -> int:
    """Create the municipalities, or bring those that exist to the state of the file.

    Consultations and municipalities that are not in the file stay as they are. Returns how many
    the file has. No signals are sent: rebuild the search index afterwards (`update_index`).
    """
    municipalities = read_municipalities()
    fields = [field.name for field in Municipality._meta.concrete_fields if not field.primary_key]
    Municipality.objects.bulk_create(
        municipalities, update_conflicts=True, unique_fields=["ags"], update_fields=fields
    )
    return len(municipalities)
