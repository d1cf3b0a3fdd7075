"""Days, months and spans of time as people write them.

One formatter serves HTML, feeds and API: "7. November 2018", "15.–17. April 2016",
"November 2010"; in English "7 November 2018". Patterns come from the Unicode CLDR (Babel).
"""

import re
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .names import current_locale


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month only")
    YEAR = "year", _("year only")


_PATTERN = {Precision.DAY: "d. MMMM y", Precision.MONTH: "MMMM y", Precision.YEAR: "y"}
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True)
class PartialDate:
    """A date known to the day, the month or the year (ISO 8601 with reduced precision)."""

    first_day: date
    precision: Precision = Precision.DAY

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read "2016", "2016-12" or "2016-12-07". Raises `ValidationError` for anything else."""
        match = _ISO.fullmatch(text.strip())
        try:
            year, month, day = (int(part) if part else None for part in match.groups())
            first_day = date(year, month or 1, day or 1)
        except (AttributeError, ValueError):
            raise ValidationError(
                _("“%(text)s” is not a date. Write 2016, 2016-12 or 2016-12-07."),
                params={"text": text},
                code="invalid_date",
            ) from None
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        return cls(first_day, precision)

    def isoformat(self) -> str:
        """ISO 8601: "2016", "2016-12" or "2016-12-07"."""
        length = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[self.precision]
        return self.first_day.isoformat()[:length]

    def __str__(self) -> str:
        return format_span(self.first_day, precision=self.precision)


def format_span(start: date, end: date | None = None, precision: str = Precision.DAY) -> str:
    """A date or a span of dates in the active language.

    `end` is inclusive; without it, or when both fall into the same day (month, year), a single
    date is written. Months are spelled out; what both dates share is written once.
    """
    locale = current_locale()
    skeleton, smallest = {
        Precision.DAY: ("yMMMd", "d"),
        Precision.MONTH: ("yMMMM", "M"),
        Precision.YEAR: ("y", "y"),
    }[Precision(precision)]
    difference = end and _greatest_difference(start, end, smallest)
    if not difference:
        return format_date(start, _single_pattern(precision), locale=locale)
    first, second = locale.interval_formats[skeleton][difference]
    return _fill(first, start, locale) + _fill(second, end, locale)


def _greatest_difference(start: date, end: date, smallest: str) -> str:
    """The largest CLDR field ("y", "M", "d") in which two dates differ, or "" if none counts."""
    for field, name in (("y", "year"), ("M", "month"), ("d", "day")):
        if getattr(start, name) != getattr(end, name):
            return field
        if field == smallest:
            return ""
    return ""


def _fill(pattern: str, day: date, locale) -> str:
    # CLDR has interval patterns with abbreviated months only; running text spells them out.
    pattern = re.sub(r"(?<!M)MMM(?!M)", "MMMM", pattern)
    return format_date(day, pattern, locale=locale)


def _single_pattern(precision: str) -> str:
    pattern = _PATTERN[Precision(precision)]
    return pattern if current_locale().language == "de" else pattern.replace("d.", "d")


def format_number(value) -> str:
    """A number with the separators of the active language ("1.499" / "1,499")."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=current_locale())
