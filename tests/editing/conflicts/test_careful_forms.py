"""Content without versions: the second one is asked once, and then knows what it overwrites."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from core.models import ContactPerson, SiteSettings
from tests import factories
from tests.admin_forms import form_of
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editors(home) -> tuple[Client, Client]:
    return (
        signed_in("managers", first_name="Erika", last_name="Erst"),
        signed_in("managers", first_name="Zoe", last_name="Zweit"),
    )


def test_a_snippet_that_somebody_changed_meanwhile(editors) -> None:
    contact = factories.ContactPersonFactory(name="Kontakt", phone="")
    url = reverse(ContactPerson.snippet_viewset.get_url_name("edit"), args=[contact.pk])
    first, second = editors
    forms = form_of(first, url), form_of(second, url)
    assert first.post(url, {**forms[0], "role": "Leitung"}).status_code == 302

    answer = second.post(url, {**forms[1], "role": "Presse"})

    assert answer.status_code == 200
    told = answer.content.decode()
    assert "Erika Erst hat diesen Eintrag am" in told
    contact.refresh_from_db()
    assert contact.role == "Leitung"
    dom = BeautifulSoup(told, "html5lib")
    assert dom.select_one("input[name=role]")["value"] == "Presse"

    again = {**forms[1], "seen_version": dom.select_one("input[name=seen_version]")["value"]}
    assert second.post(url, {**again, "role": "Presse"}).status_code == 302
    contact.refresh_from_db()
    assert contact.role == "Presse"


def test_settings_that_somebody_changed_meanwhile(editors, home) -> None:
    site = home.get_site()
    url = reverse("wagtailsettings:edit", args=["core", "sitesettings", site.pk])
    first, second = editors
    forms = form_of(first, url), form_of(second, url)
    text = next(name for name in forms[0] if name.startswith("footer") and name.endswith("_de"))
    assert first.post(url, {**forms[0], text: "Von der Ersten"}).status_code == 302

    answer = second.post(url, {**forms[1], text: "Von der Zweiten"})

    assert answer.status_code == 200
    assert "nachdem Sie ihn geöffnet hatten" in answer.content.decode()
    assert getattr(SiteSettings.objects.get(site=site), text) == "Von der Ersten"


def test_one_editor_alone_is_asked_nothing(editors) -> None:
    contact = factories.ContactPersonFactory(name="Kontakt")
    url = reverse(ContactPerson.snippet_viewset.get_url_name("edit"), args=[contact.pk])
    for role in ("Eins", "Zwei"):
        assert editors[0].post(url, {**form_of(editors[0], url), "role": role}).status_code == 302


def test_a_new_one_carries_nothing(editors) -> None:
    url = reverse(ContactPerson.snippet_viewset.get_url_name("add"))
    assert "seen_version" not in form_of(editors[0], url)
