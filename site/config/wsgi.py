"""The WSGI application that an application server imports."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

django_application = get_wsgi_application()


def load_addresses() -> None:
    """Import every view and read all addresses, so that nobody's first visit waits for it."""
    from django.conf import settings
    from django.urls import reverse
    from django.utils.translation import override

    for language, __ in settings.LANGUAGES:
        with override(language):
            reverse("wagtailadmin_home")


def with_page_cache(application: Any) -> Any:
    """The application behind the page cache, as the settings say (`delivery.page_cache`)."""
    from django.conf import settings

    from delivery.page_cache.application import PageCache
    from operations.requests.kept import KeptRequests

    if not settings.PAGE_CACHE_MB or settings.DEBUG:
        return application
    return PageCache(application, KeptRequests(), settings.PAGE_CACHE_MB * 2**20)


load_addresses()
application = with_page_cache(django_application)
