"""The list of users, which also says who signs in in two steps."""

from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.users.views import users

from editing.roles.accounts.views import AccountViewSet as EditingAccountViewSet

from .models import AuthenticatorApp


class AccountIndexView(users.IndexView):
    @cached_property
    def columns(self) -> list[Column]:
        column = BooleanColumn(
            "has_second_step", label=_("Two steps"), sort_key="has_second_step", width="10%"
        )
        # Before the date of the last sign-in.
        *others, last = super().columns
        return [*others, column, last]

    def get_base_queryset(self) -> Any:
        apps = AuthenticatorApp.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_base_queryset().annotate(has_second_step=Exists(apps))


class AccountViewSet(EditingAccountViewSet):
    index_view_class = AccountIndexView
