"""The Django app of the floor `operations`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "operations"
    label = "operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        from . import erasures  # noqa: F401 - it listens
        from .accounts import codes, email, tokens  # noqa: F401 - they listen
        from .headers.nonces import let_choosers_through
        from .logs import tasks  # noqa: F401 - it listens
        from .metrics import checks as metrics_checks  # noqa: F401 - it registers them
        from .outages.quiet import be_quiet
        from .personal_data import gone, people  # noqa: F401 - they register themselves
        from .personal_data.withdrawal import withdrawing  # noqa: F401 - it connects receivers
        from .requests import checks  # noqa: F401 - it registers them

        be_quiet()
        let_choosers_through()
