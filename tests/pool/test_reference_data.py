import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from pool import reference_data
from pool.models import Consultation, Municipality

pytestmark = pytest.mark.django_db


def test_all_municipalities_of_both_states_are_loaded() -> None:
    assert reference_data.load_municipalities() == 1499

    states = Counter(Municipality.objects.values_list("state", flat=True))
    assert states == {"NW": 396, "BW": 1103}
    bonn = Municipality.objects.get(ags="05314000")
    assert (bonn.name, bonn.district, bonn.district_kind) == ("Bonn", "Bonn", "Kreisfreie Stadt")
    assert abs(bonn.latitude - Decimal("50.7")) < Decimal("0.1")
    assert abs(bonn.longitude - Decimal("7.1")) < Decimal("0.1")


def test_a_second_load_repairs_what_differs_and_keeps_consultations() -> None:
    reference_data.load_municipalities()
    Municipality.objects.filter(ags="05314000").update(name="Bomm", latitude=1)
    bonn = Municipality.objects.get(ags="05314000")
    Consultation.objects.create(municipality=bonn, kind=Consultation.Kind.FIRST, year=2014)

    reference_data.load_municipalities()

    assert Municipality.objects.count() == 1499
    bonn = Municipality.objects.get(ags="05314000")
    assert bonn.name == "Bonn"
    assert bonn.latitude > 50
    assert [consultation.year for consultation in bonn.consultations.all()] == [2014]


def test_a_municipality_that_the_file_does_not_have_stays() -> None:
    Municipality.objects.create(
        ags="08999999",
        name="Neustadt",
        kind="Stadt",
        state="BW",
        district_ags="08999",
        district="Neukreis",
        district_kind="Landkreis",
        latitude=48,
        longitude=9,
    )

    reference_data.load_municipalities()

    assert Municipality.objects.filter(ags="08999999").exists()


def test_names_that_occur_twice_are_told_apart_by_their_district() -> None:
    reference_data.load_municipalities()

    municipalities = list(Municipality.objects.all())
    names = Counter(municipality.name for municipality in municipalities)

    assert sum(count == 2 for count in names.values()) == 13
    assert len({str(municipality) for municipality in municipalities}) == 1499


def test_every_municipality_lies_in_a_district_of_the_map() -> None:
    folder = Path(reference_data.__file__).parent / "data"
    districts = {
        feature["properties"]["ags"]
        for state in ("05", "08")
        for feature in json.loads((folder / f"districts-{state}.geojson").read_text())["features"]
    }

    found = {municipality.district_ags for municipality in reference_data.read_municipalities()}

    assert found == districts
    assert len(districts) == 53 + 44


def test_the_source_of_the_data_is_named_beside_them() -> None:
    readme = Path(reference_data.__file__).parent / "data" / "README.md"

    assert reference_data.SOURCE_NOTE in readme.read_text(encoding="utf-8")
