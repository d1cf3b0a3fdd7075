"""How far the translation of each German page and snippet is, found by the database.

Part by part: pages, and each kind of snippet, for each other language. A part is a queryset of
the originals with annotations of the same names; `combined` makes one list of them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    F,
    IntegerField,
    Max,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast, Length, Substr
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import (
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationLog,
    TranslationSource,
)

from core.models import User

from ..models import SourceChange
from .progress import with_translation


class State(TextChoices):
    """In the order in which somebody should look after them."""

    OUTDATED = "outdated", _("Outdated")
    MISSING = "missing", _("Missing")
    IN_PROGRESS = "in_progress", _("In progress")
    UP_TO_DATE = "up_to_date", _("Up to date, not published")
    PUBLISHED = "published", _("Published")

    @property
    def rank(self) -> int:
        """The number that stands for the state in a query, and by which rows are sorted."""
        return list(State).index(self)


SUBMIT = "wagtail_localize.submit_translation"
# The columns of a row, in the order in which the parts of the list must agree on them.
COLUMNS = (
    "translation_key",
    "source_pk",
    "type_id",
    "language_id",
    "rank",
    "row_title",
    "since",
    "source_published_at",
    "target_published_at",
)
# Translation keys: all (None), these, or those of a queryset of one column.
Keys = Collection[UUID] | QuerySet | None
# Narrows the parts down: gets a part and says what remains of it.
Narrow = Callable[[QuerySet], QuerySet]


def translated_models() -> list[type[TranslatableMixin]]:
    """What the board lists: pages, and snippets that exist in several languages."""
    snippets = [model for model in get_snippet_models() if issubclass(model, TranslatableMixin)]
    return [Page, *snippets]


def languages() -> tuple[Locale, list[Locale]]:
    """The language that the site is written in first, and the others (one query)."""
    locales = {locale.language_code: locale for locale in Locale.objects.order_by("pk")}
    source = locales.pop(settings.LANGUAGE_CODE)
    return source, list(locales.values())


def outdated(user: User) -> QuerySet:
    """The translations that lag behind their originals, as far as the user may work on them.

    `outdated(user).count()` is one query, once the languages and the user's permissions are known.
    """
    source, others = languages()
    return combined(
        # By the condition alone: the other states cost more to tell apart.
        with_state(originals.filter(_lags(model, source, locale)), model, source, locale)
        for locale in others
        for originals, model in _originals(user, source, locale)
    )


def combined(
    parts: Iterable[QuerySet], narrow: Narrow = lambda part: part, extra: Iterable[str] = ()
) -> QuerySet:
    """The rows of all parts as one queryset of dictionaries with the keys `COLUMNS`.

    `extra` names annotations that `narrow` added, and that rows are to be sorted by.
    It can be ordered, counted and sliced, but not filtered any further: that is for `narrow`.
    """
    parts = list(parts) or [_nothing()]
    first, *others = [narrow(part).order_by().values(*COLUMNS, *extra) for part in parts]
    return first.union(*others, all=True) if others else first


def _nothing() -> QuerySet:
    """For a new site, which has one language and nothing to translate into yet."""
    source, __ = languages()
    return with_state(Page.objects.none(), Page, source, source)


def parts(user: User) -> Iterator[QuerySet]:
    """The originals that this user may edit or translate, with their state."""
    source, others = languages()
    for locale in others:
        for originals, model in _originals(user, source, locale):
            yield with_state(originals, model, source, locale)


def of_original(original: TranslatableMixin, locale: Locale) -> State | None:
    """The state of one translation; None for what is not on the board."""
    ranks = one_with_state(original, original.locale, locale).values_list("rank", flat=True)
    return next((list(State)[rank] for rank in ranks), None)


def one_with_state(original: TranslatableMixin, source: Locale, locale: Locale) -> QuerySet:
    """`with_state` for a single original, which looks at nothing else of the site."""
    model = Page if isinstance(original, Page) else type(original)
    originals = model._base_manager.filter(pk=original.pk)
    return with_state(originals, model, source, locale, only=[original.translation_key])


def with_state(
    originals: QuerySet,
    model: type[Model],
    source: Locale,
    locale: Locale,
    only: Keys = None,
) -> QuerySet:
    """Originals with the columns of a row: what they are, and the `rank` of their state.

    `only` are the translation keys of all that is asked for, if it is known before.
    """
    is_page = model is Page
    targets = _targets(model, locale)
    target = targets.filter(translation_key=OuterRef("translation_key"))
    changes = SourceChange.objects.filter(
        translation_key=OuterRef("translation_key"), locale_id=locale.pk
    )
    title = "draft_title" if is_page else _name_field(model)
    type_id = (
        F("content_type_id") if is_page else Value(ContentType.objects.get_for_model(model).pk)
    )
    return originals.annotate(
        source_pk=F("pk"),
        type_id=Cast(type_id, IntegerField()),
        language_id=Value(locale.pk, IntegerField()),
        row_title=Cast(F(title), CharField()),
        since=Subquery(changes.values("since")[:1]),
        source_published_at=F("last_published_at") if is_page else _no_time(),
        target_published_at=(
            Subquery(target.values("last_published_at")[:1]) if is_page else _no_time()
        ),
        rank=_rank(model, source, locale, only),
    )


def _rank(model: type[Model], source: Locale, locale: Locale, only: Keys) -> Case:
    steps = [
        When(~_among(_targets(model, locale), only), then=Value(State.MISSING.rank)),
        When(_lags(model, source, locale, only), then=Value(State.OUTDATED.rank)),
        When(
            _among(_in_editor(source, locale), only, "source__object_id")
            & _among(_incomplete(source, locale), only, "source__object_id"),
            then=Value(State.IN_PROGRESS.rank),
        ),
        When(_is_shown(model, source, locale, only), then=Value(State.PUBLISHED.rank)),
    ]
    return Case(*steps, default=Value(State.UP_TO_DATE.rank), output_field=IntegerField())


# Conditions on an original. They ask for sets of translation keys that do not depend on the
# original, so that a database makes each set once and not for every row anew; and for no more than
# what belongs to certain originals (`only`).


def _among(objects: QuerySet, only: Keys, key: str = "translation_key") -> Q:
    return Q(translation_key__in=_narrowed(objects, only, key).order_by().values(key))


def _narrowed(objects: QuerySet, only: Keys, key: str) -> QuerySet:
    return objects if only is None else objects.filter(**{f"{key}__in": only})


def _targets(model: type[Model], locale: Locale) -> QuerySet:
    targets = model._base_manager.filter(locale_id=locale.pk)
    return targets.filter(alias_of=None) if model is Page else targets


def _live(model: type[Model], locale: Locale, only: Keys) -> Q:
    targets = _targets(model, locale)
    return _among(targets.filter(live=True) if model is Page else targets, only)


def _in_editor(source: Locale, locale: Locale) -> QuerySet:
    """What is translated in wagtail-localize's editor, and not by hand."""
    return Translation.objects.filter(
        source__locale_id=source.pk, target_locale_id=locale.pk, enabled=True
    )


def _incomplete(source: Locale, locale: Locale) -> QuerySet:
    """The sentences that lack a translation."""
    segments = StringSegment.objects.filter(source__locale_id=source.pk)
    return with_translation(segments, locale.pk).filter(is_translated=False)


def _lags(model: type[Model], source: Locale, locale: Locale, only: Keys = None) -> Q:
    """Translators do not know of a change; or they do, and readers see the old translation."""
    changes = SourceChange.objects.filter(locale_id=locale.pk)
    if only is None:  # of much that there is little has changed
        only = changes.order_by().values("translation_key")
    return _among(_targets(model, locale), only) & (
        _among(changes.filter(is_taken_over=False), only)
        | (
            _among(changes.filter(is_published=True), only)
            & _live(model, locale, only)
            & _among(_in_editor(source, locale), only, "source__object_id")
            & _among(_incomplete(source, locale), only, "source__object_id")
        )
    )


def _is_shown(model: type[Model], source: Locale, locale: Locale, only: Keys) -> Q:
    """Readers see all that was translated."""
    sources = TranslationSource.objects.filter(
        locale_id=source.pk, last_updated_at__gt=_written_at(model, source, locale, "object_id")
    )
    by_content = "context__object_id"
    written = _written_at(model, source, locale, by_content)
    newer = Q(pk__in=())
    for kind in (StringTranslation, SegmentOverride):
        texts = _narrowed(kind.objects.filter(locale_id=locale.pk), only, by_content)
        latest = texts.order_by().values(by_content).annotate(at=Max("updated_at"))
        newer |= _among(latest.filter(at__gt=written), None, by_content)
    by_hand = ~_among(_in_editor(source, locale), only, "source__object_id")
    return _live(model, locale, only) & (by_hand | ~(_among(sources, only, "object_id") | newer))


def _written_at(model: type[Model], source: Locale, locale: Locale, key: str) -> Subquery:
    """When what readers see was made of its sentences; `key` names the translation key."""
    log = TranslationLog.objects.filter(source__locale_id=source.pk, locale_id=locale.pk)
    if model is Page:
        of_log = _targets(model, locale).filter(translation_key=OuterRef("source__object_id"))
        live_at = Subquery(of_log.values("live_revision__created_at")[:1])
        log = log.filter(Q(revision=None) | Q(revision__created_at__lte=live_at))
    log = log.filter(source__object_id=OuterRef(key)).order_by("-created_at")
    return Subquery(log.values("created_at")[:1])


def _no_time() -> Cast:
    return Cast(Value(None), DateTimeField())


def _name_field(model: type[Model]) -> str:
    """The field that comes nearest to what `str()` says."""
    names = [field.name for field in model._meta.concrete_fields if isinstance(field, CharField)]
    return next((name for name in ("title", "name") if name in names), names[0])


def _originals(
    user: User, source: Locale, locale: Locale
) -> Iterator[tuple[QuerySet, type[TranslatableMixin]]]:
    yield _pages(user, source, locale), Page
    for model in translated_models()[1:]:
        yield _snippets(user, model, source, locale), model


def _pages(user: User, source: Locale, locale: Locale) -> QuerySet:
    """Pages that the user may edit in one of the two languages, or may start to translate."""
    pages = Page.objects.filter(locale_id=source.pk, depth__gt=1, alias_of=None)
    if user.is_superuser:
        return pages
    policy = policy_registry.get_by_type(Page)
    editable = policy.instances_user_has_permission_for(user, "change").order_by()
    allowed = Q(pk__in=editable.values("pk")) | Q(
        translation_key__in=editable.filter(locale_id=locale.pk).values("translation_key")
    )
    if user.has_perm(SUBMIT):
        # A translation comes to lie below the translation of its parent.
        addable = policy.instances_user_has_permission_for(user, "add").order_by()
        parents = addable.filter(locale_id=locale.pk)
        parent = Page.objects.filter(path=OuterRef("parent_path")).values("translation_key")[:1]
        pages = pages.annotate(
            parent_path=Substr("path", 1, Length("path") - Page.steplen),
            parent_key=Subquery(parent),
        )
        allowed |= Q(parent_key__in=parents.values("translation_key"))
    return pages.filter(allowed)


def _snippets(
    user: User, model: type[TranslatableMixin], source: Locale, locale: Locale
) -> QuerySet:
    originals = model._base_manager.filter(locale_id=source.pk)
    policy = policy_registry.get_by_type(model)
    if not policy.user_has_permission(user, "change"):
        return originals.none()
    return originals
