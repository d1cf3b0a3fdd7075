"""Puts the headers of its kind onto every answer."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponse

from . import nonces
from .policies import kind_of

# Django's own middleware sends the strictest for all; here it is each kind's own.
DJANGOS = ("X-Frame-Options", "Referrer-Policy")


class SecurityHeadersMiddleware(CSPMiddleware):
    """The outermost middleware, so that nothing is answered without it: redirects to HTTPS, static
    files and errors neither. What a view has said itself stays."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        nonces.begin(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        for name, value in kind_of(request, response).headers.items():
            if name in DJANGOS or name not in response:
                response[name] = value
        # Wagtail makes a preview by a request for the page within the request of the admin, which
        # frames it: the outer one decides.
        if getattr(response, "_policy_is_ours", False):
            del response[HEADER]
        response._policy_is_ours = HEADER not in response
        return super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: Any, report_only: bool = False
    ) -> PolicyParts:
        if report_only:
            return super().get_policy_parts(request, response, report_only)
        kind = kind_of(request, response)
        # A nonce is made only where a template asked for one.
        nonce = getattr(request, "_csp_nonce", None) if kind.name == "admin" else None
        return PolicyParts(config=dict(kind.policy), nonce=nonce)
