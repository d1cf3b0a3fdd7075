"""The addresses of signing in, below /admin/ and before Wagtail's own.

What somebody reaches who is not in yet is listed apart from what needs access to the admin.
"""

from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .email import AccountView
from .enrolment import NewCodesView, SetUpView
from .first_step import SignInView
from .oidc import views as oidc
from .others import ResetView
from .own import OwnView, end_other_sessions, remove_own
from .second_step import CodeView, RecoveryView

open_to_all = [
    # The name is Wagtail's, whose view at this address nobody reaches any more.
    path("login/", SignInView.as_view(), name="wagtailadmin_login"),
    path("login/code/", CodeView.as_view(), name="accounts_code"),
    path("login/recovery-code/", RecoveryView.as_view(), name="accounts_recovery"),
    path("login/set-up/", SetUpView.as_view(), name="accounts_set_up"),
    path("login/service/", oidc.begin, name="accounts_oidc"),
    path("login/service/back/", oidc.back, name="accounts_oidc_back"),
]
for_editors = [
    # Wagtail's name again: here the e-mail address is guarded.
    path("account/", AccountView.as_view(), name="wagtailadmin_account"),
    path("account/two-step/", OwnView.as_view(), name="accounts_own"),
    path("account/two-step/codes/", NewCodesView.as_view(), name="accounts_new_codes"),
    path("account/two-step/off/", remove_own, name="accounts_remove_own"),
    path("account/sessions/end/", end_other_sessions, name="accounts_end_sessions"),
    path("users/<int:pk>/two-step/", ResetView.as_view(), name="accounts_reset"),
]
urlpatterns = [*open_to_all, *decorate_urlpatterns(for_editors, require_admin_access)]
