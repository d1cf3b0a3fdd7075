"""The tree of pages that some of these tests start from, and an empty cache for each."""

from tests.trees import fresh_cache, home

__all__ = ["fresh_cache", "home"]
