"""Pages as their visitors' browsers read them."""

from bs4 import BeautifulSoup, Tag
from django.test import Client


def document(client: Client, url: str, status: int = 200) -> BeautifulSoup:
    """The parsed answer to a GET, which must have this status."""
    response = client.get(url)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html5lib")


def words(element: Tag | None) -> str:
    """The text of an element that must be there, with single spaces."""
    assert element is not None
    return " ".join(element.get_text().split())


def links(element: Tag | None) -> list[tuple[str, str]]:
    """(text, address) of the links in an element that must be there."""
    assert element is not None
    return [(words(link), link["href"]) for link in element.select("a[href]")]


def select_options(field: Tag | None) -> list[tuple[str, str, bool]]:
    """(value, text, whether it is selected) of a select that must be there."""
    assert field is not None
    return [
        (option["value"], words(option), option.has_attr("selected"))
        for option in field.select("option")
    ]
