"""What the rooms of this floor register with Wagtail; each room has its own `hooks.py`."""

from .roles import hooks as roles_hooks  # noqa: F401
