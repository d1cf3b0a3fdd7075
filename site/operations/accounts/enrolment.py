"""Setting the second step up: the secret goes to the app, the recovery codes on paper."""

import time
from base64 import b32encode
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django_otp.oath import TOTP
from django_otp.util import random_hex

from . import codes
from .first_step import to_second_step
from .forms import AppCodeForm
from .fresh import fresh_code_first
from .middleware import half_way_in
from .models import AuthenticatorApp
from .second_step import PersonView
from .session import NEW_KEY, app_of, complete, is_fresh

KEY_LIFETIME = 15 * 60  # seconds
SHOWN = "operations/accounts/recovery_codes.html"


class SetUpView(PersonView):
    """Who has no second step yet sets it up; who has one may do so anew after a fresh code.

    The secret belongs to the session: somebody else with the password, in another one, is shown
    another secret.
    """

    form_class = AppCodeForm
    template_name = "operations/accounts/set_up.html"

    def turn_away(self) -> HttpResponse | None:
        if app_of(self.person) is None or is_fresh(self.request):
            return None
        if half_way_in(self.request):
            return to_second_step(self.person, self.get_redirect_url())
        return fresh_code_first(self.request)

    def form_valid(self, form: Any) -> HttpResponse:
        key = new_key(self.request)
        step = matching_step(key, form.cleaned_data["code"])
        if step is None:
            form.add_error(
                "code",
                _(
                    "This is not the code that the app shows now. Please check that the clock of "
                    "your phone is right, and try the next code."
                ),
            )
            return self.form_invalid(form)
        app, recovery_codes = codes.set_up(self.person, key, step)
        complete(self.request, self.person, app)
        return self.response_class(
            request=self.request,
            template=[SHOWN],
            context={
                "codes": recovery_codes,
                "go_on": self.get_success_url(),
                "person": self.person,
            },
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = new_key(self.request)
        app = AuthenticatorApp(user=self.person, key=key)
        secret = b32encode(app.bin_key).decode()
        return super().get_context_data(**kwargs) | {
            "address": app.config_url,
            "picture": qr_code(app.config_url),
            "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
            "is_first": app_of(self.person) is None,
        }


def new_key(request: HttpRequest) -> str:
    """The secret that this session offers, hex; a new one if it is old."""
    offered = request.session.get(NEW_KEY)
    if not offered or time.time() - offered["at"] > KEY_LIFETIME:
        offered = request.session[NEW_KEY] = {"key": random_hex(20), "at": int(time.time())}
    return offered["key"]


def matching_step(key: str, code: str) -> int | None:
    """The time step at which this secret makes this code: now, or one before or after. Or None."""
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time()
    return totp.t() if totp.verify(int(code), tolerance=1) else None


def qr_code(text: str) -> SafeString:
    """A QR code as inline SVG: no picture is asked for, and none can be kept by a cache."""
    drawn = segno.make(text, error="m").svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass="two-step-qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - segno's own


class NewCodesView(PersonView):
    """New recovery codes, after a fresh code of the app. They are shown once."""

    http_method_names = ["post"]
    next_page = "accounts_own"

    def turn_away(self) -> HttpResponse | None:
        if half_way_in(self.request) or app_of(self.person) is None or not is_fresh(self.request):
            return fresh_code_first(self.request)
        return None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        new = codes.renew_recovery_codes(self.person)
        context = {"codes": new, "go_on": self.get_success_url(), "person": self.person}
        return self.response_class(request=request, template=[SHOWN], context=context)
