from collections.abc import Iterable
from typing import Any
from uuid import UUID

from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from .models.consent import AdvisorConsent, Scope


class AdvisorQuerySet(PageQuerySet):
    """Advisor pages. Filters see only what the consents allow to be public."""

    def with_consent(self) -> "AdvisorQuerySet":
        """Profiles whose consent is in force."""
        return self._consented(AdvisorConsent.objects.in_force())

    def without_consent(self) -> "AdvisorQuerySet":
        """Profiles without a consent in force: nobody may see them."""
        keys = AdvisorConsent.objects.in_force().values("advisor__translation_key")
        return self.exclude(translation_key__in=keys)

    def in_city(self, city: str) -> "AdvisorQuerySet":
        return self.showing(Scope.CITY).filter(city=city)

    def speaking(self, language: str) -> "AdvisorQuerySet":
        return self.showing(Scope.LANGUAGES).filter(language_links__language=language)

    def about(self, topic: UUID) -> "AdvisorQuerySet":
        """With a topic in any language, given by its translation key."""
        return self.showing(Scope.TOPICS).filter(topic_links__topic__translation_key=topic)

    def about_any(self, topics: Iterable[UUID]) -> "AdvisorQuerySet":
        """With at least one of these topics; each profile once."""
        return self._showing_any(Scope.TOPICS, "topic_links__topic__translation_key", topics)

    def speaking_any(self, languages: Iterable[str]) -> "AdvisorQuerySet":
        """Of advisors who speak at least one of these languages; each profile once."""
        return self._showing_any(Scope.LANGUAGES, "language_links__language", languages)

    def from_any(self, countries: Iterable[str]) -> "AdvisorQuerySet":
        """From at least one of these countries of origin; each profile once."""
        return self._showing_any(Scope.COUNTRIES, "country_links__country", countries)

    def _showing_any(self, scope: Scope, path: str, values: Iterable[Any]) -> "AdvisorQuerySet":
        found = self.model._base_manager.filter(**{f"{path}__in": values})
        return self.showing(scope).filter(pk__in=found.values("pk"))

    def showing(self, scope: str) -> "AdvisorQuerySet":
        """Profiles whose consent allows a part to be public."""
        return self._consented(AdvisorConsent.objects.in_force().allowing(scope))

    def _consented(self, consents) -> "AdvisorQuerySet":
        return self.filter(translation_key__in=consents.values("advisor__translation_key"))


AdvisorPageManager = PageManager.from_queryset(AdvisorQuerySet)
