"""Submitting for translation, and updating what was submitted, without side effects.

wagtail-localize's own views, apart from what they do besides:
- a subtree that is submitted again overwrote pages already translated, published ones included;
- pages above that are not translated became aliases: German text under the English address;
- what cannot be saved in the other language ended in a server error;
- whoever may submit could publish translations, unfinished ones, without the right to publish.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation
from wagtail_localize.operations import TranslationCreator
from wagtail_localize.views import submit_translations, update_translations
from wagtail_localize.views.edit_translation import user_can_edit_instance

from core.refusals import sentences

from ..machine_translation.views import translate_by_machine
from .publishing import languages, may_publish, readiness


class NewTranslations(TranslationCreator):
    """Creates translations where there are none; what exists stays as it is.

    `refused` says what could not be translated, and why.
    """

    def __init__(self, user: Any, target_locales: list[Locale]) -> None:
        super().__init__(user, list(target_locales))
        self.refused: list[str] = []

    def create_translations(self, instance: Any, include_related_objects: bool = True) -> None:
        instance = instance.specific if isinstance(instance, Page) else instance
        wanted = self.target_locales
        self.target_locales = [locale for locale in wanted if not _is_translated(instance, locale)]
        try:
            if self.target_locales:
                super().create_translations(instance, include_related_objects)
                self._note_failures(instance)
        finally:
            self.target_locales = wanted

    def create_branch(self, page: Page, *, with_descendants: bool) -> None:
        """Translate a page, untranslated pages above it first, and what is below it if wanted."""
        for ancestor in page.get_ancestors().filter(depth__gt=1):
            self.create_translations(ancestor)
        self.create_translations(page)
        if with_descendants:
            for descendant in page.get_descendants():
                if not self.refused:
                    self.create_translations(descendant)

    def _note_failures(self, instance: Any) -> None:
        # The library passes over what does not validate. Of a page there is a draft all the same,
        # whose editor says what is wrong; of a snippet there is nothing.
        for locale in self.target_locales:
            if not _is_translated(instance, locale):
                self.refused.append(f"“{instance}”: {_problem(instance, locale)}")


def _problem(instance: Any, locale: Locale) -> str:
    try:
        instance.copy_for_translation(locale).full_clean()
    except ValidationError as problem:
        return sentences(problem, type(instance))
    return _("Its content cannot be saved in the other language.")


def _is_translated(instance: Any, locale: Locale) -> bool:
    found = instance.get_translations(inclusive=True).filter(locale=locale)
    return (found.filter(alias_of=None) if isinstance(instance, Page) else found).exists()


class CarefulSubmission:
    """Mixin for wagtail-localize's views that submit."""

    def dispatch(self, request, *args: Any, **kwargs: Any) -> HttpResponse:
        instance = self.get_object()
        may_submit = _may_submit_page if isinstance(instance, Page) else _may_submit_snippet
        if not may_submit(request.user, instance):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        locales = list(form.cleaned_data["locales"])
        creator = NewTranslations(self.request.user, locales)
        with transaction.atomic():
            if isinstance(self.object, Page):
                creator.create_branch(
                    self.object, with_descendants=form.cleaned_data["include_subtree"]
                )
            else:
                creator.create_translations(self.object)
            self.components.save(creator, sources_and_translations=creator.mappings)
            if creator.refused:
                transaction.set_rollback(True)
        if creator.refused:
            refused = " ".join(creator.refused)
            messages.error(
                self.request,
                _("Nothing was submitted for translation. %(refused)s") % {"refused": refused},
            )
            return self.render_to_response(self.get_context_data())
        messages.success(self.request, self.get_success_message(languages(locales)))
        translated = self.object.get_translation(locales[0]) if len(locales) == 1 else None
        return redirect(self.get_success_url() or self.get_default_success_url(translated))


def _is_original(instance: Any) -> bool:
    return instance.locale.language_code == settings.LANGUAGE_CODE


def _may_submit_page(user: Any, page: Page) -> bool:
    """Whoever may edit the original, or may add pages where a translation of it would go.

    An English page that somebody may edit is not reason enough to add a German one.
    """
    may_edit = page.permissions_for_user(user).can_edit()
    if may_edit and (user.is_superuser or _is_original(page)):
        return True
    for ancestor in reversed(page.get_ancestors().filter(depth__gt=1)):
        translations = ancestor.get_translations().filter(alias_of=None)
        if translations:
            return any(each.permissions_for_user(user).can_add_subpage() for each in translations)
    return False


def _may_submit_snippet(user: Any, snippet: Any) -> bool:
    """Whoever may change such content; from other languages only who may change the German."""
    policy = policy_registry.get(snippet)
    if _is_original(snippet):
        return policy.user_has_permission(user, "change")
    german = type(snippet)(locale=Locale.get_default())
    return policy.user_has_permission_for_instance(user, "change", german)


class SubmitPageView(CarefulSubmission, submit_translations.SubmitPageTranslationView):
    """“Translate this page”."""


class SubmitSnippetView(CarefulSubmission, submit_translations.SubmitSnippetTranslationView):
    """“Translate” in a list of snippets."""


class UpdateView(update_translations.UpdateTranslationsView):
    """“Sync translated pages”: brings the sentences of the source to the translators."""

    def dispatch(self, request, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            source = self.get_object().get_source_instance()
        except ObjectDoesNotExist:
            raise Http404 from None
        if isinstance(source, Page) and not any(
            page.permissions_for_user(request.user).can_edit()
            for page in source.get_translations(inclusive=True)
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form(self) -> Any:
        form = super().get_form()
        if not all(may_publish(self.request.user, each) for each in self._translations()):
            del form.fields["publish_translations"]
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            self.object.update_from_db()
            for translation in self._translations():
                translation.source.update_target_view_restrictions(translation.target_locale)
            self.components.save(
                self.object,
                sources_and_translations={self.object: list(self._translations())},
            )
        messages.success(self.request, self.get_success_message())
        if form.cleaned_data.get("use_machine_translation"):
            for translation in self._translations():
                # Who may only edit the original hands its sentences over, and no more.
                if user_can_edit_instance(self.request.user, translation.get_target_instance()):
                    translate_by_machine(self.request, translation, self.request.user)
        if form.cleaned_data.get("publish_translations"):
            self._publish()
        return redirect(self.get_success_url() or self.get_default_success_url())

    def _publish(self) -> None:
        for translation in self._translations():
            language = translation.target_locale.get_display_name()
            if not readiness(translation):
                messages.warning(
                    self.request,
                    _(
                        "The translation into %(language)s was not published: it has sentences "
                        "that are not translated, or that nobody has read."
                    )
                    % {"language": language},
                )
                continue
            with contextlib.suppress(ValidationError):
                translation.save_target(user=self.request.user, publish=True)

    def _translations(self) -> Iterator[Translation]:
        enabled = self.object.translations.filter(enabled=True)
        for translation in enabled.select_related("source", "target_locale"):
            if self.object.object.has_translation(translation.target_locale):
                yield translation
