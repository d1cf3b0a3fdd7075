"""The page that asks for a code."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from wagtail.users.models import UserProfile

from . import codes, throttling
from .forms import AppCodeForm, RecoveryCodeForm
from .middleware import half_way_in
from .session import app_of, complete


def person(request: HttpRequest) -> Any:
    """Who is in, or half-way in; None if nobody is."""
    return half_way_in(request) or (request.user if request.user.is_authenticated else None)


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class PersonView(RedirectURLMixin, FormView):
    """A form for whoever is at least half-way in, in their own language."""

    next_page = "wagtailadmin_home"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.person = person(request)
        if self.person is None:
            return redirect("wagtailadmin_login")
        with override(UserProfile.get_for_user(self.person).get_preferred_language()):
            response = self.turn_away() or super().dispatch(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()  # while the language holds
            return response

    def turn_away(self) -> HttpResponse | None:
        """Where else this person has to go, None if here is right."""
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "next": self.get_redirect_url(),
            "person": self.person,
        }


class CodeView(PersonView):
    """The code of the app. Whoever is in may give one too, to change what only a new code opens."""

    form_class: type[Any] = AppCodeForm
    template_name = "operations/accounts/code.html"
    check: Callable[[Any, str], codes.Answer] = staticmethod(codes.check_app)

    def turn_away(self) -> HttpResponse | None:
        if app_of(self.person) is None:
            return redirect("accounts_set_up")
        if self.request.method == "POST" and throttling.is_locked(self.request, self.person):
            return HttpResponse(status=429)  # the middleware writes the answer
        return None

    def form_valid(self, form: Any) -> HttpResponse:
        answer = self.check(self.person, form.cleaned_data["code"])
        if answer.app:
            complete(self.request, self.person, answer.app)
            return redirect(self.get_success_url())
        if answer.wait:
            form.add_error("code", _wait_text(answer.wait))
        else:
            throttling.note_wrong_code(self.request, self.person)
            form.add_error("code", self.wrong_text())
        return self.form_invalid(form)

    def wrong_text(self) -> str:
        return _(
            "This code is not right, or it was used before. Please wait for the next one, and "
            "check that the clock of your phone is right."
        )


class RecoveryView(CodeView):
    """One of the recovery codes instead."""

    form_class = RecoveryCodeForm
    template_name = "operations/accounts/recovery.html"
    check = staticmethod(codes.check_recovery)

    def wrong_text(self) -> str:
        return _("This is none of your recovery codes, or it was used before.")


def _wait_text(seconds: int) -> str:
    if seconds < 90:
        return ngettext(
            "Too many wrong codes. Please wait for %(number)d second and try the next code.",
            "Too many wrong codes. Please wait for %(number)d seconds and try the next code.",
            seconds,
        ) % {"number": seconds}
    minutes = -(-seconds // 60)
    return ngettext(
        "Too many wrong codes. Please wait for %(number)d minute and try the next code.",
        "Too many wrong codes. Please wait for %(number)d minutes and try the next code.",
        minutes,
    ) % {"number": minutes}
