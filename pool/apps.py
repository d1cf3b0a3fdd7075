from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoolConfig(AppConfig):
    name = "pool"
    verbose_name = _("Advisor pool")

    def ready(self):
        from . import signals  # noqa: F401 - the end of a consent sets the expiry of the profile
