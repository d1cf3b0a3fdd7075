"""Errors of the server, told to Sentry (or what speaks its protocol) if SENTRY_DSN says where.

What leaves the house says where in the code an error came up, and nothing about anybody: no
visitor's address, account, form, cookie, query or database row. The browser takes no part.
"""

import re
from typing import Any
from urllib.parse import urlsplit

import sentry_sdk

from core.scrubbing import REMOVED, scrub

Event = dict[str, Any]

# What an error's sentence may quote of what somebody typed, or of a row of the database.
QUOTED = re.compile(r"""'[^'\n]*'|"[^"\n]*"|„[^“\n]*“|“[^”\n]*”|=\([^)\n]*\)""")
DETAIL = re.compile(r"\n.*", re.DOTALL)  # PostgreSQL's DETAIL and CONTEXT show the row
NUMBERS = re.compile(r"\+?\d[\d .:/()-]{3,}\d|\b[0-9a-f]*:[0-9a-f:]{3,}", re.IGNORECASE)

KEPT = ("event_id", "timestamp", "platform", "level", "logger", "transaction", "environment")
KEPT_TOO = ("release", "sdk", "modules", "type", "fingerprint")
KEPT_OF_FRAMES = ("filename", "function", "module", "lineno", "in_app")
KEPT_OF_CONTEXTS = ("runtime", "trace")


def start_error_reports(address: str, environment: str, **options: Any) -> None:
    """Tell the service at `address` (a DSN) of errors from now on; without one, nothing happens.

    `options` go to `sentry_sdk.init`.
    """
    if not address:
        return
    sentry_sdk.init(
        dsn=address,
        environment=environment,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        auto_session_tracking=False,
        trace_propagation_targets=[],  # requests to others carry no mark
        before_send=without_personal_data,
        **options,
    )


def without_personal_data(event: Event, hint: dict[str, Any] | None = None) -> Event:
    """What is left of an event: a list of what may go, so that nothing new slips through."""
    kept = {name: event[name] for name in (*KEPT, *KEPT_TOO) if name in event}
    if request := event.get("request"):
        kept["request"] = {
            "method": request.get("method"),
            "url": scrub(urlsplit(request.get("url", "")).path),
        }
    if exceptions := event.get("exception", {}).get("values"):
        kept["exception"] = {"values": [_exception(each) for each in exceptions]}
    if entry := event.get("logentry"):
        # The sentence as it stands in the code; what was put into it stays here.
        kept["logentry"] = {"message": masked(str(entry.get("message", "")))}
    if contexts := event.get("contexts"):
        kept["contexts"] = {name: contexts[name] for name in KEPT_OF_CONTEXTS if name in contexts}
    return kept


def masked(text: str) -> str:
    """The first line, without what is quoted, mail and IP addresses, tokens, and long numbers."""
    text = DETAIL.sub("", text.strip())
    return NUMBERS.sub(REMOVED, scrub(QUOTED.sub(REMOVED, text)))


def _exception(value: Event) -> Event:
    kept = {name: value[name] for name in ("type", "module", "mechanism") if name in value}
    kept["value"] = masked(str(value.get("value") or ""))
    frames = (value.get("stacktrace") or {}).get("frames", [])
    kept["stacktrace"] = {
        "frames": [
            {name: frame[name] for name in KEPT_OF_FRAMES if name in frame} for frame in frames
        ]
    }
    return kept
