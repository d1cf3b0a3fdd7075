"""The settings of `make run`: everything on this machine, nothing to install."""

from .base import *  # noqa: F403
from .base import VAR_DIR, env

VAR_DIR.mkdir(exist_ok=True)

# Off, so that visitors' error pages and the API's answers are those of the public site.
DEBUG = env.bool("DEBUG", default=False)
IS_LOCAL = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SECRET_KEY = env("SECRET_KEY", default="only-for-a-run-on-this-machine-never-in-production")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"

# So that a first look needs no phone. `manage.py up` says it; who sets it up is asked for codes.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=False)

env.insist()
