from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from ..careful_forms import CarefulForm
from ..panels import NoticesPanel
from ..shapes import TopicData


class Topic(TranslatableMixin, index.Indexed, models.Model):
    """A subject that news, advisors and consultations have in common."""

    name = models.CharField(
        _("name"), max_length=120, help_text=_("Short: it stands on cards and in filters.")
    )
    slug = models.SlugField(
        _("address part"),
        max_length=80,
        help_text=_("Stands in addresses such as “?topic=fair-trade”: lower-case letters and “-”."),
    )
    description = models.TextField(
        _("description"),
        blank=True,
        help_text=_("What belongs to the topic, in one or two sentences."),
    )

    base_form_class = CarefulForm
    panels = [
        NoticesPanel(),
        TitleFieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.FilterField("locale"),
        index.FilterField("translation_key"),
    ]
    override_translatable_fields = [
        TranslatableField("name"),
        TranslatableField("slug"),
        TranslatableField("description"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["locale", "slug"],
                name="topic_slug_once_per_language",
                violation_error_message=_("Another topic of this language has this address part."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def data(self) -> TopicData:
        """The topic as the API shows it."""
        return {
            "id": self.pk,
            "name": self.name,
            "slug": self.slug,
            "description": self.description,
        }
