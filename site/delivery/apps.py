from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "delivery"
    verbose_name = _("Delivery")

    def ready(self) -> None:
        from . import navigation, redirects, site_info, snippets  # noqa: F401 - as resources
        from .changes import receivers  # noqa: F401
        from .upstream import receivers as upstream_receivers  # noqa: F401
