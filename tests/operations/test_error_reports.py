"""What Sentry is told of an error, and of whom it is told nothing."""

import json
import subprocess
import sys
from pathlib import Path

import sentry_sdk

from operations.error_reports import masked, start_error_reports, without_personal_data

MARKER = "Musterfrau"


def test_an_error_is_told_with_its_place_and_nothing_about_the_visitor() -> None:
    run = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, str(Path(__file__).with_name("failing_site.py"))],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert said["statuses"] == ["500 Internal Server Error"]
    logged, failed = said["events"]
    assert logged["logentry"] == {"message": "No mail to %s"}
    [error] = failed["exception"]["values"]
    assert (error["type"], error["value"]) == ("ValueError", "could not read … <…> from …")
    assert error["stacktrace"]["frames"][-1]["function"] == "fail"
    assert failed["request"] == {"method": "POST", "url": "/forms/…/"}
    assert failed["transaction"] == "/forms/{token}/"
    assert MARKER not in run.stdout
    assert "203.0.113" not in run.stdout


def test_without_an_address_nothing_is_started() -> None:
    start_error_reports("", "production")
    assert not sentry_sdk.is_initialized()


def test_what_is_not_known_to_be_harmless_does_not_go() -> None:
    event = {
        "event_id": "1",
        "user": {"email": MARKER},
        "extra": {"form": MARKER},
        "tags": {"name": MARKER},
        "server_name": MARKER,
        "breadcrumbs": {"values": [{"message": MARKER}]},
        "contexts": {"runtime": {"name": "CPython"}, "state": {"value": MARKER}},
        "request": {"url": f"https://site.test/de/?q={MARKER}", "method": "GET", "env": MARKER},
        "exception": {
            "values": [
                {
                    "type": "IntegrityError",
                    "value": f'duplicate key "user_email"\nDETAIL:  Key (name)=({MARKER}) exists.',
                    "stacktrace": {"frames": [{"function": "save", "vars": {"self": MARKER}}]},
                }
            ]
        },
    }
    left = without_personal_data(event)
    assert MARKER not in json.dumps(left)
    assert left == {
        "event_id": "1",
        "contexts": {"runtime": {"name": "CPython"}},
        "request": {"url": "/de/", "method": "GET"},
        "exception": {
            "values": [
                {
                    "type": "IntegrityError",
                    "value": "duplicate key …",
                    "stacktrace": {"frames": [{"function": "save"}]},
                }
            ]
        },
    }


def test_a_sentence_loses_what_was_typed_and_keeps_its_sense() -> None:
    for said, kept in (
        ("Page matching query does not exist.", "Page matching query does not exist."),
        ("bad literal with base 10: 'Musterfrau'", "bad literal with base 10: …"),
        ("no mail to anna.musterfrau@site.test", "no mail to …"),
        ("call 0211 855-0 or +49 (211) 8550", "call … or …"),
        ("from 203.0.113.77 and 2001:db8:1:2::1", "from … and …"),
        ("wrong\nKey (email)=(x)", "wrong"),
    ):  # fmt: skip
        assert masked(said) == kept
