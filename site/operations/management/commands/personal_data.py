"""`manage.py personal_data export` and `erase`: what people may ask for (Art. 15 and 17 GDPR)."""

import os
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from core.ledger import LedgerError
from pool.models import AdvisorPage

from ...personal_data.export import documents
from ...personal_data.people import erase_entries
from ...personal_data.withdrawal.withdrawing import withdraw


class Command(BaseCommand):
    help = "Hand out, or erase, all that is kept about a person."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        export = actions.add_parser("export", help="write all that is kept about somebody as JSON")
        who = export.add_mutually_exclusive_group(required=True)
        who.add_argument("--email", help="of a sender, contact person, advisor or account")
        who.add_argument("--advisor", help="number of the profile's page, or its translation key")
        who.add_argument("--user", help="user name of an account")
        export.add_argument(
            "--output", type=Path, help="new file to write to; standard output if none"
        )
        erase = actions.add_parser("erase", help="delete for good what is kept about somebody")
        whom = erase.add_mutually_exclusive_group(required=True)
        whom.add_argument("--email", help="the entries of forms in which this address stands")
        whom.add_argument("--advisor", help="as for export: withdraws the consent")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "export":
            self._export(**options)
        else:
            self._erase(**options)

    @transaction.atomic  # what could not be written was not handed out, say the histories
    def _export(self, email: str, advisor: str, user: str, output: Path | None, **__: Any) -> None:
        if email:
            document = documents.hand_out_email(email)
        elif advisor:
            document = documents.hand_out_advisor(_profile(advisor))
        else:
            document = documents.hand_out_account(_account(user))
        text = documents.as_json(document)
        if output is None:
            self.stdout.write(text, ending="")
        else:
            _write_new(output, text)

    def _erase(self, email: str, advisor: str, **__: Any) -> None:
        try:
            if email:
                self.stdout.write(f"Deleted: {erase_entries(email)} entries of forms.")
            else:
                withdraw(_profile(advisor))
                self.stdout.write("The consent is withdrawn, and the profile erased.")
        except LedgerError as error:
            raise CommandError(str(error)) from error


def _write_new(path: Path, text: str) -> None:
    """Write a file that nobody else may read, and that nobody has put there before."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        with open(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise CommandError(
            f"{path} exists already. Name a new file: others might read what is in this one."
        ) from None
    except OSError as error:
        raise CommandError(f"{path} could not be written: {error.strerror}.") from error


def _profile(text: str) -> UUID:
    if text.isdigit():
        page = AdvisorPage.objects.filter(id=text).first()
        if page is None:
            raise CommandError(f"There is no profile with the number {text}.")
        return page.translation_key
    try:
        key = UUID(text)
    except ValueError:
        raise CommandError("Name a profile by the number of its page (123).") from None
    if not AdvisorPage.objects.filter(translation_key=key).exists():
        raise CommandError(f"There is no profile with the key {key}.")
    return key


def _account(name: str) -> Any:
    users = get_user_model()._default_manager
    found = users.filter(**{get_user_model().USERNAME_FIELD: name}).first()
    if found is None:
        raise CommandError(f"There is no account “{name}”.")
    return found
