from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Basics")

    def ready(self) -> None:
        from .search import signals  # noqa: F401
