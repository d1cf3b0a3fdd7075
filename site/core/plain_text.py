"""Text for formats that allow less than a database does."""

import re

# What XML 1.0 forbids (section 2.2), among it the vertical tab that comes along from slides and
# word processors; iCalendar and vCard forbid the same control characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text with a space in place of each character that XML 1.0 does not allow."""
    return _FORBIDDEN.sub(" ", text)


def in_one_line(text: str) -> str:
    """The same without line breaks, for what has its place in one line."""
    return " ".join(printable(text).split())
