"""Name and password: the sign-in pages of the admin and of the public site."""

from typing import Any

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.utils.translation import ngettext
from wagtail.admin.views.account import LoginView

from . import throttling
from .forms import SignInForm, username_label
from .middleware import half_way_in
from .oidc import is_configured
from .session import app_of, settle

HTTP_TOO_MANY = 429


class SignInView(LoginView):
    """Wagtail's; who owes a second step is led to it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if user := half_way_in(request):
            return to_second_step(user, self.get_redirect_url())
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        return self._second_step() or response

    def _second_step(self) -> HttpResponse | None:
        user = self.request.user
        user.otp_device, user.is_verified = None, lambda: False
        __, half = settle(self.request, user)
        return to_second_step(half, self.get_redirect_url()) if half else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "other_service": settings.OIDC_NAME if is_configured() else "",
        }


class PublicSignInView(SignInView):
    """For pages that are open only to people with an account."""

    template_name = "core/login.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if user := half_way_in(request):
            return to_second_step(user, self.get_redirect_url())
        return auth_views.LoginView.get(self, request, *args, **kwargs)

    def get_form_class(self) -> type[AuthenticationForm]:
        return AuthenticationForm

    def get_success_url(self) -> str:
        return self.get_redirect_url() or "/"


def to_second_step(user: Any, next_address: str) -> HttpResponse:
    """To the code, or to setting the second step up."""
    name = "accounts_code" if app_of(user) else "accounts_set_up"
    query = f"?{urlencode({REDIRECT_FIELD_NAME: next_address})}" if next_address else ""
    return redirect(reverse(name) + query)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Django's admin has no sign-in of its own."""
    next_address = request.GET.get(REDIRECT_FIELD_NAME, reverse("admin:index"))
    query = urlencode({REDIRECT_FIELD_NAME: next_address})
    return redirect(f"{reverse('wagtailadmin_login')}?{query}")


def locked_out(request: HttpRequest, response: Any, credentials: Any) -> HttpResponse:
    """429 with the time to wait, the same whether or not there is such an account."""
    minutes = throttling.minutes_to_wait(request, credentials)
    text = ngettext(
        "There were too many failed attempts. Please try again in %(minutes)d minute.",
        "There were too many failed attempts. Please try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        answer: HttpResponse = JsonResponse({"detail": text}, status=HTTP_TOO_MANY)
    else:
        form = SignInForm(request)
        form.fields["username"].initial = (credentials or {}).get("username")
        context = {
            "form": form,
            "locked_text": text,
            "next": request.POST.get(REDIRECT_FIELD_NAME, ""),
            "username_field": username_label(),
            "show_password_reset": True,
        }
        answer = render(request, "wagtailadmin/login.html", context, status=HTTP_TOO_MANY)
    answer["Retry-After"] = str(minutes * 60)
    add_never_cache_headers(answer)
    return answer
