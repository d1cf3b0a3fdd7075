"""Settings that hold everywhere. What differs stands in dev, production and test."""

import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = BASE_DIR / "var"

# site/ is a folder on the path, never a package: `site` is a module of the standard library.
for folder in (BASE_DIR, BASE_DIR / "site"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from delivery.upstream import configuration as upstream  # noqa: E402
from editing.machine_translation.configuration import configured_translator  # noqa: E402
from operations.logs.configuration import logging_configuration  # noqa: E402

from .accounts import *  # noqa: E402, F403
from .environment import env  # noqa: E402

# --- Apps -----------------------------------------------------------------------------------

# Whether this is a run on somebody's own machine, which serves media files itself.
IS_LOCAL = False

INSTALLED_APPS = [
    # The house, from the top floor down: templates and commands of an upper floor come first.
    "operations",
    "editing",
    "home",
    "pool",
    "news",
    "delivery.webhooks",
    "delivery",
    "core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.api.v2",
    "wagtail.contrib.forms",
    # Wagtail's frontend cache, which the record of changes tells what to forget.
    "delivery.upstream.apps.FrontendCacheConfig",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail_headless_preview",
    "django_tasks_db",
    "wagtail.embeds",
    "wagtail.sites",
    "operations.accounts.apps.AccountsConfig",  # wagtail.users, in which managers stay managers
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "corsheaders",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "operations.headers.middleware.SecurityHeadersMiddleware",  # first: nothing goes without
    # First, so that all others see the visitor's address and scheme.
    "operations.requests.proxies.TrustedProxyMiddleware",
    "operations.requests.identity.RequestIdentityMiddleware",
    "operations.metrics.counting.CountingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "delivery.http.PublicAnswersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LanguagePrefixMiddleware",
    "core.early.EarlyLinksMiddleware",
    "operations.requests.size.RequestSizeMiddleware",  # before CSRF, which reads the body
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Nobody is signed in before the second step: right after whoever says who is.
    "django_otp.middleware.OTPMiddleware",
    "operations.accounts.middleware.SecondStepMiddleware",
    "operations.accounts.fresh.FreshCodeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.refusals.RefusedPublishingMiddleware",
    "core.middleware.RedirectMiddleware",
    "operations.outages.uploads.FullDiskMiddleware",
    "operations.requests.limits.LimitedViewsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.chrome",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data -----------------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers go on while an editor saves; immediate transactions wait for the lock
    # instead of failing in the middle.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "core.User"
# Page forms with many blocks have more fields than Django's default allows.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# A document of the largest size with its form; as much as the proxy lets through.
MAX_REQUEST_BYTES = 25 * 1024 * 1024

# --- Language and time ----------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

WAGTAIL_I18N_ENABLED = True
# A translation goes live when an editor says so, not because its source is live.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# Off without a service: what editors write goes to nobody.
if _translator := configured_translator(
    deepl_key=env("DEEPL_API_KEY", default=""),
    libretranslate_url=env("LIBRETRANSLATE_URL", default=""),
    libretranslate_key=env("LIBRETRANSLATE_API_KEY", default=""),
):
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = _translator

# --- Files ----------------------------------------------------------------------------------

STATICFILES_DIRS = [
    BASE_DIR / "site" / "static",
    ("handbook", BASE_DIR / "docs" / "images" / "editors"),
]
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
# What was withdrawn or deleted for good (see `core.ledger`): a folder that outlives the database,
# or s3://bucket/folder with the service that the uploads are in.
PRIVACY_LEDGER = env("PRIVACY_LEDGER", default=str(VAR_DIR / "ledger"))
STORAGES = {
    "default": {"BACKEND": "operations.outages.files.WholeFileStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# --- Wagtail --------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "MiGlobe"
WAGTAILADMIN_BASE_URL = env("WAGTAILADMIN_BASE_URL", default="http://127.0.0.1:8000")
WAGTAILIMAGES_IMAGE_MODEL = "core.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "editing.images.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "core.Document"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# The site hands documents out itself and asks who may have them; never to be shown in its place.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = []
# As browsers call them; what a machine calls them by itself depends on the machine.
WAGTAILDOCS_CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar; charset=utf-8",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILAPI_LIMIT_MAX = 100
WAGTAILAPI_RICH_TEXT_FORMAT = "html"
# Wagtail's management API; every request needs a token (see `delivery.management_api`).
API_V3_ENABLED = env.bool("API_V3_ENABLED", default=False)
API_V3_APPS = ["wagtail.api.v3", "ninja"]  # ninja, so that the documentation has its own files
if API_V3_ENABLED:
    INSTALLED_APPS += API_V3_APPS
WAGTAILEMBEDS_FINDERS = []  # nothing of third parties in the visitor's browser
# Where editors' previews open: one address for all, or by host name of the site; empty: in the
# site's own templates. A front end reads the draft for so many minutes.
_previews = env("HEADLESS_PREVIEW_CLIENT_URLS", default="")
WAGTAIL_HEADLESS_PREVIEW = {
    "CLIENT_URLS": {"default": _previews}
    if _previews.startswith("http")
    else env.dict("HEADLESS_PREVIEW_CLIENT_URLS", default={}),
}
HEADLESS_PREVIEW_MINUTES = env.int("HEADLESS_PREVIEW_MINUTES", default=15)
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "core/password_required.html"  # noqa: S105 - a template's name
WAGTAILFORMS_HELP_TEXT_ALLOW_HTML = False
WAGTAIL_FRONTEND_LOGIN_TEMPLATE = "core/login.html"

# --- Delivery -------------------------------------------------------------------------------

# For how long consumers can ask what changed before they have to start anew.
CHANGES_KEPT_DAYS = env.int("CHANGES_KEPT_DAYS", default=90)
# For how long is kept what the site needs no more (see `operations.schedule.tidying`).
REVISIONS_KEPT_DAYS = env.int("REVISIONS_KEPT_DAYS", default=730)
HISTORY_KEPT_DAYS = env.int("HISTORY_KEPT_DAYS", default=1095)
SIGN_INS_KEPT_DAYS = env.int("SIGN_INS_KEPT_DAYS", default=90)
PROFILES_WITHOUT_CONSENT_DAYS = env.int("PROFILES_WITHOUT_CONSENT_DAYS", default=90)
# Of the API's answers, feeds and sitemaps, in seconds: how long a browser and a cache between may
# show them without asking, and for how long a cache may show an old one while it asks. What was
# withdrawn lives on in caches for as long as all of these together.
PUBLIC_MAX_AGE = env.int("PUBLIC_MAX_AGE", default=0)
PUBLIC_SHARED_MAX_AGE = env.int("PUBLIC_SHARED_MAX_AGE", default=10)
PUBLIC_STALE_WHILE_REVALIDATE = env.int("PUBLIC_STALE_WHILE_REVALIDATE", default=20)
# How much each process keeps of the answers that are the same for everybody; 0 keeps none.
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", default=24)
# Caches in front of the site that keep its answers for longer, and are told what to forget.
FRONTEND_CACHE = (
    env("FRONTEND_CACHE_BACKEND", default=""),
    env.list("FRONTEND_CACHE_URL", default=[]),
    env("FRONTEND_CACHE_ID", default=""),
    env("FRONTEND_CACHE_TOKEN", default=""),
)
WAGTAILFRONTENDCACHE = upstream.caches(*FRONTEND_CACHE)
WAGTAILFRONTENDCACHE_LANGUAGES = []  # else it would put one language's slug below the other's
SURROGATE_KEY_HEADER = upstream.key_header(
    FRONTEND_CACHE[0], env("SURROGATE_KEY_HEADER", default="")
)
# Origins whose scripts may read the API ("https://app.example.org"); "*" for all.
API_CORS_ORIGINS = env.list("API_CORS_ORIGINS", default=[])
CORS_ALLOW_ALL_ORIGINS = API_CORS_ORIGINS == ["*"]
CORS_ALLOWED_ORIGINS = [] if CORS_ALLOW_ALL_ORIGINS else API_CORS_ORIGINS
CORS_URLS_REGEX = r"^/api/v2/"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
CORS_EXPOSE_HEADERS = ["ETag", "Last-Modified", "Content-Language", "Retry-After"]

# What Wagtail does at once, as its index of references, and what a worker does in the background.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}
# Whether webhooks may go to addresses inside private networks, and without TLS.
WEBHOOKS_ALLOW_PRIVATE = env.bool("WEBHOOKS_ALLOW_PRIVATE", default=False)
# Whether the check of links may ask addresses inside private networks.
LINKS_ALLOW_PRIVATE = env.bool("LINKS_ALLOW_PRIVATE", default=False)

# How mails leave if EMAIL_BACKEND stores them first (`operations.mail`), for how many days that is
# tried, and after how many the report of outgoing mails forgets them.
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
MAIL_GIVEN_UP_DAYS = env.int("MAIL_GIVEN_UP_DAYS", default=5)
MAIL_KEPT_DAYS = env.int("MAIL_KEPT_DAYS", default=30)

# --- Security -------------------------------------------------------------------------------

# Proxies whose word about visitors' addresses and HTTPS is believed: addresses, networks, "unix".
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
# What one visitor may do in so long, over `core.limits.DEFAULTS`; and addresses without limits.
RATE_LIMITS = env.dict("RATE_LIMITS", default={})
RATE_LIMITS_EXEMPT = env.list("RATE_LIMITS_EXEMPT", default=[])
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)  # only `check --deploy` asks
X_FRAME_OPTIONS = "DENY"  # but for the admin, which frames its previews (`operations.headers`)
SECURE_REFERRER_POLICY = "same-origin"  # the same
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True  # Wagtail's scripts read the token from the page
# With the session of who is signed in, and not in a cookie of its own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Of the website's pages; what else there is derives from it in `operations.headers.policies`.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "media-src": [SELF],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
    },
}

# --- Logs -----------------------------------------------------------------------------------

# What /health/ready answers 503 without; all else makes it "degraded" (`operations.health`).
HEALTH_REQUIRED = env("HEALTH_REQUIRED", default="database,migrations").split(",")
HEALTH_QUEUE_MINUTES = env.int("HEALTH_QUEUE_MINUTES", default=15)
HEALTH_SCHEDULE_MINUTES = env.int("HEALTH_SCHEDULE_MINUTES", default=10)
# /health/metrics: for whoever has the token, or asks from these addresses.
METRICS_ENABLED = env.bool("METRICS_ENABLED", default=False)
METRICS_TOKEN = env("METRICS_TOKEN", default="")
METRICS_ALLOWED = env.list("METRICS_ALLOWED", default=[])
# "line" for people, "json" for machines; a line for each request from LOG_LEVEL "INFO" on.
LOG_FORMAT = env("LOG_FORMAT", default="")
LOG_LEVEL = env("LOG_LEVEL", default="")
LOGGING = logging_configuration(LOG_FORMAT or "line", LOG_LEVEL or "WARNING")
