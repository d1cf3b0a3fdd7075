import logging
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.contrib.forms.models import AbstractFormField, EmailFormMixin, FormMixin
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core import references
from core.blocks.text import RICH_TEXT_FEATURES
from core.models import BasePage
from core.serializers import DataField

logger = logging.getLogger(__name__)


class ContactPage(EmailFormMixin, FormMixin, BasePage):
    """Contact persons and a form whose entries are stored and mailed."""

    intro = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)
    thank_you_text = RichTextField(
        _("thank-you text"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_("Stands in place of the form after it was sent."),
    )
    retention_days = models.PositiveSmallIntegerField(
        _("keep entries for (days)"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_("Entries are deleted after this time."),
    )

    content_panels = [
        *BasePage.content_panels,
        FormSubmissionsPanel(),
        FieldPanel("intro"),
        InlinePanel("contact_links", heading=_("Contact persons"), label=_("Contact person")),
        InlinePanel("form_fields", heading=_("Form fields"), label=_("Field")),
        FieldPanel("thank_you_text"),
        MultiFieldPanel(
            [
                FieldPanel("to_address", heading=_("Recipients")),
                FieldPanel("from_address", heading=_("Sender")),
                FieldPanel("subject", heading=_("Subject of the mail")),
                FieldPanel("retention_days"),
            ],
            heading=_("What happens with entries"),
        ),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]
    api_fields = [
        *BasePage.api_fields,
        APIField("intro"),
        APIField("contacts", DataField()),
        APIField("form_fields"),
        APIField("thank_you_text"),
    ]
    prefetch = ["contact_links__contact", "form_fields"]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        TranslatableField("intro"),
        TranslatableField("thank_you_text"),
        SynchronizedField("retention_days", overridable=False),
        SynchronizedField("to_address", overridable=False),
        SynchronizedField("from_address", overridable=False),
        TranslatableField("subject"),
        SynchronizedField("contact_links", overridable=False),
        TranslatableField("form_fields"),
    ]

    parent_page_types = ["home.HomePage"]
    subpage_types = []
    template = "home/contact_page.html"
    landing_page_template = "home/contact_page_landing.html"

    class Meta(BasePage.Meta):
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    @property
    def contacts(self) -> list[Any]:
        """The contact persons in the active language."""
        return references.current().localized(link.contact for link in self.contact_links.all())

    def send_mail(self, form: Any) -> None:
        # The entry is stored already: a mail server that is down must not tell the visitor
        # that nothing arrived.
        try:
            super().send_mail(form)
        except OSError:
            logger.exception("The mail about an entry of contact page %s was not sent", self.pk)


class ContactFormField(TranslatableMixin, AbstractFormField):
    page = ParentalKey(ContactPage, on_delete=models.CASCADE, related_name="form_fields")

    override_translatable_fields = [
        SynchronizedField("clean_name", overridable=False),
        TranslatableField("label"),
        SynchronizedField("field_type", overridable=False),
        SynchronizedField("required", overridable=False),
        TranslatableField("choices"),
        TranslatableField("default_value"),
        TranslatableField("help_text"),
    ]

    class Meta(TranslatableMixin.Meta, AbstractFormField.Meta):
        abstract = False
        verbose_name = _("form field")
        verbose_name_plural = _("form fields")


class ContactPagePerson(Orderable):
    page = ParentalKey(ContactPage, on_delete=models.CASCADE, related_name="contact_links")
    contact = models.ForeignKey(
        "core.ContactPerson",
        verbose_name=_("contact person"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels = [FieldPanel("contact")]

    class Meta(Orderable.Meta):
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
