"""What of an advisor's profile is public. HTML, API, search index and lists ask only here."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wagtail.images import get_image_model

from core import references
from core.models import Topic
from core.models.people import phone_uri
from core.names import country_name, language_name
from core.places import State
from core.shapes import Email, Named, OptionalUrl

from .models.consent import AdvisorConsent, Scope

if TYPE_CHECKING:
    from .models import AdvisorPage

_WORD = re.compile(r"[^\W_]+")


def load_consents(pages: Iterable["AdvisorPage"]) -> dict[UUID, AdvisorConsent | None]:
    """The consents in force of these advisors, by translation key, in one query."""
    known = references.current().once("consents", dict)
    missing = {page.translation_key for page in pages} - known.keys()
    if missing:
        found = AdvisorConsent.objects.in_force().filter(advisor__translation_key__in=missing)
        known.update(dict.fromkeys(missing))
        known.update(
            {
                consent.advisor.translation_key: consent
                for consent in found.select_related("advisor")
            }
        )
    return known


def load_profiles(pages: Iterable["AdvisorPage"]) -> None:
    """Load what the public profiles of a list show: consents, and topics in the active language.

    The pages' relations must be prefetched (`AdvisorPage.prefetch`).
    """
    load_consents(pages)
    links = (link for page in pages for link in page.topic_links.all())
    references.current().snippets(Topic, [link.topic_id for link in links])


def names_person(text: str, first_name: str, last_name: str) -> bool:
    """Whether a text holds one of the words of a name, in any case; initials do not count."""
    folded = text.casefold()
    names = _WORD.findall(f"{first_name} {last_name}".casefold())
    said = [name for name in names if len(name) > 1 and name in folded]
    return bool(said) and not set(_WORD.findall(folded)).isdisjoint(said)


def public_scopes(page: "AdvisorPage") -> frozenset[str]:
    """The parts of a profile (`Scope`) that its consent allows to be public now."""
    consent = load_consents([page])[page.translation_key]
    return consent.scopes if consent else frozenset()


class PublicProfile:
    """A profile as everybody may see it: what is not allowed is empty, in every format."""

    def __init__(self, page: "AdvisorPage") -> None:
        self.page = page
        self.scopes = public_scopes(page)

    def _allowed(self, scope: Scope, value: Any, otherwise: Any = "") -> Any:
        return value if scope in self.scopes else otherwise

    @property
    def first_name(self) -> str:
        return self._allowed(Scope.NAME, self.page.first_name)

    @property
    def last_name(self) -> str:
        return self._allowed(Scope.NAME, self.page.last_name)

    @property
    def name(self) -> str:
        """First and last name, or the page's neutral title."""
        return f"{self.first_name} {self.last_name}".strip() or self.page.title

    @property
    def portrait(self) -> Any:
        pk = self._allowed(Scope.PORTRAIT, self.page.portrait_id, None)
        return references.current().get(get_image_model(), pk) if pk else None

    @property
    def portrait_alt(self) -> str:
        return self._allowed(Scope.PORTRAIT, self.page.portrait_alt)

    @property
    def city(self) -> str:
        return self._allowed(Scope.CITY, self.page.city)

    @property
    def state(self) -> str:
        return self.page.state

    @property
    def state_name(self) -> str:
        return str(State(self.page.state).label)

    @property
    def countries(self) -> list[Named]:
        """Countries of origin `{code, name}`, named in the active language."""
        links = self._allowed(Scope.COUNTRIES, self.page.country_links.all(), [])
        return [{"code": link.country, "name": country_name(link.country)} for link in links]

    @property
    def languages(self) -> list[Named]:
        """Spoken languages `{code, name}`, named in the active language."""
        links = self._allowed(Scope.LANGUAGES, self.page.language_links.all(), [])
        return [{"code": link.language, "name": language_name(link.language)} for link in links]

    @property
    def topics(self) -> list[Topic]:
        """Topics in the active language."""
        links = self._allowed(Scope.TOPICS, self.page.topic_links.all(), [])
        return references.current().snippets(Topic, [link.topic_id for link in links])

    @property
    def experience(self) -> Any:
        """The body, or None if it may not be shown."""
        return self._allowed(Scope.EXPERIENCE, self.page.experience, None)

    @property
    def email(self) -> Email:
        return self._allowed(Scope.EMAIL, self.page.email)

    @property
    def phone(self) -> str:
        return self._allowed(Scope.PHONE, self.page.phone)

    @property
    def phone_uri(self) -> str:
        """The number as a `tel:` URI, "" without one."""
        return phone_uri(self.phone)

    @property
    def website(self) -> OptionalUrl:
        return self._allowed(Scope.WEBSITE, self.page.website)
