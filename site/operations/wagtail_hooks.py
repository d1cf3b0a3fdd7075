"""What this floor registers with Wagtail."""

from wagtail import hooks

from .accounts import hooks as accounts_hooks  # noqa: F401 - it registers them
from .mail.admin import register_outgoing_mails
from .personal_data import hooks as of_personal_data  # noqa: F401 - it registers itself
from .personal_data.withdrawal import hooks as of_withdrawals  # noqa: F401 - it registers itself
from .schedule.refusals import register_log_actions

hooks.register("register_log_actions", register_log_actions)
hooks.register("register_admin_viewset", register_outgoing_mails)
