"""Mails of the schedule, in the language that each recipient uses the admin in."""

import logging
from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.admin.mail import send_mail
from wagtail.users.models import UserProfile

from ..mail.delivering import wake_if_due

logger = logging.getLogger(__name__)


def wake_worker() -> str:
    """Wake the worker for mails that wait for longer than they should, as after a crash."""
    return "the worker was woken" if wake_if_due() else "no mail is late"


def send(recipients: Iterable[Any], name: str, context: dict[str, Any]) -> int:
    """Send the mail of templates/operations/mail/NAME.txt to each of these users.

    The first line is the subject. Whoever has no address gets none; a mail that can't be sent is
    logged. How many were sent.
    """
    sent = 0
    for user in recipients:
        if not user.email:
            continue
        with override(UserProfile.get_for_user(user).get_preferred_language()):
            text = render_to_string(f"operations/mail/{name}.txt", {**context, "user": user})
        subject, __, body = text.strip().partition("\n")
        try:
            send_mail(subject.strip(), body.strip() + "\n", [user.email])
        except Exception:
            logger.exception("The mail %s could not be sent to user %s", name, user.pk)
        else:
            sent += 1
    return sent
