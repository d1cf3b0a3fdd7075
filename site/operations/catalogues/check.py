"""Is every marked string translated, and faithfully, in every language?"""

from collections.abc import Iterator
from pathlib import Path

import polib

from .extract import Extraction, Message, extract
from .formats import breaks_formatting, placeholders, tags
from .project import LANGUAGES, Finding, catalogue_path, relative
from .unmarked import unmarked


def check(root: Path) -> list[Finding]:
    """Everything that keeps the catalogues below `root` from being complete, sorted by place."""
    extraction = extract(root)
    findings = [*extraction.findings, *unmarked(root)]
    for language in LANGUAGES:
        findings += check_catalogue(root, language, extraction)
    return sorted(findings)


def check_catalogue(root: Path, language: str, extraction: Extraction) -> Iterator[Finding]:
    """Compare the catalogue of one language with the strings that the project marks."""
    path = catalogue_path(root, language)
    name = relative(root, path)
    if not path.exists():
        yield Finding(name, 0, "does not exist")
        return
    try:
        catalogue = polib.pofile(str(path), encoding="utf-8", check_for_duplicates=True)
    except (OSError, ValueError) as error:
        yield Finding(name, 0, "cannot be read", str(error))
        return
    yield from _header(name, catalogue, language)
    entries = {}
    for entry in catalogue:
        key = (entry.msgctxt, entry.msgid)
        if entry.obsolete or key not in extraction.messages:
            yield Finding(name, 0, "is obsolete", entry.msgid)
        else:
            entries[key] = entry
    for key, message in extraction.messages.items():
        if key not in entries:
            for source in sorted(message.sources):
                yield Finding(source, 0, f"is missing in {name}", message.msgid)
            continue
        for problem in _problems(message, entries[key]):
            yield Finding(name, 0, problem, message.msgid)


def _header(name: str, catalogue: polib.POFile, language: str) -> Iterator[Finding]:
    expected = {
        "Language": language,
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": LANGUAGES[language],
    }
    for field, value in expected.items():
        if catalogue.metadata.get(field) != value:
            yield Finding(name, 0, f"has not the header {field}", value)


def _problems(message: Message, entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield "is fuzzy"
    if (entry.msgid_plural or None) != message.plural:
        yield "has not the plural of the source"
        return
    if message.plural is None:
        yield from _differences([message.msgid], entry.msgstr)
        return
    single, other = (entry.msgstr_plural.get(index, "") for index in (0, 1))
    # "One advisor" may leave its number out, whatever the other language does.
    yield from _differences([message.msgid, message.plural], single)
    yield from _differences([message.plural], other)


def _differences(sources: list[str], translation: str) -> Iterator[str]:
    """How a translation differs from each of the texts that it may follow."""
    if not translation.strip():
        yield "is not translated"
        return
    if all(placeholders(translation) != placeholders(source) for source in sources):
        yield f"has other placeholders in its translation {translation!r}"
    elif all(breaks_formatting(source, translation) for source in sources):
        yield f"has a stray percent sign in its translation {translation!r}"
    if all(tags(translation) != tags(source) for source in sources):
        yield f"has other HTML tags in its translation {translation!r}"
    if any(
        translation.startswith("\n") != source.startswith("\n")
        or translation.endswith("\n") != source.endswith("\n")
        for source in sources[:1]
    ):
        yield f"begins or ends its translation {translation!r} with another line break"
