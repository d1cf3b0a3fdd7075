from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self):
        # They register with the floors below.
        from . import api, api_filters, content_checks, teasers, upstream  # noqa: F401
