from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .base import GROUP_PEOPLE, ValueBlock, title_block
from .choosers import contact_chooser, partner_chooser


class ContactsBlock(ValueBlock):
    title = title_block()
    contacts = blocks.ListBlock(
        contact_chooser(),
        min_num=1,
        label=_("Contact persons"),
        help_text=_("Their details are kept under “Shared content”, in one place for all pages."),
    )

    def get_preview_value(self):
        from ..models import ContactPerson

        contacts = list(ContactPerson.objects.all()[:2])
        sample = ContactPerson(
            name="Erika Beispiel", role="Projektleitung", email="kontakt@example.org"
        )
        return self.normalize({"title": "Kontakt", "contacts": contacts or [sample]})

    class Meta:
        icon = "user"
        label = _("Contact persons")
        group = GROUP_PEOPLE
        description = _("People to write to or call.")
        template = "blocks/contacts.html"


class PartnersBlock(ValueBlock):
    title = title_block()
    partners = blocks.ListBlock(
        partner_chooser(),
        min_num=1,
        label=_("Partners"),
        help_text=_("Their details are kept under “Shared content”, in one place for all pages."),
    )

    def get_preview_value(self):
        from ..models import Partner

        partners = list(Partner.objects.all()[:3])
        sample = Partner(name="Beispielorganisation")
        return self.normalize({"title": "In Zusammenarbeit mit", "partners": partners or [sample]})

    class Meta:
        icon = "group"
        label = _("Partners")
        group = GROUP_PEOPLE
        description = _("Organisations with their logos.")
        template = "blocks/partners.html"
