"""Wagtail's views of accounts, in which only administrators choose who is one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.users.views import users


def _lock_administrator(form: Any, user: Any) -> Any:
    field = form.fields.get("is_superuser")
    if field is not None and not user.is_superuser:
        field.disabled = True  # what is sent for it is not looked at
        field.help_text = _("Only administrators can make somebody an administrator.")
    return form


class AccountCreateView(users.CreateView):
    def get_form(self, form_class: Any = None) -> Any:
        return _lock_administrator(super().get_form(form_class), self.request.user)


class AccountEditView(users.EditView):
    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied(_("Only administrators can change an administrator’s account."))

    def get_form(self, form_class: Any = None) -> Any:
        return _lock_administrator(super().get_form(form_class), self.request.user)


class AccountViewSet(users.UserViewSet):
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
