"""Names of files that no system, program or reader stumbles over."""

import re
import secrets
import unicodedata
from pathlib import PurePosixPath

from django.core.files.storage.base import Storage
from django.utils.crypto import salted_hmac
from wagtail.coreutils import string_to_ascii

LONGEST = 60
# Names of devices in Windows, which no program there can open (MSDN, "Naming Files").
RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9]|lpt[0-9])$", re.IGNORECASE)


def harmless(name: str) -> str:
    """The name of a file as it may be stored, with its ending in small letters.

    Without folders, control and direction characters ("photo<RTL>gpj.exe"), leading dots and
    further endings ("page.php.jpg"); never longer than `LONGEST` characters.
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    path = PurePosixPath(name.strip(" ."))
    ending = re.sub(r"[^a-z0-9]", "", path.suffix.lower())[:10]
    stem = re.sub(r"[^\w-]+", "_", path.stem).strip("_")
    stem = stem[: LONGEST - len(ending) - 1] or "file"
    if RESERVED.match(stem):
        stem = f"{stem}_"
    return f"{stem}.{ending}" if ending else stem


def unguessable(name: str, made_from: str = "") -> str:
    """The same name in ASCII with 64 bits before the ending that nobody knows beforehand: who was
    not told the address of a picture does not find it.

    They are chance, or for what is made from a stored picture always the same.
    """
    path = PurePosixPath(harmless(string_to_ascii(name)))
    stem = re.sub(r"-[0-9a-f]{16}(_.*)?$", "", path.stem)  # of the picture that it is made from
    digest = salted_hmac("core.files.names", f"{made_from} {name}").hexdigest()
    return f"{stem[:30]}-{digest[:16] if made_from else secrets.token_hex(8)}{path.suffix}"


def pattern_of(name: str) -> str:
    """A regular expression for the names under which the storage keeps a file that came with this
    one, also if it was stored before names were unguessable."""
    path = PurePosixPath(harmless(string_to_ascii(name)))
    short, whole = re.escape(path.stem[:30]), re.escape(path.stem)
    return rf"/({whole}|{short}-[0-9a-f]{{16}})(_[A-Za-z0-9]+)?{re.escape(path.suffix)}$"


class HarmlessNames(Storage):
    """Mixin for storages: files that come in get harmless names."""

    def get_valid_name(self, name: str) -> str:
        return harmless(name)
