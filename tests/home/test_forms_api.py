"""Contact forms for other front ends: the same checks, traps, limits and storage as on the site."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission

from home import spam
from home.api import MAX_BYTES
from home.models import ContactPage, HomePage
from tests import factories, hiding
from tests.trees import in_english

pytestmark = pytest.mark.django_db

ALL_TYPES = {
    "singleline": "Ada",
    "multiline": "Guten Tag\nund auf Wiedersehen",
    "email": "ada@example.org",
    "number": 7,
    "url": "https://example.org/",
    "checkbox": True,
    "checkboxes": ["eins", "zwei"],
    "dropdown": "eins",
    "multiselect": ["zwei"],
    "radio": "zwei",
    "date": "2018-11-07",
    "datetime": "2018-11-07 10:30",
    "hidden": "Kampagne",
}


@pytest.fixture(autouse=True)
def no_waiting(settings) -> None:
    settings.CONTACT_FORM_LIMITS = {"fastest_seconds": -1}


def make_field(page: ContactPage, label: str, field_type: str, **values: Any) -> None:
    factories.ContactFormFieldFactory(
        page=page,
        label=label,
        field_type=field_type,
        sort_order=page.form_fields.count(),
        locale=page.locale,
        **values,
    )


@pytest.fixture
def page(home: HomePage) -> ContactPage:
    page = factories.ContactPageFactory(
        parent=home, slug="kontakt", to_address="innen@example.org", from_address="w@example.org"
    )
    make_field(page, "Ihr Name", "singleline", required=False, autocomplete="name")
    make_field(page, "E-Mail", "email", help_text="Nur zum Antworten")
    make_field(page, "Text", "multiline")
    return page


class Form:
    """Somebody in another front end."""

    def __init__(self, page: ContactPage, **headers: str) -> None:
        self.address = f"/api/v2/forms/{page.pk}/"
        self.client = Client(enforce_csrf_checks=True, headers=headers)

    def read(self, status: int = 200) -> Any:
        return self._answer(self.client.get(self.address), status)

    def send(
        self,
        values: Any,
        status: int = 201,
        media_type: str = "application/json",
        query: str = "",
    ) -> Any:
        response = self.client.post(self.address + query, values, content_type=media_type)
        return self._answer(response, status)

    def entry(self, **changes: Any) -> dict[str, Any]:
        """A message that nothing speaks against, with changes."""
        entry = {"ihr_name": "Ada", "e_mail": "ada@example.org", "text": "Guten Tag"}
        return {**self.read()["traps"], **entry, **changes}

    def _answer(self, response: Any, status: int) -> Any:
        assert response.status_code == status, response.text
        assert response["Content-Type"] == "application/json"
        assert response["Cache-Control"] == "private, no-store"
        assert not response.cookies
        self.headers = response.headers
        return response.json()


@pytest.fixture
def form(page: ContactPage) -> Form:
    return Form(page)


def test_a_form_says_what_it_asks(form: Form, page: ContactPage) -> None:
    make_field(page, "Anliegen", "radio", choices="Frage\nLob", default_value="Frage")

    answer = form.read()

    assert answer["page"]["id"] == page.pk
    assert answer["page"]["html_url"] == "https://www.example.org/de/kontakt/"
    assert answer["language"] == "de"
    assert answer["traps"]["leave_empty"] == ""
    assert answer["fields"] == [
        {
            "name": "ihr_name",
            "label": "Ihr Name",
            "type": "singleline",
            "required": False,
            "help": "",
            "choices": [],
            "default": "",
            "autocomplete": "name",
            "max_length": 255,
        },
        {
            "name": "e_mail",
            "label": "E-Mail",
            "type": "email",
            "required": True,
            "help": "Nur zum Antworten",
            "choices": [],
            "default": "",
            "autocomplete": "",
            "max_length": 320,
        },
        {
            "name": "text",
            "label": "Text",
            "type": "multiline",
            "required": True,
            "help": "",
            "choices": [],
            "default": "",
            "autocomplete": "",
            "max_length": None,
        },
        {
            "name": "anliegen",
            "label": "Anliegen",
            "type": "radio",
            "required": True,
            "help": "",
            "choices": ["Frage", "Lob"],
            "default": "Frage",
            "autocomplete": "",
            "max_length": None,
        },
    ]


@pytest.mark.parametrize("media_type", ["application/json", "application/x-www-form-urlencoded"])
def test_a_message_is_stored_and_mailed_and_thanked_for(
    form: Form, page: ContactPage, media_type: str
) -> None:
    entry = form.entry()
    if media_type != "application/json":
        entry = "&".join(f"{name}={value}" for name, value in entry.items())

    answer = form.send(entry, media_type=media_type)

    assert answer == {
        "message": "Ihre Nachricht ist abgeschickt",
        "thank_you_text": "<p>Danke, wir melden uns.</p>",
    }
    (stored,) = FormSubmission.objects.all()
    assert stored.page_id == page.pk
    assert stored.form_data == {
        "ihr_name": "Ada",
        "e_mail": "ada@example.org",
        "text": "Guten Tag",
    }
    assert "Guten Tag" in mail.outbox[0].body


def test_every_type_of_field_can_be_sent_as_json(home: HomePage) -> None:
    page = factories.ContactPageFactory(parent=home)
    for field_type in ALL_TYPES:
        make_field(page, field_type, field_type, choices="eins\nzwei")
    form = Form(page)
    described = form.read()

    form.send({**described["traps"], **ALL_TYPES})

    assert [field["type"] for field in described["fields"]] == list(ALL_TYPES)
    stored = FormSubmission.objects.get().form_data
    assert stored["checkbox"] is True
    assert stored["checkboxes"] == ["eins", "zwei"]
    assert stored["number"] == "7"
    assert stored["date"] == "2018-11-07"


def test_errors_are_named_at_their_fields_in_the_language_of_the_page(form: Form) -> None:
    answer = form.send(form.entry(e_mail="keine Adresse", text=None), status=422)

    assert answer == {
        "message": "Bitte prüfen Sie Ihre Angaben.",
        "errors": {
            "e_mail": ["Bitte gültige E-Mail-Adresse eingeben."],
            "text": ["Dieses Feld muss ausgefüllt werden."],
        },
    }
    assert not FormSubmission.objects.exists()
    assert not mail.outbox


def test_errors_can_be_asked_for_in_another_language(form: Form) -> None:
    answer = form.send(form.entry(text=""), status=422, query="?locale=en")

    assert answer["errors"] == {"text": ["This field is required."]}
    assert "locale" in form.send(form.entry(), status=400, query="?locale=fr")["message"]


def test_an_english_form_is_english(page: ContactPage, english_home: HomePage) -> None:
    english = in_english(page, slug="contact", thank_you_text="<p>Thank you.</p>")
    form = Form(english)

    assert form.read()["language"] == "en"
    assert form.send(form.entry(text=""), status=422)["message"].startswith("Please")
    assert form.send(form.entry())["thank_you_text"] == "<p>Thank you.</p>"
    assert FormSubmission.objects.get().page_id == english.pk


def test_links_in_the_thank_you_text_lead_only_where_a_visitor_may_go(
    form: Form, page: ContactPage, home: HomePage
) -> None:
    shown, hidden = (factories.ContentPageFactory(parent=home) for __ in range(2))
    hiding.as_draft(hidden)
    page.thank_you_text = (
        f'<p><a linktype="page" id="{shown.pk}">hier</a> '
        f'<a linktype="page" id="{hidden.pk}">dort</a></p>'
    )
    page.save()

    text = form.send(form.entry())["thank_you_text"]

    assert f"https://www.example.org/de/{shown.slug}/" in text
    assert "dort" in text
    assert hidden.slug not in text


# --- Traps and limits ---------------------------------------------------------------------------


def test_who_fills_in_the_field_that_must_stay_empty_is_refused(form: Form) -> None:
    answer = form.send(form.entry(leave_empty="Kaufen Sie"), status=422)

    assert "leer bleiben" in answer["message"]
    assert answer["errors"] == {}
    assert not FormSubmission.objects.exists()


def test_time_counts_as_on_the_website(form: Form, monkeypatch, settings) -> None:
    settings.CONTACT_FORM_LIMITS = {}
    now = timezone.now()
    entry = form.entry()

    def wait(**duration: float) -> None:
        then = now + timedelta(**duration)
        monkeypatch.setattr("django.core.signing.time.time", lambda: datetime.timestamp(then))

    wait(seconds=1)
    assert "sehr schnell" in form.send(entry, status=422)["message"]
    wait(days=3)
    assert "zu lange offen" in form.send(entry, status=422)["message"]
    wait(seconds=10)
    form.send(entry)


@pytest.mark.parametrize("opened", ["forged", "", None])
def test_the_moment_of_opening_cannot_be_made_up(form: Form, opened: str | None) -> None:
    form.send(form.entry(opened=opened), status=422)

    assert not FormSubmission.objects.exists()


def test_too_many_messages_are_told_how_long_to_wait(form: Form, page, settings) -> None:
    settings.RATE_LIMITS = {"form": "2/10m"}
    website = Client()
    website.post(page.url, {**form.entry(), spam.OPENED: spam.opened_token()})
    form.send(form.entry())

    answer = form.send(form.entry(), status=429)

    assert int(form.headers["Retry-After"]) > 0
    assert "mehrere Nachrichten" in answer["message"]
    assert FormSubmission.objects.count() == 2


# --- What is no message -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ("[]", "object"),
        ('"text"', "object"),
        ("null", "object"),
        ("{", "JSON"),
        ("[" * 50_000, "nested"),
        ('{"nachricht": "Hallo"}', "nachricht"),
        ('{"text": {"a": 1}}', "text"),
        ('{"text": [["a"]]}', "text"),
        ('{"text": "\\ud800"}', "character"),
        ('{"\\ud800": "a"}', "character"),
        ('{"text": NaN}', "JSON"),
    ],
)
def test_what_is_no_message_is_told_why(form: Form, sent: str, named: str) -> None:
    assert named in form.send(sent, status=400)["message"]


def test_null_characters_are_an_error_of_their_field(form: Form) -> None:
    answer = form.send(form.entry(text="a\x00b"), status=422)

    assert set(answer["errors"]) == {"text"}


def test_other_media_types_and_too_much_are_refused(form: Form) -> None:
    form.send("text", status=415, media_type="text/plain")
    form.send({"text": "a" * MAX_BYTES}, status=413)
    form.send({"text": "a" * MAX_BYTES}, status=413, media_type="application/json; charset=latin-1")


def test_cookies_are_not_looked_at(form: Form) -> None:
    form.client.force_login(factories.UserFactory())

    form.send(form.entry())

    assert json.dumps(FormSubmission.objects.get().form_data).count("editor") == 0


@pytest.mark.parametrize("hide", hiding.ALL_WAYS.values(), ids=hiding.ALL_WAYS)
def test_a_hidden_page_takes_no_messages(hide: Any, home: HomePage, page: ContactPage) -> None:
    form = Form(page)
    entry = form.entry()

    hide(page)

    assert form.read(status=404) == {"message": "not found"}
    assert form.send(entry, status=404) == {"message": "not found"}
    assert not FormSubmission.objects.exists()


def test_pages_without_a_form_have_none(home: HomePage) -> None:
    empty = factories.ContactPageFactory(parent=home)

    Form(empty).read(status=404)
    Form(home).send({}, status=404)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_form_is_only_read_and_sent(form: Form, method: str) -> None:
    response = getattr(form.client, method)(form.address)

    assert response.status_code == 405
    assert "message" in response.json()
