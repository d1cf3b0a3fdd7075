"""What the admin's front page says, as a person reads it."""

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

DONE = "alles erledigt"


def numbers(client: Client) -> dict[str, int]:
    """What waits, by the name of the matter; a line that says that all is done counts as 0."""
    page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html5lib")
    found = {}
    for line in page.select("a[data-waiting]"):
        text = line.select_one(".waiting__count").get_text(" ", strip=True)
        found[line["data-waiting"]] = 0 if text == DONE else int(text)
    return found


def rows(client: Client, name: str) -> list[str]:
    """The titles in the list that a number leads to."""
    front = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html5lib")
    address = front.select_one(f'a[data-waiting="{name}"]')["href"]
    return titles(client, address)


def titles(client: Client, address: str) -> list[str]:
    """What stands in the first column of a list."""
    response = client.get(address)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html5lib")
    cells = page.select("#listing-results .title-wrapper")
    named = [cell.find("a") or cell for cell in cells]
    return [" ".join(cell.get_text(" ", strip=True).split()) for cell in named]
