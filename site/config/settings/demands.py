"""What the public site's settings must be before it starts: each function returns sentences that
begin with the variable's name and never contain its value."""

import ipaddress
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from core.limits import DEFAULTS, read_limit

#: what examples, templates and tutorials have in the place of a secret
EXAMPLES = (
    "django-insecure",
    "changeme",
    "change-me",
    "change_me",
    "replace-me",
    "only-for",
    "example",
    "insecure",
    "password",
    "passwort",
    "secret",
    "your-",
    "geheim",
)
COMMON_PASSWORDS = {
    *("postgres", "postgresql", "root", "admin", "administrator", "user", "test", "ci"),
    *("redis", "minio", "minioadmin", "miglobe", "wagtail", "django", "website", "site"),
    *("123456", "12345678", "qwerty", "letmein", "welcome", "default", "pass", "db", "none"),
}
#: what `operations.health` checks, what `operations.accounts.oidc` knows, how `core.ledger` names a
#: bucket; none of them can be asked before there are settings
HEALTH = ("database", "cache", "migrations", "media", "queue", "schedule")
SECOND_FACTORS = ("own", "trusted", "amr")
BUCKET = "s3://"
KEY_LENGTH = 50
#: a key of 50 random digits deflates to 42 bytes at least, one of letters to more; "1234567890"
#: five times to 21
KEY_SUBSTANCE = 40
PASSWORD_LENGTH = 12
TOKEN_LENGTH = 20
MAKE_ONE = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"


def secret_keys(key: str, fallbacks: list[str]) -> Iterator[str]:
    """SECRET_KEY signs sessions and links that reset passwords: who guesses it may do all."""
    if not key:
        yield f"SECRET_KEY is not set. {MAKE_ONE}"
    elif fault := _fault_of_key(key):
        yield f"SECRET_KEY {fault}. {MAKE_ONE}"
    if key and key in fallbacks:
        yield "SECRET_KEY_FALLBACKS must hold former keys only, not the one in SECRET_KEY."
    for fallback in fallbacks:
        if fault := _fault_of_key(fallback):
            yield (
                f"SECRET_KEY_FALLBACKS has a key that {fault}; what it signed can be forged: "
                "leave it out, and everybody signs in again."
            )


def hosts(allowed: list[str]) -> Iterator[str]:
    """The Host header makes the links in mails, so that only names of our own are answered."""
    if not allowed:
        yield "ALLOWED_HOSTS is not set: the site's host names, separated by commas."
    if any("*" in host for host in allowed):
        yield "ALLOWED_HOSTS must name each host; with * anybody's name would be answered."
    if any("/" in host for host in allowed):
        yield "ALLOWED_HOSTS takes host names as www.example.org, without https:// or a path."


def base_url(address: str) -> Iterator[str]:
    """The address in mails to editors."""
    if not address:
        yield "WAGTAILADMIN_BASE_URL is not set: the site's address, as https://www.example.org."
        return
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        yield "WAGTAILADMIN_BASE_URL must begin with https:// and a host name."
    elif parts.path.strip("/") or parts.query or parts.fragment:
        yield "WAGTAILADMIN_BASE_URL must end after the host name: links are added to it."


def database(settings: Mapping[str, Any]) -> Iterator[str]:
    """`settings`: those of Django, empty if DATABASE_URL was missing."""
    if not settings.get("ENGINE"):
        yield "DATABASE_URL is not set: postgres://user:password@host/name."
        return
    if settings["ENGINE"] != "django.db.backends.postgresql":
        return
    fault = _fault_of_password(
        settings.get("PASSWORD") or "", settings.get("USER") or "", settings.get("HOST") or ""
    )
    if fault:
        yield f"DATABASE_URL has {fault}."


def cache(address: str) -> Iterator[str]:
    """Whoever writes into the cache runs code in the site: Django unpickles what it reads."""
    if not address:
        return
    try:
        parts = urlsplit(address)
        fault = _fault_of_password(parts.password or "", parts.username or "", parts.hostname or "")
    except ValueError:
        yield "REDIS_URL has a value that can't be understood."
        return
    if fault:
        yield f"REDIS_URL has {fault}."


def mail(settings: Mapping[str, Any]) -> Iterator[str]:
    """`settings`: those that begin with EMAIL."""
    is_encrypted = settings.get("EMAIL_USE_TLS") or settings.get("EMAIL_USE_SSL")
    if not settings.get("EMAIL_HOST_PASSWORD") or is_encrypted:
        return
    if not is_local(settings.get("EMAIL_HOST") or ""):
        yield "EMAIL_URL sends its password unencrypted: begin it with smtp+tls:// or smtp+ssl://."


def media(bucket: str, domain: str, key: str, secret: str) -> Iterator[str]:
    """Uploads in S3-compatible storage."""
    if bool(key) != bool(secret):
        yield "S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together: set both or neither."
    if domain and ("/" in domain or not bucket):
        yield "S3_PUBLIC_HOST is a host name without https://, and needs S3_BUCKET."


def error_reports(address: str) -> Iterator[str]:
    """Where Sentry listens; what it is told crosses networks."""
    if address and urlsplit(address).scheme != "https" and not is_local(urlsplit(address).hostname):
        yield "SENTRY_DSN must begin with https://."


def sign_in_service(issuer: str, client: str, secret: str) -> Iterator[str]:
    """Whoever answers as this service signs in as anybody."""
    if not issuer:
        return
    if urlsplit(issuer).scheme != "https" and not is_local(urlsplit(issuer).hostname):
        yield "OIDC_ISSUER must begin with https://."
    if not client:
        yield "OIDC_CLIENT_ID is not set, but OIDC_ISSUER is."
    if not secret:
        yield "OIDC_CLIENT_SECRET is not set, but OIDC_ISSUER is."
    elif fault := _fault_of_password(secret, client, issuer):
        yield f"OIDC_CLIENT_SECRET is {fault}."


def metrics(token: str) -> Iterator[str]:
    """A short token is found by trying."""
    if token and len(token) < TOKEN_LENGTH:
        yield f"METRICS_TOKEN has fewer than {TOKEN_LENGTH} characters."
    elif any(word in token.lower() for word in EXAMPLES):
        yield "METRICS_TOKEN is an example, not a secret."


def rate_limits(limits: Mapping[str, str], exempt: Iterable[str]) -> Iterator[str]:
    """A limit that can't be read would be found by the first visitor whom it is for."""
    if unknown := limits.keys() - DEFAULTS.keys():
        number = len(unknown)
        yield f"RATE_LIMITS names {number} that there are not; there are {', '.join(DEFAULTS)}."
    elif not all(_is_limit(text) for text in limits.values()):
        yield "RATE_LIMITS has a limit that can't be understood: write 5/10m (s, m, h, d), or off."
    yield from networks("RATE_LIMITS_EXEMPT", exempt)


def networks(name: str, entries: Iterable[str]) -> Iterator[str]:
    """Addresses and networks, as 10.0.0.0/8."""
    try:
        for entry in filter(None, map(str.strip, entries)):
            ipaddress.ip_network(entry)
    except ValueError:
        yield f"{name} has an entry that is neither an address nor a network, as 10.0.0.0/8."


def health(required: Iterable[str]) -> Iterator[str]:
    """A check that is misspelt is one that is not asked for."""
    if not set(required) <= set(HEALTH):
        yield f"HEALTH_REQUIRED names a check that there is not; there are {', '.join(HEALTH)}."


def second_factor(answers: str) -> Iterator[str]:
    """Who asks for the second step: a word that nobody knows would mean this website."""
    if answers not in SECOND_FACTORS:
        yield f"OIDC_SECOND_FACTOR must be one of {', '.join(SECOND_FACTORS)}."


def ledger(place: str, bucket: str) -> Iterator[str]:
    """In a bucket it uses the service and the keys of the uploads."""
    if not place.startswith(BUCKET):
        if "://" in place:
            yield "PRIVACY_LEDGER is a folder, or begins with s3://."
    elif not place.removeprefix(BUCKET).partition("/")[0]:
        yield "PRIVACY_LEDGER names no bucket: s3://bucket/folder."
    elif not bucket:
        yield "PRIVACY_LEDGER is in a bucket, which needs S3_BUCKET and its keys."


def _is_limit(text: str) -> bool:
    try:
        read_limit(text)
    except ImproperlyConfigured:
        return False
    return True


def is_local(host: str | None) -> bool:
    """Whether a host is this machine: none or a folder (a socket), localhost, a loopback."""
    if not host or host == "localhost" or host.startswith(("/", "%2f", "%2F")):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _fault_of_key(key: str) -> str:
    if len(key) < KEY_LENGTH:
        return f"has fewer than {KEY_LENGTH} characters"
    if any(word in key.lower() for word in EXAMPLES):
        return "is an example, not a secret"
    if len(zlib.compress(key.encode(), 9)) < KEY_SUBSTANCE:
        return "repeats itself"
    return ""


def _fault_of_password(password: str, user: str, host: str) -> str:
    """On this machine none is needed: the server asks the system who it is."""
    if not password:
        return "" if is_local(host) else "no password, and the server is on another machine"
    if password.lower() in COMMON_PASSWORDS or password == user:
        return "a password that anybody would try first"
    if any(word in password.lower() for word in EXAMPLES):
        return "a password from an example"
    if len(password) < PASSWORD_LENGTH and not is_local(host):
        return f"a password of fewer than {PASSWORD_LENGTH} characters"
    return ""
