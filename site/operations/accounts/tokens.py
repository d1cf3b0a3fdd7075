"""Tokens for the API: an account's tokens end when it is no longer sure who holds them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.log_actions import log
from wagtail.models import APIToken

from core.models.users import password_changed
from operations.schedule.mails import send


def revoke_all(user: Any, *, by: Any = None) -> int:
    """Revoke each token of an account that still works. How many; `by`: None for the website."""
    tokens = list(APIToken.objects.filter(user=user, revoked_at=None))
    for token in tokens:
        token.revoke()
        log(token, "wagtail.apitoken.revoke", user=by)
    return len(tokens)


@receiver(password_changed)
def end_with_password(sender: Any, user: Any, **kwargs: Any) -> None:
    """Whoever knew the old password may have made a token by it."""
    revoke_all(user)


@receiver(post_save, sender=get_user_model())
def end_with_account(sender: Any, instance: Any, raw: bool, **kwargs: Any) -> None:
    """A token of an account that is switched off does not come back to life with it."""
    if not raw and not instance.is_active:
        revoke_all(instance)


@receiver(post_save, sender=APIToken)
def tell_owner(sender: Any, instance: APIToken, created: bool, raw: bool, **kwargs: Any) -> None:
    """The owner hears of a new token, whoever has made it."""
    if created and not raw:
        send([instance.user], "token_made", {"name": instance.name})
