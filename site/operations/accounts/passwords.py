"""What a password must be.

After NIST SP 800-63B and the BSI: long, and none that is tried first; no rules about characters, no
expiry.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.places import State

MAX_LENGTH = 256
WORDS = Path(__file__).with_name("common_words.txt")
# What has to be left of a password when common words, years and repetitions are taken out.
OWN_PART = 6

_LEET = str.maketrans("013457@$!", "oieastasi")
_RUNS = (
    "01234567890123456789",
    "09876543210987654321",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertzuiopü",
    "asdfghjklöä",
    "yxcvbnm",
    "qwertyuiop",
    "zxcvbnm",
)


class MaximumLengthValidator:
    """A bound, so that nobody keeps the server busy with hashing a novel."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > MAX_LENGTH:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("Your password can have %(number)d characters at most.") % {"number": MAX_LENGTH}


class CommonWordsValidator:
    """Refuses what is put together of words that everybody tries: German ones, and the site's own.

    Django's list of common passwords is English.
    """

    def validate(self, password: str, user: Any = None) -> None:
        if len(own_part(password)) < OWN_PART:
            raise ValidationError(
                _(
                    "This password is made of words and rows of characters that are tried first. "
                    "Please choose another one, for example four words that do not belong together."
                ),
                code="password_of_common_words",
            )

    def get_help_text(self) -> str:
        return _("Four or more words that do not belong together make a good password.")


def own_part(password: str) -> str:
    """What is left of a password without common words, rows of keys, years and repetitions."""
    rest = re.sub(r"(19|20)\d\d", " ", password.lower())
    rest = _without_runs(rest)
    rest = re.sub(r"[^\w@$!]", " ", rest)
    # Words are looked for as they are and with digits read as the letters that they stand for.
    for text in (rest, rest.translate(_LEET)):
        rest = min(rest, _without_words(text), key=lambda found: len(found.replace(" ", "")))
    rest = re.sub(r"(.+?)\1+", r"\1", re.sub(r"[\s_]", "", rest))
    return rest


def _without_words(text: str) -> str:
    for word in common_words():
        text = text.replace(word, " ")
    return text


def _without_runs(text: str) -> str:
    for run in _RUNS:
        for length in range(len(run), 3, -1):
            for start in range(len(run) - length + 1):
                text = text.replace(run[start : start + length], " ")
    return text


@cache
def common_words() -> tuple[str, ...]:
    """Longest first, so that no word hides the rest of a longer one."""
    words = set(WORDS.read_text().split())
    words.update(settings.WAGTAIL_SITE_NAME.lower().split())
    words.update((urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "").lower().split("."))
    with override("de"):
        for state in State:
            words.update(re.split(r"[\s-]", str(state.label).lower()))
    return tuple(sorted((word for word in words if len(word) > 3), key=len, reverse=True))
