import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import PageViewRestriction

from tests import factories
from tests.dom import document, words


@pytest.fixture
def private(home):
    page = factories.ContentPageFactory(
        parent=home, title="Entwurf der Bilanz", slug="intern", search_description="Vertraulich"
    )
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="geheim")
    return page


def test_the_form_asks_for_the_password_and_tells_nothing_else(client: Client, private) -> None:
    page = document(client, private.url)
    assert words(page.h1) == "Passwort erforderlich"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    field = page.select_one("main form[method=post] input[type=password]")
    assert words(page.select_one(f"label[for={field['id']}]")) == "Passwort"
    assert "Bilanz" not in str(page)
    assert "Vertraulich" not in str(page)


def test_a_wrong_password_is_named_at_the_field(client: Client, private) -> None:
    form = document(client, private.url).select_one("main form")
    values = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    answer = client.post(form["action"], {**values, "password": "falsch"})
    page = document_of(answer)
    field = page.select_one("main input[type=password]")
    assert field["aria-invalid"] == "true"
    described = [page.find(id=name) for name in field["aria-describedby"].split()]
    assert any("falsch" in words(element) for element in described)
    summary = page.select_one(".error-summary")
    assert summary.a["href"] == f"#{field['id']}"
    assert summary.has_attr("autofocus")


def test_the_password_opens_the_page(client: Client, private) -> None:
    form = document(client, private.url).select_one("main form")
    values = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    answer = client.post(form["action"], {**values, "password": "geheim"}, follow=True)
    assert words(document_of(answer).h1) == "Entwurf der Bilanz"


def document_of(response):
    return BeautifulSoup(response.content, "html5lib")
