"""What goes out comes in again."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from editing.spreadsheets.columns import COLUMNS
from editing.spreadsheets.writing import as_csv, lines
from editing.spreadsheets.xlsx import as_xlsx
from pool.models import Consultation
from tests import factories
from tests.queries import queries_of

from .conftest import OFFICIAL
from .sheets import problems, steps, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(municipality) -> None:
    for number, ags in enumerate(["05911000", "05113000", "08111000", "05111000"]):
        place = municipality(ags)
        for order in range(number):
            factories.ConsultationFactory(
                municipality=place,
                kind=Consultation.Kind.values[order % 2],
                year=2015 + order if order else None,
                is_sample=bool(order),
                sort_order=order,
            )


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("missing", ["keep", "municipalities"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_what_was_exported_changes_nothing(admin, content, ending, missing, language) -> None:
    from wagtail.users.models import UserProfile

    user = admin.get("/admin/").wsgi_request.user
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    exported = admin.get(reverse("municipality_spreadsheets:export", args=[ending]))
    assert f".{ending}" in exported["Content-Disposition"]

    preview = upload(admin, exported.content, missing=missing, name=f"k.{ending}")

    assert problems(preview) == []
    assert steps(preview) == []
    assert preview.context["plan"].unchanged == 7


def test_all_official_municipalities_go_out_and_in(admin) -> None:
    for place in OFFICIAL.values():
        place._state.adding = True
    type(place).objects.bulk_create(OFFICIAL.values())

    preview = upload(admin, as_xlsx(lines()), missing="municipalities")

    assert preview.context["plan"].unchanged == len(OFFICIAL)
    assert steps(preview) == []


def test_what_looks_like_a_formula_is_harmless_and_comes_back_as_it_was(admin, bochum) -> None:
    bochum.district = '=HYPERLINK("https://example.org")'
    bochum.save()

    text = as_csv(lines()).decode("utf-8-sig")
    sheet = load_workbook(BytesIO(as_xlsx(lines()))).worksheets[0]

    assert "'=HYPERLINK" in text
    cells = {cell.value: cell.data_type for cell in sheet[2]}
    assert cells["'" + bochum.district] == "s"
    for content in (as_csv(lines()), as_xlsx(lines())):
        assert steps(upload(admin, content)) == []


def test_excel_keeps_the_zeros_of_keys(content) -> None:
    sheet = load_workbook(BytesIO(as_xlsx(lines()))).worksheets[0]

    assert [(cell.value, cell.number_format) for cell in sheet["A"][1:3]] == [
        ("05111000", "@"),
        ("05111000", "@"),
    ]


def test_the_template_has_all_headings_and_says_what_belongs_there(admin) -> None:
    response = admin.get(reverse("municipality_spreadsheets:template"))

    table, explanations = load_workbook(BytesIO(response.content)).worksheets
    headings = [cell.value for cell in table[1]]
    assert headings[:3] == ["AGS", "Kommune", "Art der Kommune"]
    assert len(headings) == len(COLUMNS)
    assert [cell.value for cell in explanations["A"]] == headings
    assert all(cell.value for cell in explanations["B"])
    assert "Zeile" not in headings


def test_the_export_takes_two_queries_whatever_there_is(content) -> None:
    assert len(queries_of(lambda: as_csv(lines()))) == 2


def test_the_list_links_to_import_and_downloads(admin) -> None:
    page = admin.get(reverse("wagtailsnippets_pool_municipality:list")).content.decode()

    for address in ("import/", "export.xlsx", "export.csv"):
        assert f"/admin/municipalities/{address}" in page
