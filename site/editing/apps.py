from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditingConfig(AppConfig):
    name = "editing"
    verbose_name = _("Editing")

    def ready(self) -> None:
        from .contents import signals as contents_signals  # noqa: F401 - what follows from a change
        from .localize import signals as localize_signals  # noqa: F401 - translations follow
        from .localize.aliases import forget_sync_from
        from .localize.wording import use_numeric_dates
        from .roles import registration  # noqa: F401 - commands ask who may do what as well
        from .spreadsheets.exports import mark_formulas
        from .translations import receivers  # noqa: F401

        forget_sync_from()
        use_numeric_dates()
        mark_formulas()
