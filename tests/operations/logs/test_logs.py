"""The lines as they are written: what is in them, and of whom nothing is."""

import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import mail_admins
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django_tasks import task

from home.models import HomePage
from news.models import NewsIndexPage
from operations.logs import context
from operations.logs.configuration import logging_configuration
from operations.logs.formatting import JSONFormatter, LineFormatter
from operations.personal_data import gone
from tests import factories
from tests.people import person, signed_in

MAIL = "ada.lovelace@example.org"
ADDRESS = "203.0.113.77"
TOKEN = "6XbWc9_kQ2mZp7RtY4vLs8NdHg3Fj1Ka"
PASSWORD = "Korrekt-Pferd-Batterie"
TYPED = "Meine Abschiebung droht"

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the site as in production writes."""
    stream = io.StringIO()
    names = ["", "django", "site.access", "axes", "gunicorn.error", "gunicorn.access"]
    before = {
        name: (list(logger.handlers), logger.level, logger.propagate)
        for name in names
        for logger in [logging.getLogger(name)]
    }
    configuration = logging_configuration("json", "INFO")
    configuration["handlers"]["console"]["stream"] = stream
    logging.config.dictConfig(configuration)
    yield stream
    for name, (handlers, level, propagate) in before.items():
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


@pytest.fixture
def lines(stream: io.StringIO) -> Lines:
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def raising(error: Exception) -> Callable[..., None]:
    def fail(*args: Any, **kwargs: Any) -> None:
        typed = TYPED  # a variable whose value must not be shown
        assert typed
        raise error

    return fail


# --- Requests -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_request_has_one_line_with_what_is_needed_and_no_more(
    client: Client, home: HomePage, lines: Lines
) -> None:
    response = client.get("/de/?seite=1", REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT="Spy 1.0")

    [line] = lines()
    assert line.pop("time").endswith("+00:00")
    assert 0 < line.pop("ms") < 60_000
    assert line == {
        "level": "INFO",
        "logger": "site.access",
        "message": "request",
        "request_id": response["X-Request-ID"],
        "method": "GET",
        "path": "/de/",
        "view": "wagtail_serve",
        "status": 200,
        "bytes": len(response.content),
        "client": "203.0.113.0",
    }


@pytest.mark.django_db
def test_names_in_addresses_of_files_and_profiles_are_in_no_line(
    client: Client, home: HomePage, stream: io.StringIO, lines: Lines
) -> None:
    directory = factories.AdvisorIndexPageFactory(parent=home)
    profile = factories.AdvisorPageFactory(parent=directory, slug="ada-lovelace")
    factories.AdvisorConsentFactory(advisor=profile)
    gone.remember(["/de/frueher/ada-lovelace/"])
    paths = {
        profile.url: f"{directory.url}…/",
        "/de/frueher/ada-lovelace/": "/de/frueher/…/",
        "/documents/7/Lebenslauf-Ada-Lovelace.pdf": "/documents/7/…",
        "/media/images/Ada-Lovelace.jpg": "/media/images/…",
        f"/vcard/advisor/{profile.pk}.vcf": "/vcard/advisor/…",
        directory.url: directory.url,
    }

    statuses = [client.get(path).status_code for path in paths]

    assert statuses[:2] == [200, 410]
    written = [line["path"] for line in lines() if line["logger"] == "site.access"]
    assert written == list(paths.values())
    assert "lovelace" not in stream.getvalue().casefold()


@pytest.mark.django_db
def test_nothing_that_people_send_is_in_any_line(
    client: Client, home: HomePage, stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    """In the address, the query, the form, the headers, the cookies, and in an error's sentence."""
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    error = IntegrityError(
        f'value "{TYPED}" of {MAIL} from {ADDRESS}\nDETAIL: Failing row contains (1, {TYPED})'
    )
    monkeypatch.setattr(HomePage, "serve", raising(error))
    browser = Client(raise_request_exception=False)
    browser.cookies["sessionid"] = TOKEN
    sent = {"email": MAIL, "password": PASSWORD, "text": TYPED}
    headers = {
        "X-Forwarded-For": ADDRESS,
        "Authorization": f"Bearer {TOKEN}",
        "Referer": f"https://example.org/?mail={MAIL}",
        "User-Agent": MAIL,
    }

    paths = ["/de/", f"/de/{MAIL}/", f"/de/{TOKEN}/", "/de/suche/", f"/api/v2/x/{ADDRESS}/"]
    for path in paths:
        for query in ("", f"?q={TYPED}&mail={MAIL}&token={TOKEN}&password={PASSWORD}"):
            browser.get(path + query, headers=headers)
            browser.post(path + query, sent, headers=headers)

    written = stream.getvalue()
    assert written.count('"site.access"') == 20
    assert "IntegrityError" in written
    for secret in (MAIL, "ada.lovelace", ADDRESS, TOKEN, PASSWORD, TYPED, "Abschiebung"):
        assert secret not in written
    assert "203.0.113.0" in written


@pytest.mark.django_db
def test_an_error_is_told_with_its_place_and_the_request_s_id(
    home: HomePage, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HomePage, "serve", raising(RuntimeError("out of paper")))

    response = Client(raise_request_exception=False).get("/de/")

    failure, access = lines()
    assert response.status_code == access["status"] == 500
    assert failure["level"] == "ERROR"
    assert failure["exception"].endswith("builtins.RuntimeError: out of paper")
    assert "in fail" in failure["exception"]
    assert failure["request_id"] == access["request_id"] == response["X-Request-ID"]


@pytest.mark.django_db
def test_links_that_open_something_are_masked(client: Client, home: HomePage, lines: Lines) -> None:
    reset = reverse("wagtailadmin_password_reset_confirm", args=["MTIz", "set-password"])
    client.get(reset.replace("set-password", "c9k2x1-0123456789abcdef0123456789abcdef"))
    client.get(f"/api/v2/page_preview/?content_type=home.homepage&token={TOKEN}")

    first, second = lines()
    assert first["path"] == "/admin/password_reset/confirm/…/…/"
    assert second["path"] == "/api/v2/page_preview/"


@pytest.mark.django_db
def test_who_changed_something_is_a_number_and_who_reads_is_nobody(
    news: NewsIndexPage, lines: Lines
) -> None:
    user = person("publishers")
    browser = signed_in(user)

    browser.get("/admin/")
    browser.post("/admin/logout/")

    reads, writes = lines()
    assert "user" not in reads
    assert writes["user"] == user.pk
    assert user.username not in str(lines())


def test_supervisors_leave_no_lines(client: Client, lines: Lines) -> None:
    client.get("/health/live")

    assert lines() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("remote", "sent", "is_taken"),
    [
        ("10.0.0.5", "0123456789abcdef", True),
        ("10.0.0.5", "a-b_c-d-1234", True),
        ("10.0.0.5", "short", False),
        ("10.0.0.5", MAIL, False),
        ("10.0.0.5", "a" * 65, False),
        ("10.0.0.5", "abcdefgh\nabcdefgh", False),
        ("203.0.113.77", "0123456789abcdef", False),
    ],
)
def test_a_sane_id_of_a_trusted_proxy_is_kept(
    client: Client, settings, remote: str, sent: str, is_taken: bool
) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.5"]

    response = client.get("/robots.txt", REMOTE_ADDR=remote, HTTP_X_REQUEST_ID=sent)

    assert (response["X-Request-ID"] == sent) is is_taken
    assert len(response["X-Request-ID"]) >= 8


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/de/gibt-es-nicht/", "/api/v2/nichts/", "/admin/", "/health/ready", "/static/x"]
)
def test_every_answer_carries_an_id_of_its_own(client: Client, home: HomePage, path: str) -> None:
    first, second = (client.get(path)["X-Request-ID"] for __ in range(2))

    assert first != second


# --- Tasks and the rest ---------------------------------------------------------------------------


@task()
def say_something() -> None:
    logging.getLogger("editing").warning("something")


def test_a_task_s_lines_say_which_it_is(lines: Lines) -> None:
    with context.in_request("the-request"):
        result = say_something.enqueue()
        logging.getLogger("editing").warning("afterwards")

    found = {line["message"]: line for line in lines() if line["logger"] == "editing"}
    assert found["something"]["task"] == str(result.id)
    assert found["something"]["request_id"] == "the-request"
    assert "task" not in found["afterwards"]


def test_a_failed_task_does_not_stay(lines: Lines) -> None:
    context.begin_task("outer")
    context.begin_task("inner")
    context.end_task("outer")
    context.end_task("outer")

    assert context.current() == {}


def test_what_libraries_hang_to_a_record_is_not_written(lines: Lines) -> None:
    logging.getLogger("boto3").error("failed", extra={"request": MAIL, "data": {"name": TYPED}})

    [line] = lines()
    assert line.keys() == {"time", "level", "logger", "message"}


def test_the_server_s_own_messages_are_treated_alike(lines: Lines) -> None:
    logging.getLogger("gunicorn.error").error("Error handling request /de/?q=%s", MAIL)
    logging.getLogger("gunicorn.access").info("%s GET /de/", ADDRESS)

    [line] = lines()
    assert line["message"] == "Error handling request /de/?…"


def test_a_line_break_begins_no_line(stream: io.StringIO) -> None:
    logging.getLogger("editing").error('a\n{"level": "FORGED"}\r\n')

    assert len(stream.getvalue().splitlines()) == 1
    record = logging.LogRecord("x", logging.ERROR, "", 0, "a\nb", None, None)
    assert "\n" not in LineFormatter().format(record)


def test_a_message_that_does_not_fit_its_parts_is_still_told() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 0, "two %s %s", (MAIL,), None)

    assert json.loads(JSONFormatter().format(record))["message"] == "two %s %s"


def test_causes_are_told_and_nobody_s_words(lines: Lines) -> None:
    try:
        try:
            int(TYPED)
        except ValueError as error:
            raise KeyError("form_data") from error
    except KeyError:
        logging.getLogger("editing").exception("failed")

    [line] = lines()
    told = [text for text in line["exception"].splitlines() if not text.startswith(" ")]
    assert told == [
        "builtins.ValueError: invalid literal for int() with base 10: '…'",
        "builtins.KeyError: 'form_data'",
    ]


def test_an_error_that_cannot_be_written_as_text_is_no_error_of_the_log() -> None:
    class Odd(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    error = Odd()
    record = logging.LogRecord("x", logging.ERROR, "", 0, "m", None, (Odd, error, None))
    assert "Odd: …" in json.loads(JSONFormatter().format(record))["exception"]


def test_errors_are_mailed_to_nobody(stream: io.StringIO, settings, mailoutbox) -> None:
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    handlers = {type(handler).__name__ for logger in loggers for handler in logger.handlers}

    assert "AdminEmailHandler" not in handlers
    assert settings.ADMINS == []
    mail_admins("an error", "with a request")
    assert mailoutbox == []


@pytest.mark.parametrize(("form", "level"), [("xml", "INFO"), ("json", "LOUD")])
def test_a_form_or_level_that_there_is_not_is_named(form: str, level: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="LOG_"):
        logging_configuration(form, level)
