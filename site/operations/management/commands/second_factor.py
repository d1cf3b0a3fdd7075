"""For whoever is locked out: says how an account signs in, resets its second step, lifts a lock."""

import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.log_actions import log

from operations.accounts import codes, throttling, tokens
from operations.accounts.own import SIGNED_OUT_ELSEWHERE, state_of

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Say how an account signs in; with options, let somebody in again who is locked out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name that the account signs in with")
        parser.add_argument(
            "--reset",
            action="store_true",
            help="take the second step away; it is set up anew at the next sign-in",
        )
        parser.add_argument(
            "--unlock", action="store_true", help="forget the failed attempts of this account"
        )
        parser.add_argument(
            "--end-sessions",
            action="store_true",
            help="sign the account out everywhere and revoke its API tokens",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"There is no account “{options['name']}”.")
        if options["reset"]:
            was_on = codes.remove(user)
            self.stdout.write(
                "The second step was reset, all sessions ended, and the owner told by mail."
                if was_on
                else "There was no second step to reset; all sessions ended."
            )
        if options["unlock"]:
            throttling.unlock(user.get_username())
            logger.warning("Failed attempts of user %s forgotten by command", user.pk)
            self.stdout.write("Failed attempts are forgotten: the account can sign in at once.")
        if options["end_sessions"] and not options["reset"]:
            user.end_sessions()
            tokens.revoke_all(user)
            log(user, SIGNED_OUT_ELSEWHERE)
            self.stdout.write("All sessions of the account ended; its API tokens are revoked.")
        self.stdout.write(_description(user))


def _description(user: Any) -> str:
    state = state_of(user)
    if not state["app"]:
        return f"{user.get_username()}: no second step."
    return (
        f"{user.get_username()}: second step set up on {state['app'].created_at:%Y-%m-%d}, "
        f"{state['codes_left']} recovery codes left."
    )
