from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ..careful_forms import CarefulForm
from ..panels import NoticesPanel
from ..shapes import ContactData

validate_phone = RegexValidator(
    r"^\+[1-9][0-9 ()/-]{4,28}[0-9]$",
    _("Write the number with the country code: +49 228 20 717-2345."),
)


def phone_uri(phone: str) -> str:
    """A phone number with country code as a `tel:` URI (RFC 3966), "" without a number."""
    digits = "".join(char for char in phone if char.isdigit())
    return f"tel:+{digits}" if digits else ""


class ContactPerson(TranslatableMixin, index.Indexed, models.Model):
    """Somebody who answers for the project and whose details the organisations publish."""

    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(
        _("role"),
        max_length=160,
        blank=True,
        help_text=_("What the person does, for example “project lead”."),
    )
    organisation = models.CharField(
        _("organisation"),
        max_length=160,
        blank=True,
        help_text=_("For whom the person works, written out."),
    )
    phone = models.CharField(
        _("phone"),
        max_length=30,
        blank=True,
        validators=[validate_phone],
        help_text=_("With the country code: +49 228 20 717-2345."),
    )
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Everybody can read it on the website.")
    )

    base_form_class = CarefulForm
    panels = [
        NoticesPanel(),
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("role"), FieldPanel("organisation")],
            heading=_("Person"),
        ),
        MultiFieldPanel([FieldPanel("phone"), FieldPanel("email")], heading=_("Reachable by")),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("role"),
        index.SearchField("organisation"),
        index.FilterField("locale"),
        index.FilterField("translation_key"),
    ]
    override_translatable_fields = [
        SynchronizedField("name", overridable=False),
        TranslatableField("role"),
        TranslatableField("organisation"),
        SynchronizedField("phone", overridable=False),
        SynchronizedField("email", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def phone_uri(self) -> str:
        """The number as a `tel:` URI, "" without one."""
        return phone_uri(self.phone)

    def data(self) -> ContactData:
        """The contact as the API shows it."""
        return {
            "id": self.pk,
            "name": self.name,
            "role": self.role,
            "organisation": self.organisation,
            "phone": self.phone,
            "email": self.email,
        }
