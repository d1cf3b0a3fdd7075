"""A site of one page that fails, in a process of its own: Sentry's client changes Django for good.

Prints as JSON what would be sent.
"""

import json
import logging
import sys
from io import BytesIO
from pathlib import Path
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from sentry_sdk import flush
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site"))

from operations.error_reports import start_error_reports

MARKER = "Musterfrau"


class Kept(Transport):
    """Keeps what would be sent."""

    sent: list[Envelope] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent.append(envelope)


def fail(request: HttpRequest, token: str) -> HttpResponse:
    visitor = request.POST["name"]
    logging.getLogger("site").error("No mail to %s", visitor)
    raise ValueError(f"could not read '{visitor}' <{visitor}@site.test> from 203.0.113.77")


urlpatterns = [path("forms/<str:token>/", fail)]

if __name__ == "__main__":
    start_error_reports("https://key@errors.site.test/1", "production", transport=Kept)
    settings.configure(
        ROOT_URLCONF=__name__, SECRET_KEY="only-for-tests", ALLOWED_HOSTS=["*"], LOGGING_CONFIG=None
    )
    statuses: list[str] = []
    body = f"name={MARKER}".encode()
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": f"/forms/abc123-{MARKER}-0123456789abcdef/",
        "QUERY_STRING": f"name={MARKER}",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_COOKIE": f"sessionid={MARKER}",
        "HTTP_X_FORWARDED_FOR": "203.0.113.77",
        "HTTP_REFERER": f"https://site.test/?q={MARKER}",
        "REMOTE_ADDR": "203.0.113.77",
        "wsgi.input": BytesIO(body),
    }
    setup_testing_defaults(environ)
    # As an application server calls it, which is where Sentry's client listens.
    get_wsgi_application()(environ, lambda status, headers: statuses.append(status))
    flush()
    said = {
        "statuses": statuses,
        "events": [envelope.get_event() for envelope in Kept.sent],
        "all": [envelope.serialize().decode() for envelope in Kept.sent],
    }
    json.dump(said, sys.stdout)
