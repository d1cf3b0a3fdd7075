"""From what caches have to forget to caches that have forgotten it.

What could not be told stays stored and is tried again. Two workers may tell the same twice, which
does no harm.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db.models import Min
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.contrib.frontend_cache.backends import BaseBackend
from wagtail.contrib.frontend_cache.utils import get_backends

from ..models import Change, Purge
from .affected import affected_addresses, affected_keys
from .backends import KeyedCache, PurgeError
from .keys import ALL

logger = logging.getLogger(__name__)

CHUNK = 1_000
# More addresses at once take a cache longer than its answers live.
MOST_ADDRESSES = 2_000
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
# By then no cache that keeps to Cache-Control has it any more.
GIVEN_UP_AFTER = timedelta(days=1)


def is_configured() -> bool:
    """Whether there are caches to tell."""
    return bool(get_backends())


def note(changes: Sequence[Change], addresses: Iterable[str]) -> None:
    """Store what the caches have to forget, and see to it that they are told.

    `addresses`: where the changed pages are, and were.
    """
    backends = get_backends().values()
    rows: list[Purge] = []
    if any(isinstance(backend, KeyedCache) for backend in backends):
        rows += [Purge(value=key, is_key=True) for key in affected_keys(changes)]
    if not all(isinstance(backend, KeyedCache) for backend in backends):
        found = affected_addresses(changes, addresses)
        if len(found) > MOST_ADDRESSES:
            logger.warning(
                "%s of %s addresses are left to their lifetime in caches",
                len(found) - MOST_ADDRESSES,
                len(found),
            )
        rows += [Purge(value=address, is_key=False) for address in found[:MOST_ADDRESSES]]
    Purge.objects.bulk_create(rows, batch_size=CHUNK)
    wake(timezone.now())


def wake(when: datetime) -> None:
    """Queue the task that tells the caches, unless one is queued for then or before."""
    from .tasks import purge_caches

    queued = DBTaskResult.objects.filter(
        task_path=purge_caches.module_path, status=TaskResultStatus.READY
    )
    if not queued.filter(run_after__lte=when + SHORTEST_PAUSE).exists():
        purge_caches.using(run_after=when).enqueue()


def purge() -> None:
    """Tell all caches what is stored, the oldest first; later again what they could not be told."""
    _give_up()
    while rows := list(Purge.objects.order_by("pk")[:CHUNK]):
        if not _tell([r.value for r in rows if r.is_key], [r.value for r in rows if not r.is_key]):
            wake(timezone.now() + _pause())
            return
        Purge.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _give_up() -> None:
    late = Purge.objects.filter(noted_at__lt=timezone.now() - GIVEN_UP_AFTER)
    if count := late.delete()[0]:
        logger.error("%s entries were never forgotten by a cache that does not answer", count)


def _pause() -> timedelta:
    """Twice as long as the oldest has waited, within bounds."""
    oldest = Purge.objects.aggregate(first=Min("noted_at"))["first"] or timezone.now()
    return min(max(timezone.now() - oldest, SHORTEST_PAUSE), LONGEST_PAUSE)


def _tell(keys: list[str], addresses: list[str]) -> bool:
    """Whether every cache was told."""
    keys, addresses = list(dict.fromkeys(keys)), list(dict.fromkeys(addresses))
    if ALL in keys:
        keys = [ALL]
    is_done = True
    for name, backend in get_backends().items():
        try:
            if isinstance(backend, KeyedCache):
                backend.purge_keys(keys)
            else:
                _purge_addresses(backend, addresses)
        except PurgeError as error:
            logger.warning("%s was not told what to forget: %s", name, error)
            is_done = False
    return is_done


def _purge_addresses(backend: BaseBackend, addresses: list[str]) -> None:
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_host[urlsplit(address).netloc].append(address)
    for host, of_host in by_host.items():
        if backend.invalidates_hostname(host):
            backend.purge_batch(of_host)
