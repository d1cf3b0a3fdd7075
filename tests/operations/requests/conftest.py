"""The trees of pages that these tests start from."""

from tests.trees import english_home, home

__all__ = ["english_home", "home"]
