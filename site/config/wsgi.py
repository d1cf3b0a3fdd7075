"""The WSGI application that an application server imports."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()


def load_addresses() -> None:
    """Import every view and read all addresses, so that nobody's first visit waits for it."""
    from django.conf import settings
    from django.urls import reverse
    from django.utils.translation import override

    for language, __ in settings.LANGUAGES:
        with override(language):
            reverse("wagtailadmin_home")


load_addresses()
