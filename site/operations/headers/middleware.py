"""Puts the headers of its kind onto every answer."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from . import nonces
from .policies import kind_of

# What Django's own middleware sends with all answers; here it is each kind's own.
DJANGOS = {
    "X-Frame-Options": settings.X_FRAME_OPTIONS,
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
}


class SecurityHeadersMiddleware(CSPMiddleware):
    """The outermost middleware, so that nothing is answered without it: redirects to HTTPS, static
    files and errors neither. What a view has said itself stays."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        nonces.begin(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        # Wagtail makes a preview by a request for the page within the request of the admin, which
        # frames it: the outer one decides.
        ours = getattr(response, "_headers_of_ours", {})
        for name, value in kind_of(request, response).headers.items():
            if response.get(name) in (None, ours.get(name), DJANGOS.get(name)):
                response[name] = ours[name] = value
        response._headers_of_ours = ours
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
