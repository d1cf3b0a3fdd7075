"""What stands in a cell, understood as editors write it in German, English or Excel.

Each function takes a cell that is not empty (text, number, truth value, date) and raises
`ValueError` with a sentence for the editor.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.places import State
from pool.models import Consultation

AGS_DIGITS = 8
FIRST_YEAR = 1990
# The box around Germany, in degrees.
LATITUDES = (Decimal("47.2"), Decimal("55.1"))
LONGITUDES = (Decimal("5.8"), Decimal("15.1"))
_PLACES = Decimal("0.0001")

_YES = {"ja", "j", "yes", "y", "wahr", "true", "x", "1"}
_NO = {"nein", "n", "no", "falsch", "false", "0", "-", "–"}
_KINDS = {
    "erstberatung": Consultation.Kind.FIRST,
    "dialogforum": Consultation.Kind.FIRST,
    "first consultation": Consultation.Kind.FIRST,
    "dialogue forum": Consultation.Kind.FIRST,
    "beratungseinsatz": Consultation.Kind.ASSIGNMENT,
    "assignment": Consultation.Kind.ASSIGNMENT,
}
_DATES = (
    re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ][0-9:.]+)?"),
)


def ags(cell: Any) -> str:
    """An official municipality key of eight digits.

    Excel takes the key for a number and drops the zero that the keys of nine states begin with:
    seven digits can be nothing else, so the zero is put back.
    """
    digits = str(_whole_number(cell)) if isinstance(cell, int | float) else cell
    digits = re.sub(r"[ \u202f]", "", str(digits)).removeprefix("'")
    if not re.fullmatch(r"[0-9]+", digits) or not digits.isascii():
        raise ValueError(_("An AGS has eight digits and nothing else."))
    if len(digits) == AGS_DIGITS - 1:
        digits = f"0{digits}"
    if len(digits) != AGS_DIGITS:
        raise ValueError(_("An AGS has eight digits, this one %(count)s.") % {"count": len(digits)})
    return digits


def text(limit: int) -> Callable[[Any], str]:
    """A text of at most `limit` characters."""

    def parse(cell: Any) -> str:
        if isinstance(cell, bool | int | float | date):
            raise ValueError(_("Here belongs a text."))
        if len(cell) > limit:
            raise ValueError(_("At most %(limit)s characters fit here.") % {"limit": limit})
        return " ".join(cell.split())

    return parse


def digits(count: int) -> Callable[[Any], str]:
    """A key of so many digits, of which Excel may have dropped a zero at the front."""

    def parse(cell: Any) -> str:
        found = str(_whole_number(cell)) if isinstance(cell, int | float) else str(cell)
        found = found.replace(" ", "").zfill(count)
        if not (found.isascii() and found.isdigit() and len(found) == count):
            raise ValueError(_("Here belong %(count)s digits.") % {"count": count})
        return found

    return parse


def state(cell: Any) -> str:
    """A state by its code (NW) or its name in German or English."""
    return _choice(cell, State.choices, {})


def consultation_kind(cell: Any) -> str:
    """A kind of consultation by its name in German or English."""
    return _choice(cell, Consultation.Kind.choices, _KINDS)


def truth(cell: Any) -> bool:
    """Yes or no."""
    if isinstance(cell, bool):
        return cell
    word = str(_whole_number(cell) if isinstance(cell, float) else cell).casefold()
    if word in _YES | _NO:
        return word in _YES
    raise ValueError(_("Please write “yes” or “no”."))


def number(cell: Any) -> int:
    """A whole number from 1 to 999."""
    found = _whole_number(cell)
    if not 1 <= found <= 999:
        raise ValueError(_("Here belongs a whole number from 1 on."))
    return found


def year(cell: Any) -> int:
    """A year, also out of a date (07.12.2016, 2016-12-07, a date cell of Excel)."""
    last = timezone.localdate().year + 1
    if isinstance(cell, datetime | date):
        found = cell.year
    elif isinstance(cell, str) and (match := _match_date(cell)):
        parts = {name: int(value) for name, value in match.groupdict().items()}
        try:
            found = date(**parts).year
        except ValueError:
            raise ValueError(_("There is no such date.")) from None
    else:
        try:
            found = _whole_number(cell)
        except ValueError:
            raise ValueError(_("Please write the year with four digits, or a date.")) from None
    if not FIRST_YEAR <= found <= last:
        raise ValueError(
            _("The year must lie between %(first)s and %(last)s.")
            % {"first": FIRST_YEAR, "last": last}
        )
    return found


def latitude(cell: Any) -> Decimal:
    """Degrees north, with comma or point, to four decimal places."""
    return _degrees(cell, *LATITUDES)


def longitude(cell: Any) -> Decimal:
    """Degrees east, with comma or point, to four decimal places."""
    return _degrees(cell, *LONGITUDES)


def _degrees(cell: Any, least: Decimal, most: Decimal) -> Decimal:
    try:
        if isinstance(cell, bool | date):
            raise InvalidOperation
        found = Decimal(str(cell).replace(",", ".").removesuffix("°"))
        if not found.is_finite():
            raise InvalidOperation
        found = found.quantize(_PLACES)
    except InvalidOperation:
        raise ValueError(_("Here belongs a number of degrees, for example 51.4818.")) from None
    if not least <= found <= most:
        raise ValueError(
            _("Germany lies between %(least)s and %(most)s degrees.")
            % {"least": least, "most": most}
        )
    return found


def _whole_number(cell: Any) -> int:
    if isinstance(cell, bool | date):
        raise ValueError(_("Here belongs a whole number."))
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, int):
        return cell
    if isinstance(cell, str) and cell.isascii() and re.fullmatch(r"[0-9]{1,9}(\.0)?", cell):
        return int(cell.removesuffix(".0"))
    raise ValueError(_("Here belongs a whole number."))


def _match_date(cell: str) -> re.Match[str] | None:
    return next((match for pattern in _DATES if (match := pattern.fullmatch(cell))), None)


def _choice(cell: Any, choices: Any, more: dict[str, Any]) -> str:
    known = {**more}
    for language, __ in settings.LANGUAGES:
        with translation.override(language):
            known |= {str(label).casefold(): value for value, label in choices}
    known |= {str(value).casefold(): value for value, __ in choices}
    word = " ".join(str(cell).split()).casefold()
    if word not in known:
        offered = ", ".join(str(label) for __, label in choices)
        raise ValueError(_("Please write one of: %(choices)s.") % {"choices": offered})
    return str(known[word])
