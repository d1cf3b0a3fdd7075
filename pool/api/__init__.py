"""Endpoints that count or list what only this floor knows; one file for each."""

from . import municipalities, states, topics  # noqa: F401 - they register with the floor below
