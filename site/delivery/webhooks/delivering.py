"""From a message that is due to one that is delivered, or given up.

A worker claims a message before it sends it, so that two workers never make the same attempt; a
claim whose worker died is free again after some minutes. While a receiver does not answer at all,
nothing else is tried there either, so that it does not keep the worker from others.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from django.db.models import Min, Q
from django.utils import timezone

from .models import WebhookDelivery, WebhookEndpoint
from .sending import Answer, send

State = WebhookDelivery.State

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 8 * 60, 24 * 60))
# Whatever waits for longer, because its receiver does not answer, comes too late.
GIVEN_UP_AFTER = timedelta(days=3)
TEST = "webhook.test"
CLAIM = timedelta(minutes=5)
# After this the task makes room for others, and goes on later.
TURN = timedelta(seconds=30)
GONE = 410


def queue(deliveries: Iterable[WebhookDelivery]) -> None:
    """Store new messages and see to it that they are sent."""
    stored = WebhookDelivery.objects.bulk_create(deliveries)
    for endpoint in {delivery.endpoint for delivery in stored}:
        wake(endpoint.pk, timezone.now())


def send_again(delivery: WebhookDelivery) -> None:
    """Send a message once more, as if it were new; also while the receiver is left alone."""
    now = timezone.now()
    WebhookDelivery.objects.filter(pk=delivery.pk).exclude(state=State.SENDING).update(
        state=State.WAITING, queued_at=now, tries=0, next_attempt_at=now
    )
    WebhookEndpoint.objects.filter(pk=delivery.endpoint_id).update(paused_until=None)
    wake(delivery.endpoint_id, now)


def wake(endpoint_id: int, when: datetime) -> None:
    """Queue the task that sends what is due to an endpoint, unless one is queued for then."""
    from .tasks import deliver_due

    lost = Q(wakes_at__lt=timezone.now() - CLAIM)  # its worker died, or the queue was emptied
    is_needed = Q(wakes_at=None) | Q(wakes_at__gt=when) | lost
    if WebhookEndpoint.objects.filter(is_needed, pk=endpoint_id).update(wakes_at=when):
        deliver_due.using(run_after=when).enqueue(endpoint_id)


def wake_all() -> None:
    """Queue tasks for all endpoints to which something waits; for after a crash."""
    waiting = WebhookDelivery.objects.filter(state__in=[State.WAITING, State.SENDING])
    for endpoint_id in waiting.order_by().values_list("endpoint", flat=True).distinct():
        wake(endpoint_id, timezone.now())


def deliver(endpoint_id: int) -> None:
    """Send what is due to an endpoint, oldest first, and see to the next time."""
    began = timezone.now()
    WebhookEndpoint.objects.filter(pk=endpoint_id, wakes_at__lte=began).update(wakes_at=None)
    _give_up(endpoint_id)
    while timezone.now() - began < TURN:
        endpoint = WebhookEndpoint.objects.filter(pk=endpoint_id).first()
        if endpoint is None:
            return
        if endpoint.paused_until and endpoint.paused_until > timezone.now():
            break
        delivery = _claim(endpoint)
        if delivery is None:
            break
        _attempt(delivery)
    if when := _next_time(endpoint_id):
        wake(endpoint_id, when)


def _give_up(endpoint_id: int) -> None:
    """Forget what comes too late, and what was to be told to somebody who was switched off."""
    waiting = WebhookDelivery.objects.filter(endpoint=endpoint_id, state=State.WAITING)
    is_late = Q(queued_at__lt=timezone.now() - GIVEN_UP_AFTER)
    is_unwanted = Q(endpoint__is_active=False) & ~Q(event=TEST)
    waiting.filter(is_late | is_unwanted).update(state=State.GIVEN_UP, next_attempt_at=None)


def _claim(endpoint: WebhookEndpoint) -> WebhookDelivery | None:
    """The oldest message that is due, now ours; None if nothing is due."""
    now = timezone.now()
    is_due = Q(state=State.WAITING, next_attempt_at__lte=now)
    is_lost = Q(state=State.SENDING, claimed_at__lt=now - CLAIM)
    due = WebhookDelivery.objects.filter(is_due | is_lost, endpoint=endpoint).order_by("pk")
    for pk in due.values_list("pk", flat=True)[:10]:
        # Others may have looked at the same moment: the database decides whose it is.
        mine = WebhookDelivery.objects.filter(is_due | is_lost, pk=pk)
        if mine.update(state=State.SENDING, claimed_at=now):
            return WebhookDelivery.objects.select_related("endpoint").get(pk=pk)
    return None


def _attempt(delivery: WebhookDelivery) -> None:
    endpoint, at = delivery.endpoint, datetime.now(tz=UTC)
    answer = send(endpoint.address, endpoint.secret, delivery.message_id, delivery.body, at)
    delivery.note_attempt(at, **asdict(answer))
    changes = {
        "attempts": delivery.attempts,
        "tries": delivery.tries + 1,
        **_state_after(delivery, answer),
    }
    claimed = WebhookDelivery.objects.filter(pk=delivery.pk, claimed_at=delivery.claimed_at)
    claimed.update(claimed_at=None, **changes)
    pause = changes["next_attempt_at"] if answer.status is None else None
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(paused_until=pause)
    if answer.status == GONE:
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(is_active=False)


def _state_after(delivery: WebhookDelivery, answer: Answer) -> dict[str, object]:
    if answer.is_success:
        return {"state": State.DELIVERED, "next_attempt_at": None}
    if answer.status == GONE or delivery.tries >= len(PAUSES):
        return {"state": State.GIVEN_UP, "next_attempt_at": None}
    return {
        "state": State.WAITING,
        "next_attempt_at": timezone.now() + PAUSES[delivery.tries],
    }


def _next_time(endpoint_id: int) -> datetime | None:
    """When the next message to an endpoint is due, None if there is none."""
    waiting = WebhookDelivery.objects.filter(endpoint=endpoint_id, state=State.WAITING)
    earliest = waiting.aggregate(next=Min("next_attempt_at"))["next"]
    paused_until = WebhookEndpoint.objects.get(pk=endpoint_id).paused_until
    return max(earliest, paused_until or earliest, timezone.now()) if earliest else None
