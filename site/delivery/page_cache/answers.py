"""A kept answer: its headers and its bytes in each encoding, ready to be sent."""

import zlib
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

import brotli
from django.http import HttpResponse
from django.utils.cache import cc_delim_re
from django.utils.http import parse_etags, parse_http_date_safe

from core.conditions import Conditions

from .addressing import Reads

Headers = list[tuple[str, str]]

IDENTITY, GZIP, BROTLI = "", "gzip", "br"
# Another representation needs another strong validator (RFC 9110, 8.8.3.3).
SUFFIXES = {IDENTITY: "", GZIP: "-gzip", BROTLI: "-br"}
COMPRESSED = ("text/", "application/json", "application/geo+json", "application/xml")
COMPRESSED_SUFFIXES = ("+xml", "+json")
SMALL = 300  # bytes; compressing less gains nothing
LARGEST = 2 * 2**20  # bytes; larger answers are not kept
# Quality 5 costs as much as gzip's default and is smaller; 11 takes a hundred times as long.
BROTLI_QUALITY = 5

# What each answer has of its own, or its encoding.
_OWN = {"content-length", "content-encoding", "etag", "x-request-id", "date", "vary"}
_REFUSED = {"private", "no-store", "no-cache"}
# What answers may differ by: encodings are kept apart, who has a session is not answered, and
# origins are part of the address.
_VARYING = {"accept-encoding", "cookie", "origin"}


class Ready(NamedTuple):
    """An answer in one encoding, or that nothing has changed: ready to be sent."""

    status: int
    status_line: str
    headers: Headers
    body: list[bytes]


@dataclass
class Kept:
    """An answer that may be given again. `notes`: what the log says of it."""

    etag: str  # without quotation marks
    headers: Headers
    vary: str
    modified: int | None
    notes: dict[str, Any]
    reads: Reads
    until: datetime | None
    bodies: dict[str, bytes] = field(default_factory=dict)
    # Whether it has got larger since it was weighed.
    is_heavier: bool = False
    _ready: dict[tuple[str, bool], Ready] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._tags = {self.entity_tag(encoding) for encoding in SUFFIXES}

    @property
    def size(self) -> int:
        """Bytes, about: its headers, in a few forms, count as much as a text."""
        return 2500 + sum(map(len, self.bodies.values()))

    @property
    def is_compressed(self) -> bool:
        """Whether it has encodings at all."""
        return BROTLI in self.bodies

    def ready(self, accepted: str, if_none_match: str, if_modified_since: str) -> Ready:
        """What to send to whom these headers of a request are from ("" for none)."""
        encoding = chosen_encoding(accepted) if BROTLI in self.bodies else IDENTITY
        is_unchanged = False
        if if_none_match or if_modified_since:
            is_unchanged = self.is_known(if_none_match, if_modified_since)
        found = self._ready.get((encoding, is_unchanged))
        if found is None:
            found = self._make_ready(encoding, is_unchanged)
            self._ready[encoding, is_unchanged] = found
        return found

    def _make_ready(self, encoding: str, is_unchanged: bool) -> Ready:
        body = b"" if is_unchanged else self.body(encoding)
        own = [("ETag", self.entity_tag(encoding))]
        if self.vary:
            own.append(("Vary", self.vary))
        if is_unchanged:
            return Ready(304, "304 Not Modified", [*filter(_describes_all, self.headers), *own], [])
        own.append(("Content-Length", str(len(body))))
        if encoding:
            own.append(("Content-Encoding", encoding))
        return Ready(200, "200 OK", [*self.headers, *own], [body])

    def body(self, encoding: str) -> bytes:
        """The bytes in an encoding, made when first asked for."""
        if encoding not in self.bodies:
            whole = brotli.decompress(self.bodies[BROTLI])
            self.bodies[encoding] = gzipped(whole) if encoding == GZIP else whole
            self.is_heavier = True
        return self.bodies[encoding]

    def entity_tag(self, encoding: str) -> str:
        return f'"{self.etag}{SUFFIXES[encoding]}"'

    def is_known(self, if_none_match: str, if_modified_since: str) -> bool:
        """Whether who asks has it already (RFC 9110, 13.1): 304 is enough."""
        if if_none_match:
            # In whichever encoding: the bytes within are the same, and no others have this tag.
            if if_none_match in self._tags:
                return True
            tags = {plain_tag(tag) for tag in parse_etags(if_none_match)}
            return f'"{self.etag}"' in tags or "*" in tags
        if if_modified_since and self.modified is not None:
            since = parse_http_date_safe(if_modified_since)
            return since is not None and self.modified <= since
        return False


def plain_tag(tag: str) -> str:
    """A validator as the answer without encoding has it, and without W/: how it is compared."""
    tag = tag.strip().removeprefix("W/")
    for suffix in SUFFIXES.values():
        if suffix and tag.endswith(f'{suffix}"'):
            return tag.removesuffix(f'{suffix}"') + '"'
    return tag


def _describes_all(line: tuple[str, str]) -> bool:
    """Whether a header line belongs to a 304: those about the body do not (RFC 9110, 15.4.5)."""
    name = line[0].lower()
    return not name.startswith("content-") or name == "content-security-policy"


def kept_answer(response: HttpResponse, conditions: Conditions) -> Kept | None:
    """The answer as it may be given to others; None if it is for this visitor or this moment."""
    if not may_be_kept(response):
        return None
    body = response.content
    names = [name for name in _names(response.get("Vary", "")) if name.lower() != "accept-encoding"]
    kept = Kept(
        etag=plain_tag(response.get("ETag", "")).strip('"') or sha256(body).hexdigest()[:32],
        headers=[(name, value) for name, value in response.items() if name.lower() not in _OWN],
        vary="",
        modified=parse_http_date_safe(response.get("Last-Modified", "")),
        notes=dict(conditions.notes),
        reads=Reads(frozenset(conditions.names), conditions.reads_all),
        until=conditions.until,
    )
    if len(body) >= SMALL and _is_text(response.get("Content-Type", "")):
        kept.bodies[BROTLI] = brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
        names.append("Accept-Encoding")
    else:
        kept.bodies[IDENTITY] = body
    kept.vary = ", ".join(names)
    return kept


def may_be_kept(response: HttpResponse) -> bool:
    """Whether an answer is the same for everybody, and whole."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "Set-Cookie" not in response
        and "Content-Encoding" not in response
        and not _REFUSED
        & {name.partition("=")[0] for name in _names(_of(response, "Cache-Control"))}
        and _VARYING.issuperset(_names(_of(response, "Vary")))
        and len(response.content) <= LARGEST
    )


def _of(response: HttpResponse, name: str) -> str:
    return response.get(name, "").lower()


def _names(header: str) -> list[str]:
    return [name for name in cc_delim_re.split(header.strip()) if name]


def _is_text(content_type: str) -> bool:
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type.startswith(COMPRESSED) or media_type.endswith(COMPRESSED_SUFFIXES)


def gzipped(body: bytes) -> bytes:
    """The same bytes each time: Python's gzip writes the moment into the head."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


_chosen: dict[str, str] = {}


def chosen_encoding(accepted: str) -> str:
    """The encoding for an Accept-Encoding (RFC 9110, 12.5.3): brotli before gzip before none."""
    if accepted not in _chosen:
        if len(_chosen) > 200:  # browsers have a dozen; nobody shall fill the memory with others
            _chosen.clear()
        _chosen[accepted] = _choose(accepted)
    return _chosen[accepted]


def _choose(accepted: str) -> str:
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, __, parameters = part.strip().partition(";")
        try:
            weights[name.strip()] = float(parameters.strip().removeprefix("q=") or 1)
        except ValueError:
            weights[name.strip()] = 0
    for encoding in (BROTLI, GZIP):
        if weights.get(encoding, weights.get("*", 0)) > 0:
            return encoding
    return IDENTITY
