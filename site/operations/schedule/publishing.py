"""Publishing and taking offline at the time that editors have set.

What Wagtail's `publish_scheduled` does, but one page that can't be published does not stop the
others: whoever set the time is told why, once, by mail and in the page's history.
"""

import logging
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page, Revision

from core.refusals import sentences

from ..models import RefusedRevision
from .refusals import REFUSED, tell
from .runner import JobError

logger = logging.getLogger(__name__)


def expire() -> str:
    """Take offline what has expired. Raises `JobError` if something could not be."""
    done, failed = 0, []
    for model in _models():
        expired = model._base_manager.filter(live=True, expire_at__lt=timezone.now())
        for pk in list(expired.order_by("expire_at").values_list("pk", flat=True)):
            try:
                done += _expire(model, pk)
            except Exception:
                logger.exception("Schedule: %s %s could not be taken offline", model.__name__, pk)
                failed.append(f"{model.__name__} {pk}")
    if failed:
        raise JobError(f"not taken offline: {', '.join(failed)}")
    return f"{done} taken offline"


def publish() -> str:
    """Publish what is due. Raises `JobError` if something failed for a reason nobody foresaw.

    What can't be published because something is missing is no failure of the job: it is refused,
    and its editors are told.
    """
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
    outcomes = []
    failed = []
    for pk in list(due.order_by("approved_go_live_at").values_list("pk", flat=True)):
        try:
            outcomes.append(_publish(pk))
        except Exception as error:
            logger.exception("Schedule: revision %s could not be published", pk)
            failed.append(f"revision {pk}")
            _note_failure(pk, error)
    if failed:
        raise JobError(f"not published: {', '.join(failed)}")
    return f"{outcomes.count('published')} published, {outcomes.count('refused')} refused"


def _note_failure(pk: int, error: Exception) -> None:
    """Tell it as a refusal; what was deleted meanwhile must not stop those that come after it."""
    revision = Revision.objects.filter(pk=pk).first()
    if revision is not None:
        _refuse(revision, f"{type(error).__name__}: {error}", is_unforeseen=True)


def _models() -> Iterator[type[models.Model]]:
    yield Page
    for model in apps.get_models():
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page):
            yield model


@transaction.atomic
def _expire(model: type[models.Model], pk: Any) -> int:
    # Asked once more inside the transaction: somebody may have given it more time.
    due = model._base_manager.filter(live=True, expire_at__lt=timezone.now())
    obj = due.select_for_update().filter(pk=pk).first()
    if obj is None:
        return 0
    obj.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return 1


def _publish(pk: int) -> str:
    """ "published", "refused", or "" if there is nothing to do."""
    with transaction.atomic():
        due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
        revision = due.select_for_update().filter(pk=pk).first()
        if revision is None or _waits(revision):
            return ""
        reason = _reason_against(revision.as_object())
        if not reason:
            revision.publish(log_action="wagtail.publish.scheduled")
            RefusedRevision.objects.filter(revision=revision).delete()
            return "published"
    _refuse(revision, reason)
    return "refused"


def _waits(revision: Revision) -> bool:
    """What failed unforeseen is tried again after a while; what was refused is checked each time,
    because what is missing may lie elsewhere, as a consent does."""
    refusal = RefusedRevision.objects.filter(revision=revision).first()
    if refusal is None or not refusal.is_unforeseen:
        return False
    return refusal.tried_at + RefusedRevision.RETRY_AFTER > timezone.now()


def _reason_against(obj: Any) -> str:
    """Why an object can't go live, in a sentence; "" if it can."""
    try:
        obj.full_clean()
        if check := getattr(obj, "check_publishing", None):
            check()
    except ValidationError as error:
        return sentences(error, type(obj))
    return ""


def _refuse(revision: Revision, reason: str, *, is_unforeseen: bool = False) -> None:
    """Remember why, and tell it to the editors if it is news to them."""
    known = RefusedRevision.objects.filter(revision=revision).first()
    RefusedRevision.objects.update_or_create(
        revision=revision,
        defaults={"reason": reason, "tried_at": timezone.now(), "is_unforeseen": is_unforeseen},
    )
    if known and known.reason == reason:
        return
    log(
        instance=revision.content_object,
        action=REFUSED,
        revision=revision,
        data={"reason": reason},
    )
    tell(revision, reason, is_unforeseen=is_unforeseen)
