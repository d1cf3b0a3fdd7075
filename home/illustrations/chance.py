"""Variety that can be repeated."""

from random import Random


def seeded(*seed: str) -> Random:
    """Return a generator that gives the same numbers for the same words."""
    return Random("/".join(seed))  # noqa: S311 - it mixes colours and guards nothing
