"""Publishing a page together with its translations: all of them go live, or none."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, get_edit_url

from core.models import User
from core.refusals import sentences as missing_fields

from ..models import ChangedSentence, SourceChange
from . import state
from .progress import untranslated
from .rows import Action, Sentence, submit_url
from .sentences import differences, label, sentences_in, sentences_of
from .state import SUBMIT, State


class Refused(Exception):
    """Nothing was published; the argument is a sentence that says why."""


@dataclass(frozen=True)
class Obstacle:
    """Why the languages cannot go live together, and what somebody can do about it."""

    text: str
    action: Action | None = None
    sentences: list[Sentence] = field(default_factory=list)


@dataclass
class Pair:
    """A translation of the page; `translation` is None where it was written by hand."""

    locale: Locale
    target: Page | None
    translation: Translation | None

    @property
    def language(self) -> str:
        return self.locale.get_display_name()


class Plan:
    """What publishing a page in all languages would do, for one user."""

    def __init__(self, page: Page, user: User) -> None:
        self.page = page.specific
        self.user = user
        self.draft = self.page.get_latest_revision_as_object()
        __, others = state.languages()
        self.pairs = [_pair(self.page, locale) for locale in others]

    @property
    def languages(self) -> list[str]:
        return [self.page.locale.get_display_name(), *(pair.language for pair in self.pairs)]

    @cached_property
    def obstacles(self) -> list[Obstacle]:
        found = [*self._against_version(self.page, self.draft)]
        for pair in self.pairs:
            found += self._against_translation(pair)
        if not found and not self.is_needed:
            found.append(Obstacle(_("All versions are public as they are. Nothing is to be done.")))
        return found

    @property
    def has_news(self) -> bool:
        """Whether there is something in the original that is not public yet."""
        return not self.page.live or self.page.has_unpublished_changes

    @cached_property
    def is_needed(self) -> bool:
        return self.has_news or any(
            state.of_original(self.page, pair.locale) != State.PUBLISHED for pair in self.pairs
        )

    @property
    def notes(self) -> list[str]:
        """What else somebody should know before going on."""
        found = []
        for version in (self.page, *(pair.target for pair in self.pairs if pair.target)):
            language = version.locale.get_display_name()
            parent = version.get_parent()
            if not parent.live and not parent.is_root():
                found.append(
                    _(
                        "%(language)s: the page above, “%(title)s”, is not public. Visitors find "
                        "this page only after that one is published."
                    )
                    % {"language": language, "title": parent.get_admin_display_title()}
                )
            if version.current_workflow_state:
                found.append(
                    _("%(language)s: publishing ends the review that is going on.")
                    % {"language": language}
                )
        return found

    def _against_version(self, page: Page, draft: Page) -> list[Obstacle]:
        """What stands against publishing one language, apart from its words."""
        language = page.locale.get_display_name()
        found = []
        if not page.permissions_for_user(self.user).can_publish():
            found.append(_("You may not publish the version in %(language)s. Submit it for review.")
                         % {"language": language})  # fmt: skip
        lock = page.get_lock()
        if lock is not None and lock.for_user(self.user):
            found.append(_("The version in %(language)s is locked. Ask whoever locked it.")
                         % {"language": language})  # fmt: skip
        if draft.go_live_at and draft.go_live_at > timezone.now():
            found.append(
                _(
                    "The version in %(language)s is to go live at a later time. Take that time "
                    "away first, or publish the languages one by one."
                )
                % {"language": language}
            )
        found += [f"{language}: {reason}" for reason in _faults(draft)]
        return [Obstacle(text, Action(_("Edit"), get_edit_url(page))) for text in found]

    def _against_translation(self, pair: Pair) -> list[Obstacle]:
        may_submit = self.user.has_perm(SUBMIT)
        names = {"language": pair.language}
        if pair.target is None:
            address = f"{submit_url(self.page)}?select_locale={pair.locale.language_code}"
            action = Action(_("Translate"), address) if may_submit else None
            return [Obstacle(_("There is no version in %(language)s yet.") % names, action)]
        if pair.translation is None:
            found = self._against_version(pair.target, pair.target.get_latest_revision_as_object())
            if self._changes_since_written(pair):
                text = _(
                    "The version in %(language)s was written by hand before the text changed here. "
                    "Bring it up to date and save it."
                )
                found.append(Obstacle(text % names, Action(_("Edit"), get_edit_url(pair.target))))
            return found
        found = self._against_version(pair.target, pair.target)
        changes = differences(sentences_in(pair.translation.source), sentences_of(self.draft))
        if changes:
            text = ngettext(
                "%(language)s: %(number)d sentence changed since the translators got the text.",
                "%(language)s: %(number)d sentences changed since the translators got the text.",
                len(changes),
            ) % {**names, "number": len(changes)}
            address = reverse("editing_translations:take_over", args=[pair.translation.pk])
            action = Action(_("Take over and translate"), f"{address}?draft=1", posts=True)
            readable = [self._readable(change) for change in changes]
            found.append(Obstacle(text, action if may_submit else None, readable))
        elif number := untranslated(pair.translation.source, pair.locale.pk).count():
            text = ngettext(
                "%(language)s: %(number)d sentence is not translated yet.",
                "%(language)s: %(number)d sentences are not translated yet.",
                number,
            ) % {**names, "number": number}
            found.append(Obstacle(text, Action(_("Open translation"), get_edit_url(pair.target))))
        return found

    def _changes_since_written(self, pair: Pair) -> bool:
        changes = SourceChange.objects.filter(translation_key=self.page.translation_key)
        return changes.filter(locale=pair.locale).exists()

    def _readable(self, change: ChangedSentence) -> Sentence:
        return Sentence(label(type(self.page), change["names"]), change["old"], change["new"])


def publish_all(page: Page, user: User) -> list[Page]:
    """Publish the newest draft of a page, and its translations as they are translated.

    Returns the published pages, the original first. Raises `Refused` if something stands against
    it (see `Plan.obstacles`), and `ValidationError` for a translation that is not valid; nothing
    is published then.
    """
    with transaction.atomic():
        plan = Plan(Page.objects.select_for_update().get(pk=page.pk), user)
        if plan.obstacles:
            raise Refused(" ".join(obstacle.text for obstacle in plan.obstacles))
        if plan.has_news:
            _newest(plan.page, user).publish(user=user)
        targets = [_publish_translation(pair, user) for pair in plan.pairs]
    return [type(plan.page).objects.get(pk=plan.page.pk), *targets]


def _publish_translation(pair: Pair, user: User) -> Page:
    if pair.translation is not None:
        source = pair.translation.source
        source.update_from_db()
        if untranslated(source, pair.locale.pk).exists():
            raise Refused(_("The translation is not complete. Nothing was published."))
        # wagtail-localize itself publishes after the transaction, when it is too late to refuse.
        pair.translation.save_target(user=user, publish=False)
    target = type(pair.target).objects.get(pk=pair.target.pk)
    revision = _newest(target, user)
    if faults := _faults(revision.as_object()):
        raise Refused(f"{pair.language}: {' '.join(faults)}")
    revision.publish(user=user)
    return type(target).objects.get(pk=target.pk)


def _newest(page: Page, user: User) -> Any:
    return page.get_latest_revision() or page.save_revision(user=user)


def _faults(version: Page) -> list[str]:
    """What is missing in a version, or forbids it, in sentences."""
    try:
        version.full_clean()
    except ValidationError as problem:
        return [missing_fields(problem, type(version))]
    return version.reasons_against_publishing()


def _pair(page: Page, locale: Locale) -> Pair:
    translation = (
        Translation.objects.filter(
            source__object_id=page.translation_key,
            source__locale_id=page.locale_id,
            target_locale=locale,
            enabled=True,
        )
        .select_related("source", "target_locale")
        .first()
    )
    try:
        target = type(page).objects.filter(alias_of=None).get(
            translation_key=page.translation_key, locale=locale
        )  # fmt: skip
    except ObjectDoesNotExist:
        target = None
    return Pair(locale, target, translation)
