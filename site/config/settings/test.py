"""The settings of the test suite, on SQLite or on the database that DATABASE_URL names."""

import tempfile
from pathlib import Path

from core import limits

from .base import *  # noqa: F403
from .base import API_V3_APPS, DATABASES, INSTALLED_APPS, env

# Goes when the process ends.
scratch_folder = tempfile.TemporaryDirectory(prefix="tests-", ignore_cleanup_errors=True)
scratch = Path(scratch_folder.name)

DEBUG = False
IS_LOCAL = True
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
API_V3_ENABLED = True
INSTALLED_APPS = [*INSTALLED_APPS, *(app for app in API_V3_APPS if app not in INSTALLED_APPS)]
# Hundreds of tests are one visitor; those about limits set their own.
RATE_LIMITS = dict.fromkeys(limits.DEFAULTS, limits.OFF)
# A test asks for it; that nothing is open without it is tested for every address of the site.
SECOND_FACTOR_REQUIRED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = scratch / "media"
PRIVACY_LEDGER = str(scratch / "ledger")
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "core.files.storage.MediaStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as on a real machine: an in-memory database locks whole tables between the threads
    # of the live server. It need not outlive a power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(scratch / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )

env.insist()
