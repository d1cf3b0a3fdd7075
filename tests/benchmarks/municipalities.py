"""Municipalities, as many as Germany has."""

from collections.abc import Callable
from typing import Any

from pool.models import Consultation, Municipality

from .indexing import Entries
from .rows import Writer
from .texts import PLACES

#: the first two digits of the numbers of each state whose municipalities the project does not hold
NUMBERS = {
    **{"SH": "01", "HH": "02", "NI": "03", "HB": "04", "HE": "06", "RP": "07", "BY": "09"},
    **{"SL": "10", "BE": "11", "BB": "12", "MV": "13", "SN": "14", "ST": "15", "TH": "16"},
}
MOST = 10_700  # that Germany has, in round numbers


def add_municipalities(
    writer: Writer, entries: Entries, number: int, report: Callable[[str], Any]
) -> None:
    """As many as asked for, at most as Germany has, each with one consultation.

    Those of the two states of the project are the real ones, which the demo content brings.
    """
    known = list(Municipality.objects.order_by("ags").values_list("ags", flat=True))
    wanted = min(number, MOST)
    for index in range(max(0, wanted - len(known))):
        state = list(NUMBERS)[index % len(NUMBERS)]
        district, rest = divmod(index // len(NUMBERS), 90)
        district_ags = f"{NUMBERS[state]}{district + 1:03}"
        ags, name = f"{district_ags}{rest + 1:03}", f"{PLACES[index % len(PLACES)]}hausen {index}"
        home = f"Kreis {PLACES[district % len(PLACES)]}"
        writer.add(
            Municipality,
            ags=ags,
            name=name,
            kind="Gemeinde",
            state=state,
            district_ags=district_ags,
            district=home,
            district_kind="Kreis",
            latitude="50.5000",
            longitude="9.5000",
        )
        values = [name, home, ags]
        entries.add(Municipality, ags, "", values, typed=" ".join(values))
        known.append(ags)
    known.sort(key=lambda ags: ags[::-1])  # so that each state has its share
    advised = set(Consultation.objects.values_list("municipality_id", flat=True))
    for index, ags in enumerate(known[:wanted]):
        if ags not in advised:
            writer.add(
                Consultation,
                municipality_id=ags,
                kind=("first", "assignment")[index % 2],
                year=2015 + index % 6,
                sort_order=0,
            )
    report(f"Municipalities: {len(known)}")
