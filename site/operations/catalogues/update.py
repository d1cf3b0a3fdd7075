"""Write the .po files: new strings in, unused ones out, translations kept."""

from dataclasses import dataclass
from pathlib import Path

import polib

from .extract import Extraction, Key, Message
from .formats import format_flags
from .project import LANGUAGES, catalogue_path

# The msgids are English; the English catalogue holds them as their own translation, so that a
# text can be corrected without touching code and no other language ever stands in for it.
SOURCE_LANGUAGE = "en"
WRAP_WIDTH = 100
_DATES = ("POT-Creation-Date", "PO-Revision-Date")


@dataclass(frozen=True)
class Update:
    """What changed in one .po file: the path, how many strings came, went and lack a text."""

    path: Path
    added: int
    dropped: int
    untranslated: int


def update(root: Path, extraction: Extraction) -> list[Update]:
    """Bring the .po file of every language into line with what was extracted.

    Entries stand in the order of the first file that uses them, then of their text; references
    carry no line numbers and the header no dates, so that a diff shows what really changed.
    A file is written only when its text changes. New German entries stay empty.
    """
    return [_update_language(root, language, extraction) for language in LANGUAGES]


def _update_language(root: Path, language: str, extraction: Extraction) -> Update:
    path = catalogue_path(root, language)
    old = polib.pofile(str(path), encoding="utf-8") if path.exists() else polib.POFile()
    known: dict[Key, polib.POEntry] = {
        (entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete
    }
    new = polib.POFile(wrapwidth=WRAP_WIDTH)
    new.header = old.header
    new.metadata = _metadata(old.metadata, language)
    messages = sorted(extraction.messages.values(), key=_order)
    new.extend([_entry(message, known.get(message.key), language) for message in messages])
    _write(path, str(new))
    return Update(
        path,
        added=len(extraction.messages.keys() - known.keys()),
        dropped=len(known.keys() - extraction.messages.keys()),
        untranslated=sum(not entry.translated() for entry in new),
    )


def _order(message: Message) -> tuple[str, str, str]:
    return min(message.sources), message.msgid, message.context or ""


def _metadata(old: dict[str, str], language: str) -> dict[str, str]:
    kept = {name: value for name, value in old.items() if name not in _DATES}
    return kept | {
        "Project-Id-Version": "MiGlobe",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }


def _entry(message: Message, known: polib.POEntry | None, language: str) -> polib.POEntry:
    fuzzy = ["fuzzy"] if known is not None and known.fuzzy else []
    entry = polib.POEntry(
        msgid=message.msgid,
        msgctxt=message.context,
        msgid_plural=message.plural or "",
        comment="\n".join(message.comments),
        tcomment=known.tcomment if known is not None else "",
        occurrences=[(source, "") for source in sorted(message.sources)],
        flags=[*fuzzy, *format_flags(message.msgid)],
    )
    single, other = _translations(known)
    if language == SOURCE_LANGUAGE:
        single, other = single or message.msgid, other or message.plural or ""
    if message.plural is None:
        entry.msgstr = single
    else:
        entry.msgstr_plural = {0: single, 1: other}
        if not fuzzy and known is not None and known.msgid_plural not in ("", message.plural):
            entry.flags.insert(0, "fuzzy")  # the plural was reworded: somebody has to look
    return entry


def _translations(known: polib.POEntry | None) -> tuple[str, str]:
    if known is None:
        return "", ""
    if known.msgid_plural:
        return known.msgstr_plural.get(0, ""), known.msgstr_plural.get(1, "")
    return known.msgstr, ""


def _write(path: Path, text: str) -> None:
    text = text.rstrip("\n") + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
