"""The settings of the public site: what they refuse, and what they are made of."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.module_loading import import_string
from storages.backends.s3 import S3Storage

from config.settings import demands
from core import ledger
from operations.accounts.oidc import views
from operations.health.checks import CHECKS
from tests.operations.headers.answers import PRODUCTION

ROOT = Path(settings.BASE_DIR)
KEY = "7sJ_kwW0QmA9Zr4Tn2VbXc5Ld8Ef1Gh6Yp3Ui-OoNvBtRqSxMzKjHy"
GOOD = {
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "www.site.test,site.test",
    "WAGTAILADMIN_BASE_URL": "https://www.site.test",
    "DATABASE_URL": "postgres://web:8Fq2-xkLw0Zb7@database.site.test/site?sslmode=require",
}
FORMER = KEY[::-1]

#: what is added to a good environment, and the sentences with which the start is refused; None
#: takes a variable away
REFUSED: list[tuple[dict[str, str | None], list[str]]] = [
    ({"SECRET_KEY": None}, ["SECRET_KEY is not set"]),
    ({"SECRET_KEY": ""}, ["SECRET_KEY is not set"]),
    ({"SECRET_KEY": KEY[:49]}, ["SECRET_KEY has fewer than 50 characters"]),
    ({"SECRET_KEY": "django-insecure-" + KEY}, ["SECRET_KEY is an example"]),
    (
        {"SECRET_KEY": "only-for-a-run-on-this-machine-never-in-production"},
        ["SECRET_KEY is an example"],
    ),
    ({"SECRET_KEY": "x" * 60}, ["SECRET_KEY repeats itself"]),
    ({"SECRET_KEY": "1234567890" * 6}, ["SECRET_KEY repeats itself"]),
    (
        {"SECRET_KEY_FALLBACKS": f"{FORMER},short"},
        ["SECRET_KEY_FALLBACKS has a key that has fewer"],
    ),
    ({"SECRET_KEY_FALLBACKS": KEY}, ["SECRET_KEY_FALLBACKS must hold former keys only"]),
    ({"ALLOWED_HOSTS": None}, ["ALLOWED_HOSTS is not set"]),
    ({"ALLOWED_HOSTS": "*"}, ["ALLOWED_HOSTS must name each host"]),
    ({"ALLOWED_HOSTS": "www.site.test,*.site.test"}, ["ALLOWED_HOSTS must name each host"]),
    ({"ALLOWED_HOSTS": "https://www.site.test/"}, ["ALLOWED_HOSTS takes host names"]),
    ({"WAGTAILADMIN_BASE_URL": None}, ["WAGTAILADMIN_BASE_URL is not set"]),
    ({"WAGTAILADMIN_BASE_URL": "http://www.site.test"}, ["WAGTAILADMIN_BASE_URL must begin"]),
    ({"WAGTAILADMIN_BASE_URL": "https://site.test/admin/"}, ["WAGTAILADMIN_BASE_URL must end"]),
    ({"DATABASE_URL": None}, ["DATABASE_URL is not set"]),
    ({"DATABASE_URL": "database"}, ["DATABASE_URL has a value that can't be understood"]),
    ({"DATABASE_URL": "postgres://web@db/site"}, ["DATABASE_URL has no password"]),
    ({"DATABASE_URL": "postgres://web:web@db/site"}, ["that anybody would try first"]),
    ({"DATABASE_URL": "postgres://web:postgres@127.0.0.1/site"}, ["anybody would try first"]),
    ({"DATABASE_URL": "postgres://web:8Fq2x@db/site"}, ["a password of fewer than 12 characters"]),
    ({"DATABASE_URL": "postgres://web:my-Password-2026@db/site"}, ["a password from an example"]),
    ({"REDIS_URL": "redis://cache/0"}, ["REDIS_URL has no password"]),
    ({"REDIS_URL": "redis://:redis@cache/0"}, ["REDIS_URL has a password that anybody"]),
    ({"EMAIL_URL": "smtp://web:8Fq2-xkLw0Zb7@mail.site.test"}, ["EMAIL_URL sends its password"]),
    ({"EMAIL_URL": "mail.site.test"}, ["EMAIL_URL has a value that can't be understood"]),
    ({"S3_BUCKET": "media", "S3_ACCESS_KEY_ID": "AK"}, ["S3_ACCESS_KEY_ID and S3_SECRET"]),
    ({"S3_PUBLIC_HOST": "media.site.test"}, ["S3_PUBLIC_HOST is a host name"]),
    ({"SENTRY_DSN": "http://key@errors.site.test/1"}, ["SENTRY_DSN must begin with https://"]),
    ({"METRICS_TOKEN": "short"}, ["METRICS_TOKEN has fewer than 20 characters"]),
    ({"METRICS_ALLOWED": "10.0.0.0/8,monitoring"}, ["METRICS_ALLOWED has an entry"]),
    ({"HEALTH_REQUIRED": "database,migratons"}, ["HEALTH_REQUIRED names a check"]),
    ({"RATE_LIMITS": "sign_in=9/10m"}, ["RATE_LIMITS names 1 that there are not"]),
    ({"RATE_LIMITS": "sign-in=often"}, ["RATE_LIMITS has a limit that can't be understood"]),
    ({"RATE_LIMITS": "sign-in"}, ["RATE_LIMITS has a value that can't be understood"]),
    ({"RATE_LIMITS_EXEMPT": "10.0.0.0/99"}, ["RATE_LIMITS_EXEMPT has an entry"]),
    ({"OIDC_SECOND_FACTOR": "trustd"}, ["OIDC_SECOND_FACTOR must be one of own, trusted, amr"]),
    ({"PRIVACY_LEDGER": "s3://ledger/site"}, ["PRIVACY_LEDGER is in a bucket"]),
    ({"PRIVACY_LEDGER": "s3:///site", "S3_BUCKET": "media"}, ["PRIVACY_LEDGER names no bucket"]),
    ({"PRIVACY_LEDGER": "gs://ledger/site"}, ["PRIVACY_LEDGER is a folder"]),
    (
        {"OIDC_ISSUER": "http://id.site.test", "OIDC_CLIENT_SECRET": "secret"},
        [
            "OIDC_ISSUER must begin with https://",
            "OIDC_CLIENT_ID is not set",
            "OIDC_CLIENT_SECRET is a password from an example",
        ],
    ),
    ({"DB_POOL_MAX": "many"}, ["DB_POOL_MAX has a value that can't be understood"]),
    ({"SECURE_SSL_REDIRECT": "ture"}, ["SECURE_SSL_REDIRECT has a value that can't"]),
    (
        {"SECRET_KEY_FILE": "/nowhere/key"},
        ["SECRET_KEY can't be read from SECRET_KEY_FILE"],
    ),
    (
        dict.fromkeys(GOOD) | {"CHANGES_KEPT_DAYS": "ninety"},
        [
            "CHANGES_KEPT_DAYS has",
            "SECRET_KEY is",
            "ALLOWED_HOSTS is",
            "WAGTAILADMIN_BASE_URL is",
            "DATABASE_URL is",
        ],
    ),
]


def started(*cases: dict[str, str | None]) -> list[dict[str, Any]]:
    """What production says to the good environment with each of these changes, in one process."""
    merged = [{**GOOD, **case} for case in cases]
    wanted = [{name: value for name, value in case.items() if value is not None} for case in merged]
    answer = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, str(Path(__file__).with_name("starting.py"))],
        input=json.dumps(wanted),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.fixture(scope="module")
def secret_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("secrets") / "secret_key"
    file.write_text(f"$a{KEY}\n")
    return file


@pytest.fixture(scope="module")
def accepted(secret_file: Path) -> dict[str, dict[str, Any]]:
    """The settings of good environments, by name."""
    cases: dict[str, dict[str, str | None]] = {
        "plain": {"SECRET_KEY_FALLBACKS": FORMER, "EMAIL_URL": "smtp://localhost"},
        "from a file": {"SECRET_KEY": None, "SECRET_KEY_FILE": str(secret_file)},
        "tuned": {"DB_POOL_MAX": "20", "DB_STATEMENT_SECONDS": "0", "API_V3_ENABLED": "yes"},
        "by socket": {"DATABASE_URL": "postgres:///site", "REDIS_URL": "redis://localhost/0"},
        "all said": {
            "RATE_LIMITS": "sign-in=30/5m,form=off",
            "RATE_LIMITS_EXEMPT": "10.0.0.0/8,2001:db8::1",
            "METRICS_ALLOWED": "127.0.0.1",
            "HEALTH_REQUIRED": "database,cache",
            "OIDC_SECOND_FACTOR": "amr",
        },
        "sqlite": {"DATABASE_URL": "sqlite:////srv/site.sqlite3"},
        "s3": {
            "S3_BUCKET": "media",
            "PRIVACY_LEDGER": "s3://ledger/site",
            "S3_ENDPOINT_URL": "https://s3.site.test",
            "S3_PUBLIC_HOST": "media.site.test",
            "S3_ACCESS_KEY_ID": "AKMEDIA",
            "S3_SECRET_ACCESS_KEY": "8Fq2xkLw0Zb7",
            "EMAIL_URL": "smtp+tls://web:8Fq2-xkLw0Zb7@mail.site.test:587",
            "DEFAULT_FROM_EMAIL": "redaktion@site.test",
        },
    }
    outcomes = dict(zip(cases, started(*cases.values()), strict=True))
    assert [name for name, outcome in outcomes.items() if "settings" not in outcome] == [], outcomes
    return {name: outcome["settings"] for name, outcome in outcomes.items()}


def test_nothing_starts_with_a_secret_that_is_missing_or_weak() -> None:
    outcomes = started(*(case for case, _ in REFUSED))
    for (case, sentences), outcome in zip(REFUSED, outcomes, strict=True):
        assert "refused" in outcome, f"started with {case}"
        lines = outcome["refused"].splitlines()
        assert len(lines) == 1 + len(sentences), (case, lines)
        for sentence, line in zip(sentences, lines[1:], strict=True):
            assert sentence in line, case
        # A log is read by many: no value stands in it.
        values = [*filter(None, case.values()), KEY]
        assert not [value for value in values if len(value) > 6 and value in outcome["refused"]]


def test_what_production_refuses_is_what_there_is() -> None:
    assert tuple(CHECKS) == demands.HEALTH
    assert {views.OWN, views.TRUSTED, views.AMR} == set(demands.SECOND_FACTORS)
    assert demands.BUCKET == ledger.BUCKET


def test_a_command_ends_with_the_sentence() -> None:
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
    }
    command = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, str(ROOT / "manage.py"), "migrate"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert command.returncode != 0
    assert "\n- SECRET_KEY is not set. Make one with: python3 -c" in command.stderr


def test_former_keys_are_still_believed(accepted: dict[str, dict[str, Any]]) -> None:
    assert accepted["plain"]["SECRET_KEY"] == KEY
    assert accepted["plain"]["SECRET_KEY_FALLBACKS"] == [FORMER]


def test_a_secret_can_come_from_a_file_as_it_stands_there(
    accepted: dict[str, dict[str, Any]],
) -> None:
    assert accepted["from a file"]["SECRET_KEY"] == f"$a{KEY}"


def test_connections_are_pooled_checked_and_limited_in_time(
    accepted: dict[str, dict[str, Any]],
) -> None:
    plain, tuned = (accepted[name]["DATABASES"]["default"] for name in ("plain", "tuned"))
    assert plain["CONN_HEALTH_CHECKS"] is True
    assert plain["OPTIONS"]["pool"].items() >= {"min_size": 1, "max_size": 8, "timeout": 5}.items()
    assert plain["OPTIONS"]["sslmode"] == "require"
    assert plain["OPTIONS"]["options"] == (
        "-c statement_timeout=30000 -c lock_timeout=10000 "
        "-c idle_in_transaction_session_timeout=60000 -c jit=off"
    )
    assert tuned["OPTIONS"]["pool"]["max_size"] == 20
    assert "statement_timeout=0 " in tuned["OPTIONS"]["options"]
    assert accepted["tuned"]["API_V3_ENABLED"] is True


def test_sqlite_keeps_what_lets_editors_save_at_once(accepted: dict[str, dict[str, Any]]) -> None:
    assert accepted["sqlite"]["DATABASES"]["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_uploads_go_to_the_bucket_without_rights_of_their_own(
    accepted: dict[str, dict[str, Any]],
) -> None:
    storage = accepted["s3"]["STORAGES"]["default"]
    backend, options = import_string(storage["BACKEND"]), storage["OPTIONS"]
    assert issubclass(backend, S3Storage)
    assert (options["default_acl"], options["file_overwrite"]) == (None, False)
    assert (options["access_key"], options["custom_domain"]) == ("AKMEDIA", "media.site.test")
    stored = backend(**options)
    assert stored.url("images/a.webp") == "https://media.site.test/images/a.webp"
    assert stored.connection.meta.client.meta.endpoint_url == "https://s3.site.test"
    # Browsers may show pictures from there, and from nowhere else that is not the site.
    shown = accepted["s3"]["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["img-src"]
    assert "https://media.site.test" in shown
    assert "media.site.test" not in str(accepted["plain"]["CONTENT_SECURITY_POLICY"])


def test_headers_and_cookies_are_tested_as_production_sets_them(
    accepted: dict[str, dict[str, Any]],
) -> None:
    own = {name for name in PRODUCTION if name.startswith(("SECURE_", "SESSION_", "CSRF_"))}
    found = next(iter(accepted.values()))
    assert {name: found[name] for name in own} == {name: PRODUCTION[name] for name in own}


def test_what_browsers_are_told_of_other_hosts_is_the_owners_to_say() -> None:
    [told] = started({"SECURE_HSTS_INCLUDE_SUBDOMAINS": "false", "SECURE_HSTS_PRELOAD": "true"})
    assert told["settings"]["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is False
    assert told["settings"]["SECURE_HSTS_PRELOAD"] is True


def test_mail_comes_from_the_site_and_goes_encrypted(accepted: dict[str, dict[str, Any]]) -> None:
    assert accepted["plain"]["DEFAULT_FROM_EMAIL"] == "no-reply@www.site.test"
    assert accepted["s3"]["DEFAULT_FROM_EMAIL"] == "redaktion@site.test"
    assert (accepted["s3"]["EMAIL_HOST"], accepted["s3"]["EMAIL_USE_TLS"]) == (
        "mail.site.test",
        True,
    )


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgresql_takes_the_limits(accepted: dict[str, dict[str, Any]]) -> None:
    from django.db import connection
    from django.db.backends.postgresql.base import DatabaseWrapper

    options = accepted["plain"]["DATABASES"]["default"]["OPTIONS"] | {"sslmode": "prefer"}
    limited = DatabaseWrapper(
        {**connection.settings_dict, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}, "limited"
    )
    try:
        with limited.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("30s",)
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("10s",)
    finally:
        limited.close()
        limited.close_pool()
