"""From the file to the database, through the admin's own views."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from delivery.models import Mark
from editing.models import SpreadsheetUpload
from pool.models import Consultation, Municipality
from tests import factories
from tests.queries import queries_of

from .sheets import confirm, csv_file, form_errors, problems, steps, upload, xlsx_file

pytestmark = pytest.mark.django_db

FIRST, ASSIGNMENT = Consultation.Kind.FIRST, Consultation.Kind.ASSIGNMENT


def consultations(municipality) -> list[tuple]:
    rows = Consultation.objects.filter(municipality=municipality).order_by("sort_order", "pk")
    return list(rows.values_list("kind", "year", "is_sample"))


def editor(client, *codenames: str):
    user = factories.UserFactory(is_superuser=False)
    group = Group.objects.create(name=f"Probe {user.pk}")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    user.groups.add(group)
    client.force_login(user)
    return user


# --- What is written ----------------------------------------------------------------------------


def test_new_changed_and_unchanged_are_shown_and_then_written(admin, bochum, municipality) -> None:
    essen = municipality("05113000")
    factories.ConsultationFactory(municipality=bochum, kind=FIRST, year=2016, sort_order=0)
    factories.ConsultationFactory(municipality=bochum, kind=FIRST, year=2017, sort_order=1)
    Mark.objects.all().delete()

    preview = upload(
        admin,
        csv_file(
            ("05911000", "Bochum", "1", "Erstberatung", "2015", "nein"),
            ("05911000", "Bochum", "", "Erstberatung", "2017", ""),
            ("05113000", "Essen", "", "Beratungseinsatz", "2018", "ja"),
            ("05111000", "Düsseldorf", "", "", "", ""),
        ),
    )

    assert problems(preview) == []
    lines = steps(preview)
    assert lines[0] == ("2 Geändert Bochum: Erstberatung (Dialogforum) 2015 Jahr: 2016 → 2015")
    assert lines[1].startswith("4 Neu Essen: Beratungseinsatz über mehrere Monate 2018")
    assert lines[2].startswith("5 Neu Düsseldorf")
    assert "Breitengrad: 51.2314" in lines[2]
    assert preview.context["plan"].unchanged == 1
    assert consultations(bochum) == [(FIRST, 2016, False), (FIRST, 2017, False)]

    done = confirm(admin, preview)

    assert "3 Einträge wurden aus „kommunen.csv“ übernommen." in done.content.decode()
    assert consultations(bochum) == [(FIRST, 2015, False), (FIRST, 2017, False)]
    assert consultations(essen) == [(ASSIGNMENT, 2018, True)]
    assert Municipality.objects.get(pk="05111000").district == "Düsseldorf"
    assert not SpreadsheetUpload.objects.exists()
    keys = set(Mark.objects.values_list("model", "key"))
    assert ("pool.Municipality", "05111000") in keys  # consumers of the API hear of it


def test_the_same_file_a_second_time_changes_nothing(admin, bochum) -> None:
    content = csv_file(("05911000", "Bochum", "", "Erstberatung", "2016", ""))
    confirm(admin, upload(admin, content))

    preview = upload(admin, content)

    assert steps(preview) == []
    assert "Es ändert sich nichts" in preview.content.decode()
    assert consultations(bochum) == [(FIRST, 2016, False)]


def test_a_value_of_a_municipality_changes_and_an_empty_cell_leaves_it(admin, bochum) -> None:
    headings = ("AGS", "Kommune", "Kreis", "Breite", "Länge")
    preview = upload(admin, csv_file(("05911000", "bochum", "", "51,5", ""), headings=headings))

    assert steps(preview) == ["2 Geändert Bochum Breitengrad: 51.4746 → 51.5000"] or (
        "→ 51.5000" in steps(preview)[0]
    )
    confirm(admin, preview)
    bochum.refresh_from_db()
    assert (str(bochum.latitude), bochum.district) == ("51.5000", "Bochum")


@pytest.mark.parametrize(
    ("missing", "left", "removed"),
    [
        ("keep", {"05911000": 2, "05113000": 1}, 0),
        ("consultations", {"05911000": 1, "05113000": 0}, 2),
        ("municipalities", {"05911000": 1}, 2),
    ],
)
def test_only_what_is_asked_for_is_removed(
    admin, bochum, municipality, missing, left, removed
) -> None:
    essen = municipality("05113000")
    factories.ConsultationFactory(municipality=bochum, year=2016)
    factories.ConsultationFactory(municipality=bochum, year=2017)
    factories.ConsultationFactory(municipality=essen, year=2018)

    preview = upload(
        admin, csv_file(("05911000", "Bochum", "", "first", "2017", "")), missing=missing
    )

    assert len(steps(preview)) == removed
    if removed:
        confirm(admin, preview)
    found = {m.ags: m.consultations.count() for m in Municipality.objects.all()}
    assert found == left


def test_a_workbook_with_numbers_as_keys_is_taken_over(admin, bochum) -> None:
    preview = upload(admin, xlsx_file((5911000, "Bochum", None, "Erstberatung", 2016, None)))

    assert "Dem AGS fehlte vorn die Null" in preview.content.decode()
    confirm(admin, preview)
    assert consultations(bochum) == [(FIRST, 2016, False)]


# --- What is refused ----------------------------------------------------------------------------

BAD_ROWS = [
    (("", "Bochum"), "AGS", "Darf nicht leer sein."),
    (("0591100", "Bochum"), "AGS", "keine Kommune mit diesem AGS"),
    (("059110001", "Bochum"), "AGS", "acht Ziffern, dieser 9"),
    (("591100", "Bochum"), "AGS", "acht Ziffern, dieser 6"),
    (("5.9E+06", "Bochum"), "AGS", "acht Ziffern und sonst nichts"),
    (("=A1", "Bochum"), "AGS", "Formeln werden nicht gelesen"),
    (("05999999", "Bochum"), "AGS", "„Bochum“ hat den AGS 05911000 (Bochum)."),
    (("05911000", "Essen"), "Kommune", "heißt „Bochum“. „Essen“ hat den AGS 05113000 (Essen)."),
    (("05911000", "Bohcum"), "Kommune", "Die Kommune mit dem AGS 05911000 heißt „Bochum“."),
    (("05911000", '=HYPERLINK("x")'), "Kommune", "Formeln werden nicht gelesen"),
    (("05911000", "@SUM(A1)"), "Kommune", "Formeln werden nicht gelesen"),
    (("05911000", "x" * 1001), "Kommune", "Der Text ist zu lang."),
    (("05911000", "x" * 121), "Kommune", "höchstens 120 Zeichen"),
    (("05911000", "Bochum", "", "Gespräch"), "Beratung", "Möglich sind: Erstberatung"),
    (("05911000", "Bochum", "", "", "2016"), "Beratung", "nicht, welcher Art sie war"),
    (("05911000", "Bochum", "", "first", "16"), "Jahr", "zwischen 1990 und"),
    (("05911000", "Bochum", "", "first", "2999"), "Jahr", "zwischen 1990 und"),
    (("05911000", "Bochum", "", "first", "31.02.2016"), "Jahr", "Dieses Datum gibt es nicht."),
    (("05911000", "Bochum", "", "first", "neulich"), "Jahr", "mit vier Ziffern oder ein Datum"),
    (("05911000", "Bochum", "", "first", "2016", "vielleicht"), "Beispiel", "„ja“ oder „nein“"),
    (("05911000", "Bochum", "0", "first", "2016"), "Nr.", "ganze Zahl ab 1"),
    (("05911000", "Bochum", "eins", "first", "2016"), "Nr.", "ganze Zahl"),
]


@pytest.mark.parametrize(("row", "column", "reason"), BAD_ROWS)
def test_a_bad_row_is_named_with_line_column_and_reason(admin, bochum, row, column, reason) -> None:
    good = ("05911000", "Bochum", "", "first", "2017", "")

    preview = upload(admin, csv_file(good, (*row, *[""] * (6 - len(row)))))

    ((line, found, why),) = problems(preview)
    assert (line, found) == (3, column)
    assert reason in why
    # Nothing is written while a row is bad, whatever the browser sends.
    assert "Änderungen übernehmen" not in preview.content.decode()
    assert confirm(admin, preview).status_code == 409
    assert not Consultation.objects.exists()


FACTS = ("AGS", "Kommune", "Land", "Kreisschlüssel", "Kreis", "Breite")


@pytest.mark.parametrize(
    ("rows", "line", "column", "reason"),
    [
        ([("05911000", "Bochum", "BW")], 2, "Land", "Richtig wäre „Nordrhein-Westfalen“"),
        ([("05911000", "Bochum", "Utopia")], 2, "Land", "Möglich sind"),
        ([("05911000", "Bochum", "", "05111")], 2, "Kreisschlüssel", "Richtig wäre „05911“"),
        ([("05911000", "Bochum", "", "", "", "7.2")], 2, "Breite", "zwischen 47.2 und 55.1 Grad"),
        ([("05911000", "Bochum", "", "", "", "NaN")], 2, "Breite", "eine Gradzahl"),
        ([("05911000", "Bochum", "", "", "", "oben")], 2, "Breite", "eine Gradzahl"),
        (
            [("05911000", "Bochum", "", "", "Hier"), ("05911000", "Bochum", "", "", "Dort")],
            3,
            "Kreis",
            "In Zeile 2 steht für dieselbe Kommune etwas anderes.",
        ),
    ],
)
def test_what_is_said_of_a_municipality_must_fit(admin, bochum, rows, line, column, reason) -> None:
    rows = [(*row, *[""] * (6 - len(row))) for row in rows]

    preview = upload(admin, csv_file(*rows, headings=FACTS))

    ((found_line, found_column, why),) = problems(preview)
    assert (found_line, found_column) == (line, column)
    assert reason in why


def test_one_consultation_is_not_described_twice(admin, bochum) -> None:
    factories.ConsultationFactory(municipality=bochum, year=2016)
    row = ("05911000", "Bochum", "1", "first", "2017", "")

    ((line, column, reason),) = problems(upload(admin, csv_file(row, row)))

    assert (line, column) == (3, "Nr.")
    assert "Zeile 2 hat für diese Kommune dieselbe Nummer." in reason


def test_formulas_in_a_workbook_are_refused(admin, bochum) -> None:
    preview = upload(admin, xlsx_file(("05911000", "Bochum", None, "first", "=2000+16", None)))

    ((line, column, reason),) = problems(preview)
    assert (line, column) == (2, "Jahr")
    assert "Formeln werden nicht gelesen" in reason


def test_a_file_that_cannot_be_read_stays_at_the_form_with_the_reason(admin) -> None:
    response = upload(admin, b"Kommune;Jahr\r\nBochum;2016", missing="consultations")

    assert response.status_code == 200
    assert "fehlen diese Spalten: AGS" in form_errors(response)[0]
    assert response.context["form"].data["missing"] == "consultations"
    assert not SpreadsheetUpload.objects.exists()


def test_too_large_a_file_is_refused_with_the_limit(admin) -> None:
    assert form_errors(upload(admin, b"x" * 2_200_000)) == [
        "Die Datei ist zu groß. Höchstens 2 MB können gelesen werden."
    ]


def test_consultations_cannot_be_removed_by_a_file_without_them(admin, bochum) -> None:
    factories.ConsultationFactory(municipality=bochum)
    content = csv_file(("05911000", "Bochum"), headings=("AGS", "Kommune"))

    ((line, column, reason),) = problems(upload(admin, content, missing="consultations"))

    assert (line, column) == (1, "Beratung")
    assert "braucht die Datei diese Spalte" in reason


# --- Between preview and confirmation -----------------------------------------------------------


def test_what_changed_since_the_preview_is_said_and_nothing_is_written(admin, bochum) -> None:
    consultation = factories.ConsultationFactory(municipality=bochum, kind=FIRST, year=2016)
    preview = upload(admin, csv_file(("05911000", "Bochum", "1", "first", "2018", "")))
    consultation.year = 2017
    consultation.save()

    response = confirm(admin, preview)

    assert response.status_code == 409
    assert "haben sich seit der Vorschau geändert" in response.content.decode()
    assert "Jahr: 2017 → 2018" in steps(response)[0]
    assert consultations(bochum) == [(FIRST, 2017, False)]
    confirm(admin, response)
    assert consultations(bochum) == [(FIRST, 2018, False)]


def test_the_write_is_all_or_nothing(admin, bochum, monkeypatch) -> None:
    preview = upload(
        admin,
        csv_file(
            ("05911000", "Bochum", "", "first", "2016", ""),
            ("05911000", "Bochum", "", "assignment", "2017", ""),
        ),
    )
    save = Consultation.save

    def failing_save(self, *args, **kwargs):
        if self.year == 2017:
            raise RuntimeError
        save(self, *args, **kwargs)

    monkeypatch.setattr(Consultation, "save", failing_save)

    with pytest.raises(RuntimeError):
        confirm(admin, preview)

    assert consultations(bochum) == []
    assert SpreadsheetUpload.objects.exists()


def test_a_preview_belongs_to_who_uploaded_the_file(admin, client, bochum) -> None:
    preview = upload(admin, csv_file(("05911000", "Bochum", "", "first", "2016", "")))
    address = reverse("municipality_spreadsheets:preview", args=[preview.context["upload"].pk])
    editor(client, "change_municipality")

    assert client.get(address).status_code == 302
    digest = preview.context["plan"].digest
    client.post(address, {"digest": digest})
    assert consultations(bochum) == []


def test_giving_up_clears_the_file_away(admin, bochum) -> None:
    preview = upload(admin, csv_file(("05911000", "Bochum", "", "first", "2016", "")))
    address = reverse("municipality_spreadsheets:preview", args=[preview.context["upload"].pk])

    admin.post(address, {"cancel": "1"})

    assert not SpreadsheetUpload.objects.exists()
    assert "gibt es nicht mehr" in admin.get(address, follow=True).content.decode()


def test_files_that_nobody_confirmed_are_cleared_away_after_a_day(admin, bochum) -> None:
    someone = factories.UserFactory()
    day_old = timezone.now() - timedelta(hours=25)
    SpreadsheetUpload.objects.create(user=someone, name="alt.csv", uploaded_at=day_old)
    SpreadsheetUpload.objects.create(user=someone, name="neu.csv")

    upload(admin, csv_file(("05911000", "Bochum", "", "first", "2016", "")))

    names = set(SpreadsheetUpload.objects.values_list("name", flat=True))
    assert names == {"neu.csv", "kommunen.csv"}


def test_the_log_says_who_imported_what(admin, bochum) -> None:
    confirm(admin, upload(admin, csv_file(("05911000", "Bochum", "", "first", "2016", ""))))

    (entry,) = ModelLogEntry.objects.filter(action="editing.import_spreadsheet")
    assert entry.user == admin.get(reverse("wagtailadmin_home")).wsgi_request.user
    assert (entry.object_id, entry.data["file"]) == ("05911000", "kommunen.csv")
    history = admin.get(
        reverse("wagtailsnippets_pool_municipality:history", args=["05911000"])
    ).content.decode()
    assert "Importiert aus „kommunen.csv“" in history


# --- Who may ------------------------------------------------------------------------------------


def test_who_may_not_change_municipalities_finds_no_import(client, bochum) -> None:
    editor(client, "view_municipality")
    listing = reverse("wagtailsnippets_pool_municipality:list")

    assert b"/admin/municipalities/import/" not in client.get(listing).content
    for name in ("upload", "template"):
        response = client.get(reverse(f"municipality_spreadsheets:{name}"))
        assert response.status_code == 302  # as Wagtail answers: to the front page, with a message
    export = reverse("municipality_spreadsheets:export", args=["csv"])
    assert client.get(export).status_code == 200


def test_who_may_not_see_municipalities_gets_no_export(client, bochum) -> None:
    editor(client)

    response = client.get(reverse("municipality_spreadsheets:export", args=["csv"]))

    assert response.status_code == 302


def test_who_may_only_change_neither_adds_nor_removes(client, bochum, municipality) -> None:
    editor(client, "change_municipality")
    municipality("05113000")
    listing = reverse("wagtailsnippets_pool_municipality:list")
    assert b"/admin/municipalities/import/" in client.get(listing).content

    new = upload(client, csv_file(("05111000", "Düsseldorf", "", "", "", "")))
    ((line, __, reason),) = problems(new)
    assert (line, "Rolle" in reason or "role" in reason) == (2, True)

    removing = upload(
        client, csv_file(("05911000", "Bochum", "", "", "", "")), missing="municipalities"
    )
    assert "missing" in removing.context["form"].errors


# --- How much it asks of the database -----------------------------------------------------------


def test_the_preview_takes_as_many_queries_for_many_rows_as_for_one(admin, municipality) -> None:
    counts = []
    for keys in (["05911000"], ["05113000", "05111000", "05112000", "05114000", "05315000"]):
        for key in keys:
            municipality(key)
        from .conftest import OFFICIAL

        rows = [(key, OFFICIAL[key].name, "", "first", "2016", "") for key in keys]
        address = upload(admin, csv_file(*rows)).request["PATH_INFO"]
        counts.append(len(queries_of(lambda address=address: admin.get(address))))

    assert counts[0] == counts[1]
