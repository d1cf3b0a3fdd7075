"""The mail backend of the site: it stores, and the worker delivers.

Why none of the known libraries: django-post-office runs subject and text of every mail through
Django's template engine, also what a visitor typed into the form; django-mailer keeps mails as
pickles. Both bring a queue of their own beside the one that there is.
"""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from .delivering import wake
from .models import QueuedMail
from .stored import content_of


class QueueBackend(BaseEmailBackend):
    """`EMAIL_BACKEND`; how mails really leave is `MAIL_DELIVERY_BACKEND`.

    A mail and whatever it tells of are stored together, or neither.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store mails; those to nobody are left out. How many were stored."""
        now = timezone.now()
        stored = [
            QueuedMail(
                created_at=now,
                queued_at=now,
                next_attempt_at=now,
                subject=str(message.subject)[:300],
                sender=message.from_email,
                recipients=recipients,
                recipient_count=len(recipients),
                content=content_of(message),
            )
            for message in email_messages
            if (recipients := list(dict.fromkeys(message.recipients())))
        ]
        if stored:
            QueuedMail.objects.bulk_create(stored)
            wake()
        return len(stored)
