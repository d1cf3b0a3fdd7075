"""Saying of a published page that it is still right."""

from typing import Any

from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from ..models import Confirmation

LOG_ACTION = "editing.confirm"


def may_confirm(user: Any, page: Page) -> bool:
    """Whether the user may say it: who may edit the page; only what is published can be right."""
    return page.live and page.alias_of_id is None and page.permissions_for_user(user).can_edit()


def confirm(page: Page, user: Any) -> None:
    """Note that the user has looked at the page, also in its history."""
    said = {"confirmed_at": timezone.now(), "confirmed_by": user}
    Confirmation.objects.update_or_create(page_id=page.pk, defaults=said)
    log(instance=page.specific_deferred, action=LOG_ACTION, user=user)
