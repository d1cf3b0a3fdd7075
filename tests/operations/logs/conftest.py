"""The trees of pages that these tests start from."""

from tests.trees import home, news

__all__ = ["home", "news"]
