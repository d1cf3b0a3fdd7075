from collections.abc import Iterator
from typing import Any

import pytest

from delivery.upstream import configuration
from tests.delivery.upstream.cache import Cache, listening
from tests.trees import (
    directory,
    english_home,
    english_news,
    fresh_cache,
    home,
    news,
)

__all__ = ["directory", "english_home", "english_news", "fresh_cache", "home", "news"]


@pytest.fixture
def cache_server() -> Iterator[Cache]:
    with listening() as server:
        yield server


@pytest.fixture
def keyed(cache_server: Cache, settings: Any) -> Cache:
    """A cache with surrogate keys in front of the site, as the environment would name it."""
    settings.WAGTAILFRONTENDCACHE = configuration.caches("varnish", [cache_server.address], "", "")
    settings.SURROGATE_KEY_HEADER = configuration.key_header("varnish", "")
    return cache_server


@pytest.fixture
def by_address(cache_server: Cache, settings: Any) -> Cache:
    """A cache that knows addresses only."""
    settings.WAGTAILFRONTENDCACHE = configuration.caches("http", [cache_server.address], "", "")
    return cache_server
