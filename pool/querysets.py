from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from .models.consent import ENDS_SOON, AdvisorConsent, ConsentState, Scope


class AdvisorQuerySet(PageQuerySet):
    """Advisor pages. Filters see only what the consents allow to be public."""

    def with_consent(self) -> "AdvisorQuerySet":
        """Profiles whose consent is in force."""
        return self._consented(AdvisorConsent.objects.in_force())

    def without_consent(self) -> "AdvisorQuerySet":
        """Profiles without a consent in force: nobody may see them."""
        keys = AdvisorConsent.objects.in_force().values("advisor__translation_key")
        return self.exclude(translation_key__in=keys)

    def with_consent_state(self) -> "AdvisorQuerySet":
        """Profiles with what their newest consent means today: `consent_state` (`ConsentState`),
        and its days `consent_until` and `consent_withdrawn_on`."""
        newest = AdvisorConsent.objects.filter(
            advisor__translation_key=OuterRef("translation_key")
        ).order_by("-pk")
        today = timezone.localdate()
        soon = Q(consent_until__lte=today + ENDS_SOON)
        state = Case(
            When(consent_given_on=None, then=Value(ConsentState.MISSING)),
            When(consent_withdrawn_on__isnull=False, then=Value(ConsentState.WITHDRAWN)),
            When(consent_until__lt=today, then=Value(ConsentState.ENDED)),
            When(soon, then=Value(ConsentState.ENDS_SOON)),
            default=Value(ConsentState.VALID),
        )
        return self.annotate(
            consent_given_on=Subquery(newest.values("given_on")[:1]),
            consent_until=Subquery(newest.values("valid_until")[:1]),
            consent_withdrawn_on=Subquery(newest.values("withdrawn_on")[:1]),
            consent_state=state,
        )

    def in_city(self, city: str) -> "AdvisorQuerySet":
        return self.showing(Scope.CITY).filter(city=city)

    def speaking(self, language: str) -> "AdvisorQuerySet":
        return self.speaking_any([language])

    def about(self, topic: UUID) -> "AdvisorQuerySet":
        """With a topic in any language, given by its translation key."""
        return self.about_any([topic])

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
