from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoolConfig(AppConfig):
    name = "pool"
    verbose_name = _("Advisor pool")

    def ready(self):
        from . import api, api_filters, portraits, public_fields, signals, upstream  # noqa: F401 - they register with the floor below
