"""Personal data and secrets out of texts that are kept or sent away: log lines and error reports.

What has a form is found by its form: mail addresses, IP addresses, tokens, passwords beside their
names, queries of addresses. What has none, as a name, must not be logged in the first place.
"""

import re

from .addresses import parse_address, shortened

REMOVED = "…"

# Every repetition is bounded or begins at a border: what somebody sends must not keep us busy.
CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@")  # of a URL: user:password@
MAIL = re.compile(r"[\w.+%-]{1,64}(?:@|%40)[\w-]+(?:\.[\w-]+)*", re.IGNORECASE)
HEADERS = re.compile(r"(?i)\b((?:set-)?cookie|(?:proxy-)?authorization)(\W{1,4})\S[^\r\n]*")
BEARER = re.compile(r"(?i)\b(bearer|basic) +[\w.~+/=-]{6,}")
NAMED = re.compile(
    r"""(?ix)
    \b([\w-]{0,40}(?:passw(?:or)?d|passwort|passphrase|pwd|secret|token|api[_-]?key|private[_-]?key
        |session[_-]?(?:id|key)?|csrf\w*|signature|otp))
    (["']?\s{0,3}[:=]\s{0,3})
    (?:"[^"]*"|'[^']*'|[^\s,;&)\]}"']+)
    """
)
QUERY_OF_PATH = re.compile(r"""((?:^|(?<=[\s"'(]))/[^\s"'<>?]*)\?[^\s"'<>]*""")
QUERY = re.compile(r"""(?<=[\w/%.-])\?(?=[^\s"'<>]{0,100}[=%&])[^\s"'<>]*""")
HEX = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{32,}(?![0-9A-Za-z])")
# Long, and of capitals, small letters and digits in one: no word looks like that.
MIXED = re.compile(
    r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[A-Za-z0-9_-]{24,}(?![\w-])"
)
ADDRESS = re.compile(r"(?<![\w.:])[0-9A-Fa-f][0-9A-Fa-f.:]{1,44}|(?<![\w.:])::[0-9A-Fa-f.:]{1,43}")
PHONE = re.compile(r"(?<![\w+])(?:\+|00)[1-9][\d /()-]{6,20}\d")
LONGEST = 5000  # characters; the rest of a text is left out


def scrub(text: str) -> str:
    """A text without mail addresses, tokens, passwords and queries, and with shortened IP
    addresses. What is taken out leaves "…"."""
    if len(text) > LONGEST:
        text = text[:LONGEST] + REMOVED
    text = CREDENTIALS.sub(f"{REMOVED}@", text)
    text = HEADERS.sub(rf"\1\2{REMOVED}", text)
    text = BEARER.sub(rf"\1 {REMOVED}", text)
    text = QUERY_OF_PATH.sub(rf"\1?{REMOVED}", text)
    text = QUERY.sub(f"?{REMOVED}", text)
    text = NAMED.sub(rf"\1\2{REMOVED}", text)
    text = MAIL.sub(REMOVED, text)
    text = HEX.sub(REMOVED, text)
    text = MIXED.sub(REMOVED, text)
    text = ADDRESS.sub(_shorter, text)
    return PHONE.sub(REMOVED, text)


def _shorter(found: re.Match[str]) -> str:
    text = found.group()
    # "192.0.2.1:443" has a port; whatever else has a colon is IPv6 or a time.
    address, colon, port = text.partition(":") if "." in text.partition(":")[0] else (text, "", "")
    parsed = parse_address(address.rstrip(".:"))
    if parsed is None or parsed.is_loopback or parsed.is_unspecified:
        return text
    return f"{shortened(str(parsed))}{colon}{port}"
