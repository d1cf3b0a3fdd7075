"""Files as editors would send them, and the way through the admin's views."""

from io import BytesIO
from typing import Any

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

HEADINGS = ("AGS", "Kommune", "Nr.", "Beratung", "Jahr", "Beispiel")


def csv_file(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """Rows below the headings, separated by semicolons, as UTF-8."""
    return "\r\n".join(";".join(row) for row in (headings, *rows)).encode()


def xlsx_file(*rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    workbook = Workbook()
    for row in (headings, *rows):
        workbook.active.append(row)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def upload(client, content: bytes, missing: str = "keep", name: str = "kommunen.csv") -> Any:
    """Choose a file; gives the preview, or the form with what is wrong."""
    data = {"file": SimpleUploadedFile(name, content), "missing": missing}
    return client.post(reverse("municipality_spreadsheets:upload"), data, follow=True)


def confirm(client, preview: Any) -> Any:
    """Write what a preview shows."""
    plan, pk = preview.context["plan"], preview.context["upload"].pk
    address = reverse("municipality_spreadsheets:preview", args=[pk])
    return client.post(address, {"digest": plan.digest}, follow=True)


def problems(preview: Any) -> list[tuple[int, str, str]]:
    """(line, column, reason) as the page shows them."""
    soup = BeautifulSoup(preview.content, "html5lib")
    rows = [row.select("td") for row in soup.select("#problems + table tbody tr")]
    return [(int(c[0].text), c[1].text.strip(), c[3].text.strip()) for c in rows]


def steps(preview: Any) -> list[str]:
    """The lines of the table of changes, each as one text."""
    soup = BeautifulSoup(preview.content, "html5lib")
    return [" ".join(row.get_text(" ").split()) for row in soup.select("#steps tbody tr")]


def form_errors(response: Any) -> list[str]:
    return response.context["form"].errors.get("file", [])
