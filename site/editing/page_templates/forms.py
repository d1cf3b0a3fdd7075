"""The form of a template: its own fields, and below them those of the page that it begins."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel

from core.panels import ABOUT

from ..models import PageTemplate
from .content import content_of, content_panel, fill

PREFIX = "content"


class PageTemplateForm(WagtailAdminModelForm):
    """Keeps what is entered for the page as the template's content. Nothing of it is required."""

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        page = self.instance.page_class(locale=self.instance.locale)
        fill(page, self.instance.content)
        form_class = content_panel(self.instance.page_class).get_form_class()
        self.page_form = form_class(
            data, files, instance=page, prefix=PREFIX, for_user=self.for_user
        )
        self.page_form.defer_required_fields()
        for field in self.page_form.fields.values():
            field.required = False  # also the title, which a draft must have

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_name(cleaned)
        if not self.page_form.is_valid():
            self.add_error(
                None, _("Something is wrong in the starting content: please look below.")
            )
        return cleaned

    def _check_name(self, cleaned: dict[str, Any]) -> None:
        # The type is no field of the form, without which Django leaves the constraint alone.
        same = PageTemplate.objects.filter(
            page_type=self.instance.page_type,
            locale=cleaned.get("locale"),
            name=cleaned.get("name"),
        )
        if same.exclude(pk=self.instance.pk).exists():
            message = _("Another template of this page type has this name.")
            self.add_error("name", ValidationError(message))

    def save(self, commit: bool = True) -> PageTemplate:
        self.instance.content = content_of(self.page_form.save(commit=False))
        return super().save(commit)

    def is_multipart(self) -> bool:
        return super().is_multipart() or self.page_form.is_multipart()

    @property
    def media(self) -> forms.Media:
        return super().media + self.page_form.media


class StartingContentPanel(Panel):
    """The first tab of the page's own form."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "editing/page_templates/starting_content.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.content = content_panel(self.instance.page_class).get_bound_panel(
                instance=self.form.page_form.instance,
                request=self.request,
                form=self.form.page_form,
                prefix=f"{self.prefix}-{PREFIX}",
            )

        @property
        def media(self) -> forms.Media:
            return self.content.media


PANELS = [
    MultiFieldPanel(
        [FieldPanel("name"), FieldPanel("description"), FieldPanel("locale")], heading=ABOUT
    ),
    MultiFieldPanel([FieldPanel("sets_today")], heading=_("Date")),
    StartingContentPanel(
        heading=_("Starting content"),
        help_text=_(
            "What a new page begins with. Write questions to the editor in double square "
            "brackets: “[[Who invited?]]”. A page is not published while one of them is left."
        ),
    ),
]
