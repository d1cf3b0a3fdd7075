"""The trees of pages that these tests start from."""

from tests.trees import (
    directory,
    english_directory,
    english_home,
    english_news,
    fresh_cache,
    home,
    news,
    private_collection,
    public,
)

__all__ = [
    "directory",
    "english_directory",
    "english_home",
    "english_news",
    "fresh_cache",
    "home",
    "news",
    "private_collection",
    "public",
]
