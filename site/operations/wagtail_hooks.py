"""What this floor registers with Wagtail."""

from wagtail import hooks

from .schedule.refusals import register_log_actions

hooks.register("register_log_actions", register_log_actions)
