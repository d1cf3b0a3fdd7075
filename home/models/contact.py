import logging
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.contrib.forms.forms import FormBuilder
from wagtail.contrib.forms.models import AbstractFormField, EmailFormMixin, FormMixin
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core import references
from core.blocks.text import RICH_TEXT_FEATURES
from core.language_previews import Mode, preview_modes
from core.limits import hit_by_address, wait_sentence
from core.models import BasePage, ContactPerson
from core.panels import TEXT, about, links
from core.previews import HeadlessPreview, previews_elsewhere
from core.serializers import DataField
from core.urls import absolute_url, is_page_path

from ..spam import add_traps

SENT_PARAMETER = "sent"
BARRIER_PARAMETER = "barrier"
TOO_MANY = _(
    "You have sent several messages in a short time. %(wait)s What you wrote is still here."
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Receipt:
    """What became of a message: stored, or refused with the errors of its form.

    `retry_after`: the seconds after which one more message will be taken, if there were too many.
    """

    form: forms.Form
    is_stored: bool = False
    retry_after: int = 0


class ContactFormBuilder(FormBuilder):
    """Wagtail's form builder, with what browsers need to fill in a person's own data."""

    def get_create_field_function(self, type: str) -> Any:
        create = super().get_create_field_function(type)

        def with_autocomplete(field: ContactFormField, options: dict[str, Any]) -> Any:
            form_field = create(field, options)
            if field.autocomplete:
                form_field.widget.attrs["autocomplete"] = field.autocomplete
            return form_field

        return with_autocomplete


class ContactPage(EmailFormMixin, FormMixin, BasePage):
    """Contact persons and a form whose entries are stored and mailed."""

    intro = RichTextField(
        _("introduction"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_("Stands above the form: who may ask what, and when an answer comes."),
    )
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
        about("intro"),
        InlinePanel(
            "form_fields",
            heading=_("Form fields"),
            label=_("Field"),
            help_text=_("What the form asks for, in this order. Ask for no more than you need."),
        ),
        MultiFieldPanel([FieldPanel("thank_you_text")], heading=TEXT),
        MultiFieldPanel(
            [
                FieldPanel(
                    "to_address",
                    heading=_("Recipients"),
                    help_text=_(
                        "Who gets each entry by mail; several addresses with commas between them. "
                        "Empty: entries are only kept here."
                    ),
                ),
                FieldPanel(
                    "from_address",
                    heading=_("Sender"),
                    help_text=_("The address that the mail comes from. Empty: the website’s own."),
                ),
                FieldPanel(
                    "subject",
                    heading=_("Subject of the mail"),
                    help_text=_("By which the recipients know that it is from this form."),
                ),
                FieldPanel("retention_days"),
            ],
            heading=_("What happens with entries"),
        ),
        links(
            InlinePanel(
                "contact_links",
                heading=_("Contact persons"),
                label=_("Contact person"),
                help_text=_("Whom people can also call or write to; they stand beside the form."),
            )
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("intro"),
        index.SearchField("contact_names"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("intro"),
        APIField("contacts", DataField()),
        APIField("form_fields"),
        APIField("thank_you_text"),
    ]
    prefetch = ["contact_links", "form_fields"]
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

    form_builder = ContactFormBuilder
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    template = "home/contact_page.html"
    landing_page_template = "home/contact_page_landing.html"
    schema_type = "ContactPage"

    class Meta(BasePage.Meta):
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    @property
    def contacts(self) -> list[ContactPerson]:
        """The contact persons in the active language."""
        links = self.contact_links.all()
        return references.current().snippets(ContactPerson, [link.contact_id for link in links])

    @property
    def contact_names(self) -> list[str]:
        return [contact.name for contact in self.contacts]

    def initial_values(self, barrier: str) -> dict[str, str]:
        """Let the first long field begin with the page on which somebody met a barrier.

        `barrier` is the path of that page as the link brings it along; anything else is ignored.
        """
        fields = self.get_form_fields()
        field = next((field for field in fields if field.field_type == "multiline"), None)
        if field is None or not is_page_path(barrier):
            return {}
        text = gettext("Barrier on the page %(address)s") % {"address": absolute_url(barrier)}
        return {field.clean_name: f"{text}\n\n"}

    def get_form_class(self) -> type[forms.Form]:
        return add_traps(super().get_form_class())

    def get_context(self, request, *args, **kwargs) -> dict[str, Any]:
        is_sent = SENT_PARAMETER in request.GET
        return {**super().get_context(request, *args, **kwargs), "is_sent": is_sent}

    def serve(self, request, *args, **kwargs) -> HttpResponse:
        """Show the form; store and mail what was sent, then redirect to the thank-you text."""
        if request.method != "POST":
            if SENT_PARAMETER in request.GET:
                return self.render_landing_page(request)
            initial = self.initial_values(request.GET.get(BARRIER_PARAMETER, ""))
            form = self.get_form(page=self, user=request.user, initial=initial)
            return self._show(request, form)
        receipt = self.receive(request, request.POST, request.FILES)
        if receipt.is_stored:
            return HttpResponseRedirect(f"{self.get_url(request)}?{SENT_PARAMETER}")
        if not receipt.retry_after:
            return self._show(request, receipt.form, status=422)
        response = self._show(request, receipt.form, status=429)
        response["Retry-After"] = str(receipt.retry_after)
        return response

    def receive(self, request: HttpRequest, data: MultiValueDict, files: Any = None) -> Receipt:
        """Check what was sent, and store and mail it if nothing speaks against it."""
        form = self.get_form(data, files, page=self, user=request.user)
        if not form.is_valid():
            return Receipt(form)
        if seconds := hit_by_address("form", request):
            form.add_error(None, TOO_MANY % {"wait": wait_sentence(seconds)})
            return Receipt(form, retry_after=seconds)
        # The entry and the mail about it are stored together, or neither.
        with transaction.atomic():
            self.process_form_submission(form)
        return Receipt(form, is_stored=True)

    @property
    def preview_modes(self) -> list[Mode]:
        return preview_modes(self, FormMixin.preview_modes)

    def serve_preview(self, request, mode_name: str) -> HttpResponse:
        # Wagtail's forms show the thank-you text themselves, past a front end elsewhere.
        if previews_elsewhere():
            return HeadlessPreview.serve_preview(self, request, mode_name)
        return super().serve_preview(request, mode_name)

    def _show(self, request, form: forms.Form, status: int = 200) -> TemplateResponse:
        context = {**self.get_context(request), "form": form}
        response = TemplateResponse(request, self.get_template(request), context, status=status)
        # A form holds a token of one visitor: nothing on the way may keep it.
        response["Cache-Control"] = "private, no-store"
        return response

    def send_mail(self, form: Any) -> None:
        # The entry is stored already: a mail server that is down must not tell the visitor
        # that nothing arrived.
        try:
            super().send_mail(form)
        except OSError:
            logger.exception("The mail about an entry of contact page %s was not sent", self.pk)


class Autocomplete(models.TextChoices):
    """What a browser may fill in (WCAG 2.2, 1.3.5; names from the HTML standard)."""

    NAME = "name", _("Name")
    EMAIL = "email", _("E-mail")
    PHONE = "tel", _("Phone")
    ORGANISATION = "organization", _("Organisation")


class ContactFormField(TranslatableMixin, AbstractFormField):
    page = ParentalKey(ContactPage, on_delete=models.CASCADE, related_name="form_fields")
    autocomplete = models.CharField(
        _("filled in by the browser"),
        max_length=20,
        choices=Autocomplete.choices,
        blank=True,
        help_text=_("Choose this if the field asks for the person’s own data."),
    )

    panels = [
        FieldPanel("label", help_text=_("The question, as it stands above the field.")),
        FieldPanel(
            "help_text",
            heading=_("Help for who fills it in"),
            help_text=_("Stands below the question. May stay empty."),
        ),
        FieldPanel("required", help_text=_("Tick this if the form must not be sent without it.")),
        FieldPanel(
            "field_type",
            heading=_("Kind of field"),
            help_text=_("What can be entered: a line, a longer text, an e-mail address …"),
            classname="formbuilder-type",  # Wagtail's script shows what goes with the kind
            required_on_save=True,
        ),
        FieldPanel(
            "choices",
            heading=_("Options"),
            help_text=_("Only for lists and boxes: one option on each line."),
            classname="formbuilder-choices",
        ),
        FieldPanel(
            "default_value",
            heading=_("Filled in beforehand"),
            help_text=_("What stands in the field at first. May stay empty."),
            classname="formbuilder-default",
        ),
        FieldPanel("autocomplete"),
    ]
    api_fields = [*AbstractFormField.api_fields, APIField("autocomplete")]

    override_translatable_fields = [
        SynchronizedField("clean_name", overridable=False),
        TranslatableField("label"),
        SynchronizedField("field_type", overridable=False),
        SynchronizedField("required", overridable=False),
        SynchronizedField("autocomplete", overridable=False),
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
