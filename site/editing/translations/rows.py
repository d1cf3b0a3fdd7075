"""From what the database found to the rows of the board; a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.permissions import policy_registry
from wagtail.users.utils import get_deleted_user_display_name
from wagtail_localize.models import Translation, get_edit_url

from core.models import User

from ..models import SourceChange
from .progress import Progress, progress_of
from .sentences import label
from .state import SUBMIT, State, languages, translated_models

PAGE_ICON = "doc-empty-inverse"


@dataclass(frozen=True)
class Sentence:
    """A changed sentence as people read it; "" before for a new one, after for one that went."""

    place: str
    old: str
    new: str


@dataclass(frozen=True)
class Action:
    """What a click does: leads to an address, or posts to it."""

    label: str
    url: str
    posts: bool = False


@dataclass
class Row:
    """An original and its translation into one language."""

    title: str
    language: str
    state: State
    type_name: str
    icon: str
    edit_url: str = ""  # "" if the reader may not edit the original
    target_url: str = ""  # "" without a translation, or if the reader may not edit it
    place: list[str] = field(default_factory=list)  # titles of the pages above
    progress: Progress | None = None
    since: datetime | None = None
    changed_by: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    is_taken_over: bool = True
    source_published_at: datetime | None = None
    target_published_at: datetime | None = None
    action: Action | None = None

    @property
    def progress_text(self) -> str:
        """How much is translated, while something is missing; else ""."""
        return str(self.progress) if self.progress and self.progress.missing else ""

    @property
    def state_text(self) -> str:
        return ": ".join(filter(None, (str(self.state.label), self.progress_text)))

    @property
    def status_class(self) -> str:
        """The look of the tag in Wagtail's admin."""
        return "w-status--primary" if self.state == State.PUBLISHED else ""

    @property
    def place_text(self) -> str:
        return " › ".join(self.place)

    @property
    def sentences_text(self) -> str:
        """The changes as lines of plain text, for a spreadsheet."""
        return "\n".join(
            f"{change.place}: {change.old or '–'} → {change.new or '–'}"
            for change in self.sentences
        )


def rows_of(found: Iterable[Mapping[str, Any]], user: User) -> list[Row]:
    """The rows for what `state.combined` found, in the same order."""
    found = list(found)
    loaded = _Loaded(found, user)
    return [loaded.row(values) for values in found]


def readable(change: SourceChange, model: type[Model]) -> list[Sentence]:
    return [
        Sentence(place=label(model, each["names"]), old=each["old"], new=each["new"])
        for each in change.sentences
    ]


def name_of(user: User | None) -> str:
    """The name of who changed something; "" if nobody knows."""
    if user is None:
        return ""
    return user.get_full_name() or user.get_username() or get_deleted_user_display_name(user.pk)


class _Loaded:
    """All that the rows refer to, each kind with one query for all of them."""

    def __init__(self, found: list[Mapping[str, Any]], user: User) -> None:
        self.user = user
        self.source_locale, others = languages()
        self.locales = {locale.pk: locale for locale in others}
        self.keys = [values["translation_key"] for values in found]
        self.pks: dict[type[Model], list[int]] = {}
        for values in found:
            model = self.model_of(values)
            kind = Page if issubclass(model, Page) else model
            self.pks.setdefault(kind, []).append(values["source_pk"])

    @staticmethod
    def model_of(values: Mapping[str, Any]) -> type[TranslatableMixin]:
        return ContentType.objects.get_for_id(values["type_id"]).model_class()

    @cached_property
    def originals(self) -> dict[type[Model], dict[int, Any]]:
        return {
            model: {one.pk: one for one in model._base_manager.filter(pk__in=pks)}
            for model, pks in self.pks.items()
        }

    @cached_property
    def targets(self) -> dict[tuple[type[Model], UUID, int], Any]:
        """By kind of content, translation key and language."""
        found: dict[tuple[type[Model], UUID, int], Any] = {}
        for model in translated_models():
            if model not in self.pks:
                continue
            targets = model._base_manager.filter(
                translation_key__in=self.keys, locale_id__in=self.locales
            )
            for target in targets.filter(alias_of=None) if model is Page else targets:
                found[model, target.translation_key, target.locale_id] = target
        return found

    @cached_property
    def editable(self) -> set[tuple[type[Model], int]]:
        """What of all this the user may edit."""
        result = set()
        for model, pks in self.pks.items():
            wanted = [*pks, *(t.pk for (kind, *_), t in self.targets.items() if kind is model)]
            result |= {(model, pk) for pk in _editable(model, wanted, self.user)}
        return result

    @cached_property
    def translations(self) -> dict[tuple[UUID, int], Translation]:
        found = Translation.objects.filter(
            source__object_id__in=self.keys, source__locale=self.source_locale, enabled=True
        )
        return {
            (translation.source.object_id, translation.target_locale_id): translation
            for translation in found.select_related("source").defer("source__content_json")
        }

    @cached_property
    def progress(self) -> dict[int, dict[UUID, Progress]]:
        return {pk: progress_of(self.keys, self.source_locale.pk, pk) for pk in self.locales}

    @cached_property
    def changes(self) -> dict[tuple[UUID, int], SourceChange]:
        found = SourceChange.objects.filter(translation_key__in=self.keys)
        return {
            (change.translation_key, change.locale_id): change
            for change in found.select_related("changed_by")
        }

    @cached_property
    def titles(self) -> dict[str, str]:
        """Of the pages above the listed ones, below the start page, by path."""
        paths = {
            path for page in self.originals.get(Page, {}).values() for path in _paths_above(page)
        }
        return dict(Page.objects.filter(path__in=paths).values_list("path", "draft_title"))

    def row(self, values: Mapping[str, Any]) -> Row:
        model = self.model_of(values)
        kind = Page if issubclass(model, Page) else model
        key, language = values["translation_key"], values["language_id"]
        original = self.originals[kind][values["source_pk"]]
        target = self.targets.get((kind, key, language))
        translation = self.translations.get((key, language))
        change = self.changes.get((key, language))
        row = Row(
            title=original.get_admin_display_title() if kind is Page else str(original),
            language=self.locales[language].get_display_name(),
            state=list(State)[values["rank"]],
            type_name=str(capfirst(model._meta.verbose_name)),
            icon=PAGE_ICON if kind is Page else model.snippet_viewset.icon,
            edit_url=get_edit_url(original) if (kind, original.pk) in self.editable else "",
            progress=self.progress[language].get(key) if translation else None,
            source_published_at=values["source_published_at"],
            target_published_at=values["target_published_at"],
        )
        if kind is Page:
            row.place = [self.titles[path] for path in _paths_above(original)]
        if change is not None:
            row.since, row.changed_by = change.since, name_of(change.changed_by)
            row.sentences = readable(change, model)
            row.is_taken_over = change.is_taken_over
        may_edit = target is not None and (kind, target.pk) in self.editable
        row.target_url = get_edit_url(target) if may_edit else ""
        row.action = action_for(
            original, self.locales[language], target if may_edit else None, translation, change,
            may_submit=self.user.has_perm(SUBMIT), is_missing=target is None,
        )  # fmt: skip
        return row


def action_for(
    original: Model,
    locale: Locale,
    target: Model | None,
    translation: Translation | None,
    change: SourceChange | None,
    *,
    may_submit: bool,
    is_missing: bool,
) -> Action | None:
    """The one click to where the work is; `target` is the translation, if one may edit it."""
    if is_missing:
        if not may_submit:
            return None
        address = f"{submit_url(original)}?select_locale={locale.language_code}"
        return Action(_("Translate"), address)
    if target is None:
        return None
    is_behind = change is not None and not change.is_taken_over
    if translation is not None and is_behind and may_submit:
        address = reverse("editing_translations:take_over", args=[translation.pk])
        return Action(_("Take over and translate"), address, posts=True)
    return Action(_("Open translation"), get_edit_url(target))


def submit_url(original: Model) -> str:
    """Where wagtail-localize begins a translation."""
    if isinstance(original, Page):
        return reverse("wagtail_localize:submit_page_translation", args=[original.pk])
    meta = original._meta
    return reverse(
        "wagtail_localize:submit_snippet_translation",
        args=[meta.app_label, meta.model_name, quote(original.pk)],
    )


def _paths_above(page: Page) -> list[str]:
    """The paths of the pages between the start page and this one, from above."""
    return [page.path[: page.steplen * depth] for depth in range(3, page.depth)]


def _editable(model: type[Model], pks: list[int], user: User) -> Iterable[int]:
    policy = policy_registry.get_by_type(model)
    allowed: QuerySet = policy.instances_user_has_permission_for(user, "change")
    return allowed.order_by().filter(pk__in=pks).values_list("pk", flat=True)
