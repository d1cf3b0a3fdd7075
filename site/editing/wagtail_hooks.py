"""What the rooms of this floor register with Wagtail; each room has its own `hooks.py`."""
