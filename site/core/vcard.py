"""Contact persons as electronic business cards: vCard 4.0 (RFC 6350).

vCard and iCalendar share their syntax (folding, escaping, parameters), which icalendar writes.
"""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from icalendar import Component, vText, vUri
from icalendar.prop import vAdr, vCategory, vN, vOrg

from .models import ContactPerson
from .plain_text import printable
from .publicity import is_shown
from .urls import absolute_url

MEDIA_TYPE = "text/vcard; charset=utf-8"


class VCard(Component):
    """A card. Properties without a value are left out; text is escaped here and nowhere else."""

    name = "VCARD"

    def __init__(self, uid: UUID, full_name: str, language: str, source: str) -> None:
        """`source` is the absolute URL at which the card can be had again."""
        super().__init__()
        self.language = language
        self.text("version", "4.0")
        self.text("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//Website//{language.upper()}")
        self.uri("uid", f"urn:uuid:{uid}")
        self.uri("source", source)
        self.text("kind", "individual")
        self.text("fn", full_name)

    def text(self, name: str, value: str, **parameters: str) -> None:
        if value:
            self.add(name, vText(printable(value)), parameters=parameters)

    def text_in_language(self, name: str, value: str) -> None:
        """Text that a translation says differently."""
        self.text(name, value, LANGUAGE=self.language)

    def uri(self, name: str, value: str, **parameters: str) -> None:
        if value:
            self.add(name, vUri(printable(value)), parameters=parameters)

    def phone(self, tel_uri: str) -> None:
        """A number as a `tel:` URI (RFC 3966)."""
        self.uri("tel", tel_uri, VALUE="uri", TYPE="voice")

    def personal_name(self, family: str, given: str) -> None:
        if family or given:
            self.add("n", vN((printable(family), printable(given), "", "", "")))

    def organisation(self, name: str) -> None:
        if name:
            self.add("org", vOrg((printable(name),)), parameters={"LANGUAGE": self.language})

    def address(self, town: str, state: str) -> None:
        """A town in Germany."""
        if town:
            self.add("adr", vAdr(("", "", "", printable(town), printable(state), "", "DE")))

    def categories(self, names: Iterable[str]) -> None:
        if names := [printable(name) for name in names]:
            self.add("categories", vCategory(names))

    def response(self, file_name: str) -> HttpResponse:
        """The card as a download. Search engines are asked not to keep it."""
        # RFC 6350, 6.7.9: VERSION comes first, so the order stays as written.
        response = HttpResponse(self.to_ical(sorted=False), content_type=MEDIA_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{file_name}"'
        response["Content-Language"] = self.language
        response["X-Robots-Tag"] = "noindex"
        return response


def contact_card(contact: ContactPerson) -> VCard:
    """The card of a contact person, in the language of the object.

    The card of both languages has the same UID: an address book keeps one entry.
    """
    source = absolute_url(reverse("contact_vcard", args=[contact.pk]))
    card = VCard(contact.translation_key, contact.name, contact.locale.language_code, source)
    card.text_in_language("role", contact.role)
    card.organisation(contact.organisation)
    card.phone(contact.phone_uri)
    card.text("email", contact.email)
    return card


@require_safe
def contact_vcard(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of a contact person; 404 unless a page that everybody may see shows them."""
    contact = ContactPerson.objects.select_related("locale").filter(pk=pk).first()
    if contact is None or not is_shown(contact):
        raise Http404
    return contact_card(contact).response(f"contact-{contact.pk}.vcf")
