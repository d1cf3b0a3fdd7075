"""How caches are told, as backends of `wagtail.contrib.frontend_cache`.

Wagtail's own log a failure and go on. These raise `PurgeError` instead, so that what was not told
is tried again, and wait for no server for longer than `TIMEOUT`.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import requests
from wagtail.contrib.frontend_cache.backends import (
    BaseBackend,
    CloudflareBackend,
    CloudfrontBackend,
    HTTPBackend,
)

TIMEOUT = (3.05, 10)  # seconds: to connect, and between two bytes of the answer
# Answers that say "forgotten", or "was not there".
GOOD = {200, 202, 204, 404, 412}


class PurgeError(Exception):
    """A cache was not told; the message says why, without secrets."""


class KeyedCache(BaseBackend):
    """A cache that forgets by surrogate keys."""

    most_keys = 100  # that it takes at once

    def purge_keys(self, keys: Sequence[str]) -> None:
        """Let it forget every answer with one of these keys. Raises `PurgeError`."""
        for some in _chunks(keys, self.most_keys):
            self._purge_some(some)

    def _purge_some(self, keys: list[str]) -> None:
        raise NotImplementedError


class HTTPCache(HTTPBackend):
    """nginx with a module for it, Squid, or whatever else understands `PURGE` of an address."""

    def purge(self, url: str) -> None:
        """Let it forget one address. Raises `PurgeError`."""
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        _ask(
            "PURGE",
            f"{self.cache_scheme}://{self.cache_netloc}{parts.path}{query}",
            {"Host": parts.netloc},
        )


class Varnish(KeyedCache):
    """Varnish with its xkey module, set up as in site/operations/proxy/varnish.vcl."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.location = params["LOCATION"].rstrip("/") + "/"

    def _purge_some(self, keys: list[str]) -> None:
        _ask("PURGE", self.location, {"xkey-purge": " ".join(keys)})


class Fastly(KeyedCache):
    """https://www.fastly.com/documentation/reference/api/purging/"""

    most_keys = 256
    root = "https://api.fastly.com"

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.service, self.token = params["SERVICE"], params["TOKEN"]

    def _purge_some(self, keys: list[str]) -> None:
        _ask(
            "POST",
            f"{self.root}/service/{self.service}/purge",
            {"Fastly-Key": self.token, "Surrogate-Key": " ".join(keys)},
        )


class Cloudflare(CloudflareBackend, KeyedCache):
    """https://developers.cloudflare.com/cache/how-to/purge-cache/purge-by-tags/"""

    most_keys = 30

    def _purge_some(self, keys: list[str]) -> None:
        response = _ask(
            "POST",
            self.cloudflare_purge_endpoint_url,
            {"Authorization": f"Bearer {self.cloudflare_token}"},
            {"tags": keys},
        )
        try:
            is_done = response.json()["success"] is True
        except (ValueError, KeyError, TypeError):
            is_done = False
        if not is_done:
            raise PurgeError(f"Cloudflare refused: {response.text[:200]}")


class CloudFront(CloudfrontBackend):
    """Amazon's, which knows paths only."""

    most_paths = 1_000  # 3,000 may be under way at once

    def purge_batch(self, urls: Iterable[str]) -> None:
        for some in _chunks(urls, self.most_paths):
            super().purge_batch(some)

    def _create_invalidation(self, distribution_id: str, paths: list[str]) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self.client.create_invalidation(
                DistributionId=distribution_id,
                InvalidationBatch={
                    "Paths": {"Quantity": len(paths), "Items": paths},
                    "CallerReference": uuid4().hex,
                },
            )
        except (BotoCoreError, ClientError) as error:
            raise PurgeError(f"{type(error).__name__}: {error}") from error


def _ask(
    method: str, address: str, headers: dict[str, str], data: dict[str, Any] | None = None
) -> requests.Response:
    try:
        response = requests.request(
            method, address, headers=headers, json=data, timeout=TIMEOUT, allow_redirects=False
        )
    except requests.RequestException as error:
        raise PurgeError(type(error).__name__) from error
    if response.status_code not in GOOD:
        raise PurgeError(f"it answered {response.status_code}")
    return response


def _chunks(values: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
