"""The yardstick "stock": the same content and templates as Wagtail serves them out of the box.

Of the production settings all stays that concerns the database, the files and the templates. The
middleware is that of a new Wagtail project, with Django's `GZipMiddleware` and `LocaleMiddleware`;
none of this project's: no memory of facts or references, no conditional answers, no page cache.
"""

from config.settings.production import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.stock_urls"
WSGI_APPLICATION = "tests.benchmarks.stock_wsgi.application"
PAGE_CACHE_MB = 0
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
