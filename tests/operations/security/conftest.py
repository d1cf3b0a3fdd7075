"""The trees of pages that these tests start from."""

from tests.trees import fresh_cache, home, news

__all__ = ["fresh_cache", "home", "news"]
