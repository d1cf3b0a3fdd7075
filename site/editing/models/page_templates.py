"""Templates that editors pick when they add a page."""

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page


class PageTemplateQuerySet(models.QuerySet):
    def fitting(self, page_class: type[Page], locale: Locale) -> "PageTemplateQuerySet":
        """The templates for new pages of a type in a language."""
        page_type = ContentType.objects.get_for_model(page_class)
        return self.filter(page_type=page_type, locale=locale)


class PageTemplate(models.Model):
    """A name, when to use it, and what a new page begins with."""

    # Of those that come with the software: by it they are known again under any name.
    key = models.CharField(max_length=40, blank=True, editable=False)
    page_type = models.ForeignKey(
        ContentType,
        verbose_name=_("page type"),
        on_delete=models.CASCADE,
        related_name="+",
        editable=False,
    )
    locale = models.ForeignKey(
        Locale,
        verbose_name=_("language"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("The template is offered where pages of this language are added."),
    )
    name = models.CharField(
        _("name"), max_length=80, help_text=_("Short, as editors call it: “Event report”.")
    )
    description = models.CharField(
        _("when to use it"),
        max_length=200,
        help_text=_("One sentence that helps to choose between the templates."),
    )
    sets_today = models.BooleanField(
        _("date of today"),
        default=True,
        help_text=_("For news: untick this for events, so that editors fill in the day of it."),
    )
    content = models.JSONField(
        _("starting content"), default=dict, editable=False, encoder=DjangoJSONEncoder
    )

    objects = PageTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("page template")
        verbose_name_plural = _("page templates")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["page_type", "locale", "name"],
                name="editing_template_name_once",
                violation_error_message=_("Another template of this page type has this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def page_class(self) -> type[Page]:
        """The type of page that is begun with the template."""
        return self.page_type.model_class()

    @property
    def page_type_name(self) -> str:
        return self.page_class.get_verbose_name()
