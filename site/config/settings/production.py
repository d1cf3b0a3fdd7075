"""The settings of the public site. They come from the environment; with a secret that is missing or
weak the process refuses to start and names the variables, all at once (see `demands`)."""

import sys
from urllib.parse import urlsplit

from delivery.upstream import configuration as upstream
from operations.error_reports import start_error_reports
from operations.logs.configuration import logging_configuration

from . import demands
from .base import *  # noqa: F403
from .base import (
    CONTENT_SECURITY_POLICY,
    DATABASES,
    FRONTEND_CACHE,
    HEALTH_REQUIRED,
    LOG_FORMAT,
    LOG_LEVEL,
    METRICS_ALLOWED,
    METRICS_ENABLED,
    METRICS_TOKEN,
    OIDC_CLIENT_ID,
    OIDC_CLIENT_SECRET,
    OIDC_ISSUER,
    OIDC_SECOND_FACTOR,
    PRIVACY_LEDGER,
    RATE_LIMITS,
    RATE_LIMITS_EXEMPT,
    VAR_DIR,
    env,
)

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
# Former keys: what they signed stays good while a new one takes over.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
WAGTAILADMIN_BASE_URL = env("WAGTAILADMIN_BASE_URL", default="")

# --- Database -------------------------------------------------------------------------------

# What takes longer holds up others, and ends with an error instead. In milliseconds.
TIMEOUTS = {
    "statement_timeout": 1000 * env.int("DB_STATEMENT_SECONDS", default=30),
    "lock_timeout": 1000 * env.int("DB_LOCK_SECONDS", default=10),
    "idle_in_transaction_session_timeout": 1000 * env.int("DB_IDLE_SECONDS", default=60),
}
# Compiling a query takes longer than any of these queries runs.
SESSION = {**TIMEOUTS, "jit": "off"}
# Of each process; `timeout`: how many seconds a request waits for a free connection.
POOL = {
    "min_size": env.int("DB_POOL_MIN", default=1),
    "max_size": env.int("DB_POOL_MAX", default=8),
    "timeout": env.int("DB_POOL_SECONDS", default=5),
    # A server that is back is found at once: nobody pauses for long before trying again.
    "reconnect_timeout": 3,
}
DATABASE = env.db_url("DATABASE_URL", default="")
if DATABASE.get("ENGINE") == "django.db.backends.postgresql":
    DATABASE["CONN_HEALTH_CHECKS"] = True
    DATABASE["OPTIONS"] = {
        "application_name": "miglobe",
        "connect_timeout": 5,
        "options": " ".join(f"-c {name}={value}" for name, value in SESSION.items()),
        **DATABASE.get("OPTIONS", {}),  # from the address, as ?sslmode=verify-full
        "pool": POOL,
    }
    DATABASES["default"] = DATABASE

# --- Cache ----------------------------------------------------------------------------------

if redis_url := env("REDIS_URL", default=""):
    CACHES = {
        "default": {
            "BACKEND": "operations.metrics.caching.CountedRedisCache"
            if METRICS_ENABLED
            else "operations.outages.caching.TolerantRedisCache",
            "LOCATION": redis_url,
        }
    }

# --- Files ----------------------------------------------------------------------------------

STATIC_ROOT = env("STATIC_ROOT", default=str(VAR_DIR / "static"))
MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "operations.outages.files.WholeFileStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
S3_BUCKET = env("S3_BUCKET", default="")
S3_PUBLIC_HOST = env("S3_PUBLIC_HOST", default="")
S3_ACCESS_KEY_ID = env("S3_ACCESS_KEY_ID", default="")
S3_SECRET_ACCESS_KEY = env("S3_SECRET_ACCESS_KEY", default="")
S3_ENDPOINT_URL = env("S3_ENDPOINT_URL", default="")
if S3_BUCKET:
    # No object gets an access list of its own, and no address a signature: what visitors may read
    # is said once, by the bucket's policy (docs/operations.md).
    STORAGES["default"] = {
        "BACKEND": "core.files.s3.S3MediaStorage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "access_key": S3_ACCESS_KEY_ID or None,
            "secret_key": S3_SECRET_ACCESS_KEY or None,
            "endpoint_url": S3_ENDPOINT_URL or None,
            "region_name": env("S3_REGION", default="") or None,
            "custom_domain": S3_PUBLIC_HOST or None,
            "signature_version": "s3v4",
            "querystring_auth": False,
            "default_acl": None,
            "file_overwrite": False,
        },
    }
    if media_host := S3_PUBLIC_HOST or urlsplit(S3_ENDPOINT_URL).netloc:
        scheme = "https" if S3_PUBLIC_HOST else urlsplit(S3_ENDPOINT_URL).scheme
        MEDIA_ORIGIN = f"{scheme}://{media_host}"
    else:
        MEDIA_ORIGIN = f"https://{S3_BUCKET}.s3.amazonaws.com"
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(MEDIA_ORIGIN)

# No HEIC is taken. Its reader, which Wagtail brings along, would take 4 MB of each process and be
# one more that reads what somebody uploads: to Willow it is not installed.
sys.modules.setdefault("pillow_heif", None)  # type: ignore[arg-type]

# --- Mail -----------------------------------------------------------------------------------

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://localhost:25")
vars().update(EMAIL_CONFIG)
# Stored with what they tell of; the worker delivers them, also when the server was down meanwhile.
MAIL_DELIVERY_BACKEND = EMAIL_CONFIG.get("EMAIL_BACKEND", "")
EMAIL_BACKEND = "operations.mail.backend.QueueBackend"
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="") or (
    f"no-reply@{urlsplit(WAGTAILADMIN_BASE_URL).hostname or 'localhost'}"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Security -------------------------------------------------------------------------------

# The prefix lets browsers refuse such a cookie from elsewhere (RFC 6265bis, 4.1.3.2).
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
# Asking for a place in the browsers' own lists concerns the whole domain, for years: whoever owns
# it decides. So "not asked" is no fault, and `check --deploy` is silent about it.
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# --- Logs -----------------------------------------------------------------------------------

LOGGING = logging_configuration(LOG_FORMAT or "json", LOG_LEVEL or "INFO")
ADMINS = MANAGERS = []  # an error mailed to somebody would carry the whole request

# --- Errors ---------------------------------------------------------------------------------

SENTRY_DSN = env("SENTRY_DSN", default="")
SENTRY_ENVIRONMENT = env("SENTRY_ENVIRONMENT", default="production")

# --- What must hold before the site starts --------------------------------------------------

env.insist(
    [
        *demands.secret_keys(SECRET_KEY, SECRET_KEY_FALLBACKS),
        *demands.hosts(ALLOWED_HOSTS),
        *demands.base_url(WAGTAILADMIN_BASE_URL),
        *demands.database(DATABASE),
        *demands.cache(redis_url),
        *demands.mail(EMAIL_CONFIG),
        *demands.media(S3_BUCKET, S3_PUBLIC_HOST, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY),
        *demands.error_reports(SENTRY_DSN),
        *demands.sign_in_service(OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET),
        *demands.second_factor(OIDC_SECOND_FACTOR),
        *demands.metrics(METRICS_TOKEN),
        *demands.networks("METRICS_ALLOWED", METRICS_ALLOWED),
        *demands.health(HEALTH_REQUIRED),
        *demands.rate_limits(RATE_LIMITS, RATE_LIMITS_EXEMPT),
        *demands.ledger(PRIVACY_LEDGER, S3_BUCKET),
        *upstream.faults(*FRONTEND_CACHE),
    ]
)
start_error_reports(SENTRY_DSN, SENTRY_ENVIRONMENT)
