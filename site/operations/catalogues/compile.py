"""Compile the catalogues for Django: .po files to .mo files, by polib."""

import os
from pathlib import Path

import polib
from django.utils.translation.reloader import translation_file_changed


def compile_catalogues(root: Path) -> list[Path]:
    """Compile every `locale/*/LC_MESSAGES/*.po` below `root`; return the .mo files that changed.

    Entries without a translation and fuzzy ones are left out, so that Django falls back to the
    msgid. A reader never sees half a file. What this process has loaded of a changed catalogue
    is forgotten. Raises OSError or ValueError, with the file named, if a .po file is not valid.
    """
    changed = []
    for source in sorted((root / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        try:
            binary = polib.pofile(str(source), encoding="utf-8").to_binary()
        except UnicodeDecodeError as error:
            raise ValueError(f"{source} is not UTF-8: {error}") from error
        if target.exists() and target.read_bytes() == binary:
            continue
        unfinished = target.with_name(f"{target.name}.{os.getpid()}")
        unfinished.write_bytes(binary)
        unfinished.replace(target)
        translation_file_changed(None, target)
        changed.append(target)
    return changed
