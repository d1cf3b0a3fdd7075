"""What an extractor says about one file: a marked string, or one that it cannot read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Marked:
    """A string in a call or tag that marks it for translation."""

    line: int
    msgid: str
    context: str | None = None
    plural: str | None = None
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unreadable:
    """A marked string whose text is not known before run time, or a file that does not parse."""

    line: int
    reason: str
    text: str = ""
