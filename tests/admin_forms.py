"""What stands in a form of the admin."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client


def soup(response: Any) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html5lib")


def form_of(client: Client, url: str) -> dict[str, Any]:
    """What a browser would send back if the editor saved the form as it is, without its blocks."""
    form = soup(client.get(url)).select_one("form[data-edit-form]")
    fields: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.find_parent("template"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            fields[field["name"]] = chosen["value"] if chosen else ""
        elif field.name == "textarea":
            fields[field["name"]] = field.get_text().removeprefix("\n")
        elif field.get("type") != "checkbox" or field.has_attr("checked"):
            fields[field["name"]] = field.get("value", "")
    for block in form.select("[data-block]"):  # the browser's scripts make its fields
        fields[f"{block['id']}-count"] = "0"
    return fields
