"""Municipalities, keyed by their official number."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from pool.models import Consultation, Municipality
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_name_is_told_apart_by_its_district() -> None:
    twins = [
        factories.MunicipalityFactory(name="Nettersheim", district=district)
        for district in ("Euskirchen", "Ahrweiler")
    ]

    assert [str(twin) for twin in twins] == ["Nettersheim (Euskirchen)", "Nettersheim (Ahrweiler)"]


@pytest.mark.parametrize(
    ("ags", "district_ags", "expected"),
    [("05911000", "05911", True), ("05111008", "05111", False), ("08111000", "08111", True)],
)
def test_a_city_that_is_its_own_district_needs_no_district(ags, district_ags, expected) -> None:
    city = factories.MunicipalityFactory(
        ags=ags, name="Bochum", district_ags=district_ags, district="Bochum"
    )

    assert city.is_district_free is expected
    assert str(city) == ("Bochum" if expected else "Bochum (Bochum)")


def test_advised_is_who_has_a_consultation_each_once_and_with_all_of_them() -> None:
    advised = factories.MunicipalityFactory(state="NW")
    for kind in (Consultation.Kind.FIRST, Consultation.Kind.ASSIGNMENT):
        factories.ConsultationFactory(municipality=advised, kind=kind, year=2018)
    not_advised = factories.MunicipalityFactory(state="NW")
    elsewhere = factories.ConsultationFactory(
        municipality=factories.MunicipalityFactory(state="BW")
    ).municipality

    (found,) = Municipality.objects.advised_in("NW")

    assert found == advised
    assert found.is_advised
    assert not not_advised.is_advised
    assert len(found.consultations.all()) == 2
    assert list(Municipality.objects.advised_in("BW")) == [elsewhere]


def test_the_admin_lists_who_was_advised(client) -> None:
    client.force_login(factories.UserFactory())
    factories.ConsultationFactory(municipality=factories.MunicipalityFactory(name="Unna"))

    response = client.get(reverse("wagtailsnippets_pool_municipality:list"))

    rows = BeautifulSoup(response.content, "html5lib").select("table.listing tbody tr")
    (row,) = (" ".join(row.get_text(" ").split()) for row in rows)
    assert "Unna" in row
    assert "Nordrhein-Westfalen True" in row  # the words beside the tick
