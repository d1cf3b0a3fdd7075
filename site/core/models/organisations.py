from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.images import get_image_model
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from .. import panels as parts
from .. import references
from ..careful_forms import CarefulForm
from ..fields import HttpsURLField
from ..images import image_data
from ..names import language_choices
from ..panels import NoticesPanel
from ..shapes import PartnerData


class Partner(TranslatableMixin, index.Indexed, models.Model):
    """An organisation that carried the project or worked with it."""

    short = models.CharField(
        _("short name"), max_length=30, blank=True, help_text=_("For example “SKEW”.")
    )
    name = models.CharField(
        _("name"), max_length=160, help_text=_("As the organisation writes it itself, in full.")
    )
    name_language = models.CharField(
        _("language of the name"),
        max_length=3,
        choices=language_choices,
        default="de",
        help_text=_("Screen readers need it to pronounce the name."),
    )
    description = models.TextField(
        _("description"),
        blank=True,
        help_text=_("What the organisation does, in one or two sentences."),
    )
    logo = models.ForeignKey(
        "core.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Best as a file with a transparent background."),
    )
    url = HttpsURLField(
        _("website"), blank=True, help_text=_("With https://. Name and logo lead there.")
    )

    base_form_class = CarefulForm
    panels = [
        NoticesPanel(),
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("short"), FieldPanel("name_language")],
            heading=_("Name"),
        ),
        MultiFieldPanel([FieldPanel("logo")], heading=parts.PICTURE),
        MultiFieldPanel([FieldPanel("description")], heading=parts.TEXT),
        MultiFieldPanel([FieldPanel("url")], heading=_("Link")),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("short"),
        index.SearchField("description"),
        index.FilterField("locale"),
        index.FilterField("translation_key"),
    ]
    override_translatable_fields = [
        SynchronizedField("short", overridable=False),
        SynchronizedField("name", overridable=False),
        SynchronizedField("name_language", overridable=False),
        TranslatableField("description"),
        SynchronizedField("logo", overridable=False),
        SynchronizedField("url", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.short})" if self.short else self.name

    @property
    def visible_logo(self) -> Any:
        """The logo, or None if there is none or it lies in a private collection."""
        return references.current().get(get_image_model(), self.logo_id) if self.logo_id else None

    def data(self) -> PartnerData:
        """The partner as the API shows it."""
        return {
            "id": self.pk,
            "short": self.short,
            "name": self.name,
            "name_language": self.name_language,
            "description": self.description,
            "url": self.url,
            "logo": image_data(self.visible_logo, alt=self.name),
        }
