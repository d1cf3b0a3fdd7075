"""What people and machines send that nobody expects: values, headers, bodies, whole requests."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

from .addresses import HOLE, Address

VALUES = [
    *["", " ", "+", "0", "-0", "-1", "1", "1.5", "1e999", "NaN", "Infinity", "null", "None"],
    *["true", "on", "[]", "{}", "*", "**", "_", "-", "--", ",", ",,,", "," * 300, ".", "..", "/"],
    *["9" * 20, "9" * 400, "-" + "9" * 30, str(2**31), str(2**63), str(2**64), "0x10", "1_000"],
    *["\x00", "a\x00b", "%00", "\r\nX-Injected: 1", "\n", "\t", "\x7f", "\x1b[31m", "\x85", "\xa0"],
    *["\ud800", "a\udfffb", "\ufffe", "\ufeff", "\u202e", "İ", "ß", "ﬃ", "é", "😀" * 40],
    *["١٢٣", "２０２０", "Ⅷ", "½", "𐀀", "\U000e0001", "ä" * 1000, "a" * 9000, "%" * 99, "&" * 99],
    *["' OR 1=1 --", '"; DROP TABLE x; --', "\\", "\\'", "%", "_%", "$1", "{{7*7}}", "${7*7}"],
    *[
        "<script>alert(1)</script>",
        '"><img src=x>',
        "../../../../etc/passwd",
        "..%2f..%2f",
        "%2e%2e",
    ],
    *["2020-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "2020-W01-1", "20200101", "T24:00"],
    *["2020-01-01T00:00:00", "2020-01-01T00:00:00+99:99", "24:00:00", "12:61", "-2020-01-01"],
    *[
        "javascript:alert(1)",
        "//evil.example",
        "https://evil.example/",
        "http://[::1",
        "file:///etc",
    ],
    *[
        "*,title",
        "_",
        "-id",
        "body(_)",
        "a(b(c(d(e))))",
        "(" * 200,
        ")" * 200,
        "title,title",
        "random",
    ],
    *["news.NewsPage", "news.NewsPage,news.NewsPage", "wagtailcore.Page", "auth.User", "core.User"],
    *[
        "de",
        "en",
        "xx",
        "de-DE",
        "DE",
        "NW",
        "nw",
        "klima",
        "Klima",
        "kommune OR",
        '"Klima',
        "a AND",
    ],
    *["root", "translation_of", "content_type", "pk", "id__in", "password", "user__password"],
]
PLAIN = ["1", "2", "de", "en", "NW", "Klima", "2020", "title", "id", "*", "news.NewsPage", "10"]
NAMES = [
    *["page", "p", "q", "limit", "offset", "fields", "order", "type", "format", "locale", "next"],
    *["", "_", "a[]", "a[b]", "a.b", "__class__", "id__gt", "title__contains", "state[]", "\x00"],
    *["utm_source", "fbclid", "callback", "_method", "preview", "token", "x" * 3000, "ü", "\ud800"],
]
METHODS = [
    *["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "PURGE"],
    *["LINK", "QUERY", "BREW", "M-SEARCH"],
]
HEADERS: dict[str, list[str]] = {
    "HTTP_ACCEPT": ["*/*", "text/html", "application/json", "image/avif", "", "a/b/c", ";;", "*"],
    "HTTP_ACCEPT_LANGUAGE": ["en", "de-DE,de;q=0.9", "*", "xx", "en;q=9", "a" * 600, "e-n-,;q=,"],
    "HTTP_ACCEPT_ENCODING": ["gzip", "br", "identity;q=0", "*;q=x", "gzip;q=1e9"],
    "HTTP_HOST": [
        "www.example.org",
        "evil.example",
        "www.example.org:99999",
        "[::1",
        "a" * 300,
        "",
    ],
    "HTTP_RANGE": [
        "bytes=0-0",
        "bytes=-1",
        "bytes=5-1",
        "bytes=0-,1-2",
        "lines=1",
        "bytes=" + "9" * 99,
    ],
    "HTTP_IF_NONE_MATCH": ["*", '"x"', 'W/"x"', '"', "x" * 2000, '"a","b",', "W/"],
    "HTTP_IF_MATCH": ["*", '"x"', "W/", ","],
    "HTTP_IF_MODIFIED_SINCE": ["Thu, 01 Jan 1970 00:00:00 GMT", "never", "Thu, 99 Foo 9999", "0"],
    "HTTP_IF_UNMODIFIED_SINCE": ["Thu, 01 Jan 1970 00:00:00 GMT", "never", "31 Dec 99999"],
    "HTTP_IF_RANGE": ['"x"', "yesterday"],
    "HTTP_ORIGIN": ["null", "https://evil.example", "https://", "x", "http://[::1"],
    "HTTP_REFERER": ["https://evil.example/", "http://[", "x", "//", "https://www.example.org/"],
    "HTTP_COOKIE": ["sessionid=x", "sessionid=" + "a" * 40, "csrftoken=", "=;=;", "a=b; a=c", ";"],
    "HTTP_AUTHORIZATION": ["Bearer x", "Bearer", "Basic !!!!", "Basic " + "A" * 3000, "Digest"],
    "HTTP_X_FORWARDED_FOR": ["unknown", "::ffff:1.2.3.4", "[::1]:9", ", , ,", "1.2.3.4," * 90],
    "HTTP_X_FORWARDED_PROTO": ["http", "ftp", "https, http", ""],
    "HTTP_X_FORWARDED_HOST": ["evil.example"],
    "HTTP_X_HTTP_METHOD_OVERRIDE": ["DELETE"],
    "HTTP_X_REQUESTED_WITH": ["XMLHttpRequest"],
    "HTTP_X_REQUEST_ID": ["x" * 3000, "ü", "a b", "00000000-0000-0000-0000-000000000000"],
    "HTTP_USER_AGENT": ["", "curl/8", "x" * 4000, "Mozilla/5.0 (\xff)"],
    "HTTP_ACCESS_CONTROL_REQUEST_METHOD": ["POST", "DELETE", "?"],
    "HTTP_CONTENT_ENCODING": ["gzip", "br", "x"],
    "HTTP_TRANSFER_ENCODING": ["chunked"],
    "HTTP_EXPECT": ["100-continue"],
    "HTTP_CACHE_CONTROL": ["no-cache", "max-age=x"],
    "HTTP_SEC_FETCH_SITE": ["cross-site", "x"],
    "CONTENT_LENGTH": ["-1", "x", "", "99999999", "0", "٣"],
}
CONTENT_TYPES = [
    *["application/json", "application/json; charset=utf-16", "application/json; charset=x"],
    *["application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=latin-1"],
    *["multipart/form-data; boundary=b", "multipart/form-data", "multipart/form-data; boundary="],
    *["multipart/form-data; boundary=" + "x" * 300, "multipart/mixed; boundary=b", "text/plain"],
    *["text/xml", "", "/", "application/json/x", "a" * 500, "application/merge-patch+json", "\xff"],
]
BODIES = [
    *[b"", b"{", b"[]", b"null", b'""', b"0", b"NaN", b'{"a":NaN}', b"[" * 3000, b'{"a":' * 3000],
    *[b'{"a":1,"a":2}', b'{"\\ud800":1}', b'{"a":"\\u0000"}', b"1" * 5000, b"\xff\xfe{\x00}\x00"],
    *[b"\x00" * 100, b"a=b&a=c", b"a" * 3000, b"=&=&=", b"&" * 3000, b"%ff=%ff", b"a=%00"],
    *[b"--b\r\n\r\n", b"--b--", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--"],
    b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nx',
    b'--b\r\nContent-Disposition: form-data; name="f"; filename="../\x00a"\r\n\r\nx\r\n--b--\r\n',
    b"--b\r\nContent-Disposition: form-data; name=\"f\"; filename*=utf-9''%ff\r\n\r\nx\r\n--b--",
    b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!'
    b"\r\n--b--",
    b'--b\r\nContent-Disposition: form-data; name="\xff"\r\nContent-Type: x\r\n\r\n\xff\r\n--b--',
]


@dataclass(frozen=True)
class Case:
    """A request as a server hands it on: `path` and `query` are bytes, not yet decoded."""

    kind: str
    method: str
    path: bytes
    query: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    content_type: str = ""
    checks_csrf: bool = True
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        query = f"?{self.query.decode('latin-1')}" if self.query else ""
        more = {name: text[:200] for name, text in self.headers.items()}
        body = f" {self.content_type!r} {self.body[:300]!r}" if self.method != "GET" else ""
        return f"{self.method} {self.path!r}{query[:400]} {more}{body}"


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


texts = st.one_of(
    st.sampled_from(VALUES).map(as_bytes),
    st.sampled_from(VALUES).map(as_bytes),
    st.text(max_size=30).map(as_bytes),
    st.text(st.characters(categories=["Cs", "Cc", "Co", "Nd", "No", "Lo"]), max_size=8).map(
        as_bytes
    ),
    st.integers().map(lambda number: str(number).encode()),
    st.binary(max_size=20),
)
values = st.one_of(st.sampled_from(PLAIN).map(as_bytes), texts, texts)


@st.composite
def queries(draw: Any, address: Address) -> tuple[bytes, tuple[str, ...]]:
    """A query string, now and then broken, and the names in it that the address knows."""
    if draw(st.integers(0, 9)) == 0:
        return draw(
            st.sampled_from([b"", b"&&&", b"=", b"%", b"%zz=%zz", b"?", b"a;b=c", b"\xff"])
        ), ()
    known = st.sampled_from(address.parameters) if address.parameters else st.sampled_from(NAMES)
    names = draw(st.lists(st.one_of(known, known, known, st.sampled_from(NAMES)), max_size=4))
    if names and draw(st.integers(0, 7)) == 0:
        names.append(names[0])
    pairs = [(as_bytes(name), draw(values)) for name in names]
    encode = quote_from_bytes if draw(st.integers(0, 9)) else _as_it_is
    parts = [f"{encode(name)}={encode(value)}" for name, value in pairs]
    return "&".join(parts).encode("latin-1"), tuple(names)


@st.composite
def bodies(draw: Any, address: Address) -> tuple[bytes, str]:
    """A body with its content type: that of a form with strange values, or anything."""
    way = draw(st.integers(0, 5))
    if way == 0 or not address.fields:
        return draw(st.one_of(st.sampled_from(BODIES), st.binary(max_size=200))), draw(
            st.sampled_from(CONTENT_TYPES)
        )
    sent: list[tuple[str, bytes]] = [
        (name, draw(texts) if draw(st.booleans()) else as_bytes(value))
        for name, value in address.fields
        if draw(st.integers(0, 9))
    ]
    if draw(st.integers(0, 4)) == 0:
        sent.append((draw(st.sampled_from(NAMES)), draw(texts)))
    if way in (1, 2):
        text = "&".join(f"{quote_from_bytes(as_bytes(n))}={quote_from_bytes(v)}" for n, v in sent)
        return text.encode(), "application/x-www-form-urlencoded"
    if way == 3:
        parts = [
            b'--b\r\nContent-Disposition: form-data; name="%b"%b\r\n\r\n%b\r\n'
            % (
                as_bytes(name),
                b'; filename="x.txt"' if draw(st.integers(0, 6)) == 0 else b"",
                value,
            )
            for name, value in sent
        ]
        end = b"--b--\r\n" if draw(st.integers(0, 4)) else b""
        return b"".join(parts) + end, "multipart/form-data; boundary=b"
    strange = st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.lists(st.text()))
    data = {
        name: draw(strange) if draw(st.integers(0, 2)) == 0 else value.decode("utf-8", "replace")
        for name, value in sent
    }
    return json.dumps(data).encode(), "application/json"


@st.composite
def cases(draw: Any, addresses: list[Address]) -> Case:
    """Any request to one of the addresses."""
    address = draw(st.sampled_from(addresses))
    path = draw(paths(address))
    query, names = draw(queries(address)) if draw(st.integers(0, 3)) else (b"", ())
    method = draw(st.sampled_from(address.methods))
    if draw(st.integers(0, 6)) == 0:
        method = draw(st.sampled_from(METHODS))
    body, content_type = b"", ""
    if method not in ("GET", "HEAD") or draw(st.integers(0, 30)) == 0:
        body, content_type = draw(bodies(address))
    chosen = draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=3, unique=True))
    headers = {name: draw(header_values(name)) for name in chosen}
    headers.setdefault("HTTP_X_FORWARDED_FOR", draw(st.ip_addresses(v=4).map(str)))
    return Case(
        address.kind,
        method,
        path,
        query,
        headers,
        body,
        content_type,
        checks_csrf=draw(st.integers(0, 3)) == 0,
        names=names,
    )


@st.composite
def paths(draw: Any, address: Address) -> bytes:
    """The path with its hole filled in: as it should be in half of the cases."""
    if HOLE not in address.path:
        path = as_bytes(address.path)
    else:
        fitting = st.sampled_from(address.keys).map(as_bytes)
        path = as_bytes(address.path).replace(HOLE.encode(), draw(st.one_of(fitting, texts)))
    if draw(st.integers(0, 15)) == 0:
        path += draw(st.sampled_from([b"/", b"//", b"%2f", b"\x00", b";x", b"/.", b"/..", b"\xff"]))
    return b"/" + path.lstrip(b"/") if draw(st.integers(0, 40)) else b"/" + path


def header_values(name: str) -> st.SearchStrategy[str]:
    """Characters that an application server lets through: no control characters but the tab."""
    free = st.text(
        st.characters(min_codepoint=0x20, max_codepoint=0xFF, categories=["L", "N", "P", "S"])
    )
    return st.one_of(st.sampled_from(HEADERS[name]), st.sampled_from(HEADERS[name]), free)


def _as_it_is(raw: bytes) -> str:
    """Unencoded, but for what would end the request line."""
    return raw.replace(b" ", b"+").replace(b"\r", b"").replace(b"\n", b"").decode("latin-1")
