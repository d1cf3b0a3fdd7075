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

        return self.normalize(
            {"title": "Kontakt", "contacts": list(ContactPerson.objects.all()[:2])}
        )

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

        return self.normalize(
            {"title": "In Zusammenarbeit mit", "partners": list(Partner.objects.all()[:3])}
        )

    class Meta:
        icon = "group"
        label = _("Partners")
        group = GROUP_PEOPLE
        description = _("Organisations with their logos.")
        template = "blocks/partners.html"
