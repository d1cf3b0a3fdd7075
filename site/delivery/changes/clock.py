"""The state that the public site is in: read once per request, in one query."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Min
from django.utils import timezone
from wagtail.models import Page

from ..models import Clock, Mark

SECOND = timedelta(seconds=1)


def read_clock() -> Clock:
    """The clock, with another token than before if anything was written since, or a page expired.

    What that means for whom is not looked at here (see `settling`): a visitor need not wait for it.
    """
    unnoticed = Mark.objects.filter(is_noticed=False)
    clock = Clock.objects.annotate(is_behind=Exists(unnoticed)).first()
    if clock is None or clock.is_behind or is_due(clock):
        with transaction.atomic():
            return notice_writes(locked_clock())
    return clock


def locked_clock() -> Clock:
    """The clock, which nobody else can set until the transaction ends."""
    clock = Clock.objects.select_for_update().first()
    if clock is None:  # the first time, or after all tables were emptied
        clock = Clock.objects.create(
            pk=1,
            epoch=secrets.token_hex(4),
            token=secrets.token_hex(8),
            changed_at=timezone.now().replace(microsecond=0),
        )
        Mark.objects.create(what=Mark.What.EVERYTHING)
    return clock


def notice_writes(clock: Clock) -> Clock:
    """Give a locked clock a new token if there is a reason for one."""
    now = timezone.now()
    if is_due(clock):
        Mark.objects.create(what=Mark.What.EXPIRY)
    if not Mark.objects.filter(is_noticed=False).update(is_noticed=True):
        return clock
    clock.token = secrets.token_hex(8)
    # HTTP dates have no fractions. Two changes within a second still have two dates.
    clock.changed_at = max(now.replace(microsecond=0), clock.changed_at + SECOND)
    clock.due_at = _next_expiry(now)
    clock.save(update_fields=["token", "changed_at", "due_at"])
    return clock


@transaction.atomic
def begin_new_epoch() -> Clock:
    """Let every consumer fetch everything again: after a restore numbers are given twice.

    What caches and browsers have kept counts as old, even if it is newer than the backup.
    """
    clock = locked_clock()
    Mark.objects.create(what=Mark.What.EVERYTHING)
    clock.epoch = secrets.token_hex(4)
    clock.changed_at = max(clock.changed_at, timezone.now().replace(microsecond=0))
    clock.save(update_fields=["epoch", "changed_at"])
    return notice_writes(clock)


def is_due(clock: Clock) -> bool:
    """Whether a page has expired since the clock was set."""
    return clock.due_at is not None and clock.due_at <= timezone.now()


def _next_expiry(now: datetime) -> datetime | None:
    pages = Page.objects.filter(live=True, expire_at__gt=now)
    return pages.aggregate(next=Min("expire_at"))["next"]
