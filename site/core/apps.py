from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Basics")

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from . import reference_index, renditions  # noqa: F401 - they listen
        from .files import receivers  # noqa: F401
        from .models import SiteSettings
        from .search import signals  # noqa: F401

        # Wagtail knows where pages and snippets use something, but leaves settings out.
        ReferenceIndex.register_model(SiteSettings)
