"""The trees of pages that these tests start from, and the ways to bring the index in step."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from core.search import index
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


@pytest.fixture
def committed(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager],
) -> Callable[[], AbstractContextManager]:
    """`with committed():` does at its end what follows a commit, among it the index's update."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def rebuild(db: None) -> Iterator[Callable[[], int]]:
    """Makes the whole index anew, as `update_index` does."""
    return index.rebuild
