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


@pytest.mark.parametrize("typed", ["Stein", "Heinsb", "08125", "08125098"])
@pytest.mark.parametrize("view", ["s_pool_municipality:list", "choosers_pool_municipality:choose"])
def test_the_admin_finds_municipalities_by_name_district_and_key(client, view, typed) -> None:
    client.force_login(factories.UserFactory())
    factories.MunicipalityFactory(name="Steinfeld", district="Heinsberg", ags="08125098")
    factories.MunicipalityFactory(name="Hagen", district="Hagen", ags="05914000")

    page = client.get(reverse(f"wagtailsnippet{view}"), {"q": typed}).content.decode()

    assert "Steinfeld" in page
    assert "Hagen" not in page


def test_the_chooser_shows_the_district_because_names_occur_twice(client) -> None:
    client.force_login(factories.UserFactory())
    factories.MunicipalityFactory(name="Altenberge", district="Steinfurt", ags="05566004")

    page = client.get(reverse("wagtailsnippetchoosers_pool_municipality:choose"))

    assert "Altenberge (Steinfurt)" in page.content.decode()


def test_the_key_of_a_municipality_stays(client) -> None:
    client.force_login(factories.UserFactory())
    place = factories.MunicipalityFactory(ags="05911000", name="Bochum")
    address = reverse("wagtailsnippets_pool_municipality:edit", args=[place.pk])
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields if name != "ags"}
    data |= {"consultations-TOTAL_FORMS": 0, "consultations-INITIAL_FORMS": 0}

    client.post(address, {**data, "ags": "05911999", "name": "Bochum an der Ruhr"})

    assert list(Municipality.objects.values_list("ags", "name")) == [
        ("05911000", "Bochum an der Ruhr")
    ]


def test_a_new_municipality_needs_a_whole_key(client) -> None:
    client.force_login(factories.UserFactory())

    response = client.post(reverse("wagtailsnippets_pool_municipality:add"), {"ags": "5911000"})

    assert "ags" in response.context["form"].errors
