"""The cache of production, which counts what it knew and what it did not."""

from typing import Any

from ..outages.caching import TolerantRedisCache
from .numbers import cache_reads

_MISSING = object()


class CountedRedisCache(TolerantRedisCache):
    """`get` and `get_many` are counted by key."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        value = super().get(key, _MISSING, version)
        _count_reads(value is not _MISSING, value is _MISSING)
        return default if value is _MISSING else value

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        keys = list(keys)
        found = super().get_many(keys, version)
        _count_reads(len(found), len(keys) - len(found))
        return found


def _count_reads(hits: int, misses: int) -> None:
    cache_reads.labels("hit").inc(hits)
    cache_reads.labels("miss").inc(misses)
