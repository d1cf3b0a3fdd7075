"""What stops machines at the contact form, and what people then read."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission

from home import spam
from home.models import ContactPage, HomePage
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/de/kontakt/"


@pytest.fixture
def page(home: HomePage) -> ContactPage:
    page = factories.ContactPageFactory(parent=home, slug="kontakt")
    for order, (label, field_type) in enumerate(
        [("Name", "singleline"), ("Nachricht", "multiline")]
    ):
        factories.ContactFormFieldFactory(
            page=page, label=label, field_type=field_type, sort_order=order, locale=page.locale
        )
    return page


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    return Clock(monkeypatch)


class Clock:
    """Time for signed notes, moved by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = timezone.now()
        monkeypatch.setattr("django.core.signing.time.time", self.timestamp)

    def timestamp(self) -> float:
        return datetime.timestamp(self.now)

    def wait(self, **duration: float) -> None:
        self.now += timedelta(**duration)


def opened(client: Client, query: str = "") -> BeautifulSoup:
    return BeautifulSoup(client.get(ADDRESS + query).content, "html5lib")


def filled(form: BeautifulSoup, **changes: str) -> dict[str, str]:
    token = form.select_one(f"input[name={spam.OPENED}]")["value"]
    data = {"name": "Ada", "nachricht": "Guten Tag", spam.OPENED: token, spam.HONEYPOT: ""}
    return data | changes


def test_a_message_is_stored_and_a_reload_sends_nothing_twice(
    client: Client, page: ContactPage, clock: Clock
) -> None:
    data = filled(opened(client))
    clock.wait(seconds=10)

    answer = client.post(ADDRESS, data)

    assert answer.status_code == 302
    assert answer["Location"].endswith("/de/kontakt/?sent")
    [entry] = FormSubmission.objects.all()
    assert entry.get_data()["nachricht"] == "Guten Tag"
    assert not {spam.OPENED, spam.HONEYPOT} & entry.form_data.keys()
    client.get(answer["Location"])
    assert FormSubmission.objects.count() == 1


def test_a_form_that_comes_back_at_once_is_asked_to_wait_and_keeps_its_text(
    client: Client, page: ContactPage, clock: Clock
) -> None:
    data = filled(opened(client))
    clock.wait(seconds=1)

    answer = client.post(ADDRESS, data)

    assert answer.status_code == 422
    assert "Das ging sehr schnell" in answer.text
    assert "Guten Tag" in answer.text
    assert not FormSubmission.objects.exists()
    clock.wait(seconds=5)
    assert client.post(ADDRESS, data).status_code == 302


def test_a_form_that_was_open_for_days_can_be_sent_again(
    client: Client, page: ContactPage, clock: Clock
) -> None:
    data = filled(opened(client))
    clock.wait(days=3)

    answer = client.post(ADDRESS, data)

    assert "zu lange offen" in answer.text
    again = filled(BeautifulSoup(answer.content, "html5lib"))
    assert again[spam.OPENED] != data[spam.OPENED]
    clock.wait(seconds=10)
    assert client.post(ADDRESS, again).status_code == 302


def test_the_field_that_must_stay_empty_stops_a_machine(
    client: Client, page: ContactPage, clock: Clock
) -> None:
    data = filled(opened(client), **{spam.HONEYPOT: "buy now"})
    clock.wait(seconds=10)

    answer = client.post(ADDRESS, data)

    assert answer.status_code == 422
    assert "leer bleiben" in answer.text
    assert not FormSubmission.objects.exists()


def test_a_forged_note_of_the_time_is_refused(client: Client, page: ContactPage) -> None:
    data = filled(opened(client), **{spam.OPENED: "forged"})

    assert client.post(ADDRESS, data).status_code == 422
    assert not FormSubmission.objects.exists()


def test_too_many_messages_from_one_address_are_told_to_wait(
    client: Client, page: ContactPage, clock: Clock, settings
) -> None:
    settings.RATE_LIMITS = {"form": "2/10m"}
    for __ in range(2):
        data = filled(opened(client))
        clock.wait(seconds=10)
        assert client.post(ADDRESS, data).status_code == 302

    data = filled(opened(client))
    clock.wait(seconds=10)
    answer = client.post(ADDRESS, data)

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Guten Tag" in answer.text
    assert FormSubmission.objects.count() == 2
    other = client.post(ADDRESS, data, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 302


def test_the_form_is_not_kept_on_the_way(client: Client, page: ContactPage) -> None:
    assert client.get(ADDRESS)["Cache-Control"] == "private, no-store"


def test_a_barrier_brings_the_address_of_its_page_along(client: Client, page: ContactPage) -> None:
    form = opened(client, "?barrier=/de/aktuelles/")

    assert "https://www.example.org/de/aktuelles/" in form.select_one("textarea").text


@pytest.mark.parametrize(
    "path", ["//evil.example/de/", "/admin/", "/de/\n\nText", "/de/" + "a" * 400]
)
def test_what_is_no_address_of_a_page_is_not_written_into_the_form(
    client: Client, page: ContactPage, path: str
) -> None:
    answer = client.get(ADDRESS, {"barrier": path})

    assert BeautifulSoup(answer.content, "html5lib").select_one("textarea").text.strip() == ""
