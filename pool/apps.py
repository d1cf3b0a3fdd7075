from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoolConfig(AppConfig):
    name = "pool"
    verbose_name = _("Advisor pool")

    def ready(self):
        from . import portraits, signals  # noqa: F401 - both register with the floor below
