"""What is kept about somebody with an account: the account, and what was done with it."""

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from ..people import sessions_of, sign_in_records
from ..scope import OF_ACCOUNTS
from .rows import Row, described, mentioned


def of_account(user: Any) -> Row:
    """All that is kept about an account."""
    kind = ContentType.objects.get_for_model(user)
    log = ModelLogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).order_by("pk")
    records = [row for found in sign_in_records(user.get_username()) for row in found]
    return {
        _("Account"): described(user),
        _("Groups"): [group.name for group in user.groups.all()],
        _("Own permissions"): [str(permission) for permission in user.user_permissions.all()],
        _("Sessions"): [
            {_("Valid until"): session.expire_date.isoformat(timespec="seconds")}
            for session in sessions_of(user.pk)
        ],
        _("Sign-ins"): [described(row) for row in records],
        _("History of the account"): [described(entry) for entry in log],
        **_rows_of(user),
    }


def _rows_of(user: Any) -> Row:
    """The rows of other tables that name the account, by the table and what the account is there:
    once each."""
    found: Row = {}
    for told in OF_ACCOUNTS:
        model = apps.get_model(told.model)
        rows = model._base_manager.filter(**{told.field: user.pk}).order_by("pk")
        label = capfirst(str(model._meta.get_field(told.field).verbose_name))
        name = f"{capfirst(str(model._meta.verbose_name_plural))}: {label}"
        found[name] = [described(row) if told.in_full else mentioned(row) for row in rows]
    return found
