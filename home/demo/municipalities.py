"""The municipalities, and sample consultations that show lists and map at work."""

import csv
from collections import Counter
from pathlib import Path

from pool.models import Consultation, Municipality
from pool.reference_data import load_municipalities

from .data import DemoDataError

CONSULTATIONS = Path(__file__).parent / "consultations.csv"


def ensure_municipalities() -> int:
    """Load all municipalities into an empty table. Returns how many there are."""
    return Municipality.objects.count() or load_municipalities()


def ensure_sample_consultations() -> int:
    """Create the samples if there are no consultations at all. Returns how many were made.

    Raises `DemoDataError` for a municipality that does not exist.
    """
    if Consultation.objects.exists():
        return 0
    known = set(Municipality.objects.values_list("ags", flat=True))
    samples = []
    order: Counter[str] = Counter()
    with CONSULTATIONS.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            ags, kind = row["ags"], row["kind"]
            place = f"{CONSULTATIONS.name}, line {line}"
            if ags not in known:
                raise DemoDataError(place, f"there is no municipality {ags}")
            if kind not in Consultation.Kind.values:
                raise DemoDataError(place, f"there is no kind “{kind}”")
            samples.append(
                Consultation(
                    municipality_id=ags,
                    kind=kind,
                    year=int(row["year"]),
                    is_sample=True,
                    sort_order=order[ags],
                )
            )
            order[ags] += 1
    return len(Consultation.objects.bulk_create(samples))
