"""What is the same in both languages follows when the German side changes.

Dates, states, pictures and topics are synchronised fields (`override_translatable_fields` of each
model). wagtail-localize copies them only when somebody publishes the translation; until then the
English page would announce an event on the wrong day. So they follow when the source is published:
to the published translation, to its drafts, and to the stored source, from which the next
publication of the translation starts. Texts and blocks stay as they are, and a draft stays one.
"""

import json
import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.models import Page, Revision, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import SegmentOverride, Translation

logger = logging.getLogger(__name__)


def take_over(source: Any, target: Any, kept: frozenset[str] = frozenset()) -> bool:
    """Give `target` the synchronised values of `source`, in memory; whether anything differed.

    `kept` names fields that the target decides itself. Rows of a translated relation (the fields
    of a form) are matched by their translation key; new and removed rows come with their texts,
    when the translation is published.
    """
    rules = [rule for rule in get_translatable_fields(type(source)) if rule.field_name not in kept]
    changes = [_take_over_field(rule, source, target) for rule in rules]
    return any(changes)


def _take_over_field(rule: Any, source: Any, target: Any) -> bool:
    field = rule.get_field(type(source))
    is_relation = isinstance(field, models.ManyToOneRel) and isinstance(
        field.remote_field, ParentalKey
    )
    if is_relation and issubclass(field.related_model, TranslatableMixin):
        return _take_over_rows(field.name, source, target)
    if not isinstance(rule, SynchronizedField) or not rule.is_synchronized(source):
        return False
    if is_relation:
        if list(_row_values(field, source)) == list(_row_values(field, target)):
            return False
        source.copy_child_relation(field.name, target)
    elif getattr(source, field.attname) == getattr(target, field.attname):
        return False
    else:
        setattr(target, field.attname, getattr(source, field.attname))
    return True


def _take_over_rows(name: str, source: Any, target: Any) -> bool:
    of_source = {row.translation_key: row for row in getattr(source, name).all()}
    rows = list(getattr(target, name).all())
    changes = [
        take_over(of_source[key], row) for row in rows if (key := row.translation_key) in of_source
    ]
    if any(changes):
        setattr(target, name, rows)
    return any(changes)


def _row_values(field: Any, parent: Any) -> Iterator[dict[str, Any]]:
    own = {"pk", field.related_model._meta.pk.name, field.remote_field.name}
    for row in getattr(parent, field.name).all():
        yield {
            column.name: getattr(row, column.attname)
            for column in row._meta.concrete_fields
            if column.name not in own
        }


def follow_source(source: Any, *, user: Any = None) -> None:
    """Bring all translations of a published page or saved snippet up to its facts."""
    for translation in _enabled(source).filter(source__locale_id=source.locale_id):
        _update_stored_source(source, translation.source)
        _follow(source, translation, user)


def follow_again(target: Any, *, user: Any = None) -> None:
    """Bring a translation that was just published up to its source, if that is published.

    What was published may be older than the source: a scheduled draft, or a version from the
    history.
    """
    for translation in _enabled(target).filter(target_locale_id=target.locale_id):
        try:
            source = translation.source.get_source_instance()
        except ObjectDoesNotExist:
            continue
        if getattr(source, "live", True):
            _follow(source, translation, user)


def _enabled(instance: Any) -> models.QuerySet[Translation]:
    of_object = Translation.objects.filter(source__object_id=instance.translation_key, enabled=True)
    return of_object.select_related("source", "target_locale")


def _update_stored_source(instance: Any, stored: Any) -> None:
    # Its texts stay: against them wagtail-localize tells which sentences are new.
    frozen = stored.as_instance()
    if not take_over(instance, frozen):
        return
    if isinstance(frozen, ClusterableModel):
        stored.content_json = frozen.to_json()
    else:
        values = get_serializable_data_for_fields(frozen)
        stored.content_json = json.dumps(values, cls=DjangoJSONEncoder)
    stored.save(update_fields=["content_json"])
    stored.refresh_segments()


def _follow(source: Any, translation: Translation, user: Any) -> None:
    try:
        target = translation.get_target_instance()
    except ObjectDoesNotExist:
        return
    kept = _decided_by(translation)
    try:
        with transaction.atomic():
            if not isinstance(target, Page):
                if take_over(source, target, kept):
                    target.save()
            elif not target.alias_of_id:
                _follow_page(source, target, kept, user)
    except ValidationError:
        # The source is right and stays published; its translation needs an editor.
        logger.exception("Facts did not follow to the translation %s", translation.uuid)


def _decided_by(translation: Translation) -> frozenset[str]:
    """Fields that a translator has set apart ("show in menus")."""
    overrides = SegmentOverride.objects.filter(
        context__object_id=translation.source.object_id, locale_id=translation.target_locale_id
    )
    return frozenset(overrides.values_list("context__path", flat=True))


def _follow_page(source: Page, target: Page, kept: frozenset[str], user: Any) -> None:
    drafts = _drafts(target)
    if target.live and take_over(source, target, kept):
        revision = target.save_revision(user=user, clean=False)
        revision.publish(user=user, skip_permission_checks=True)
    elif not any(take_over(source, draft.as_object(), kept) for draft in drafts):
        return
    for draft in drafts:  # again, so that they stay the newest; publishing ends their schedule
        changed = draft.as_object()
        take_over(source, changed, kept)
        changed.save_revision(
            user=draft.user, approved_go_live_at=draft.approved_go_live_at, clean=False
        )
        if draft.approved_go_live_at:
            Revision.objects.filter(pk=draft.pk).update(approved_go_live_at=None)


def _drafts(page: Page) -> list[Revision]:
    """What may still be published, oldest first: the scheduled version, the newest draft."""
    wanted = models.Q(approved_go_live_at__isnull=False)
    if page.has_unpublished_changes or not page.live:
        wanted |= models.Q(pk=page.latest_revision_id)
    return list(page.revisions.filter(wanted).order_by("created_at", "pk"))
