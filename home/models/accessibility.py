from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core import references
from core.blocks.base import ValueBlock
from core.blocks.streams import PageBlocks
from core.blocks.text import RICH_TEXT_FEATURES
from core.models import BasePage, ContactPerson
from core.models.pages import Lead
from core.panels import TEXT, about
from core.serializers import DataField

from ..panels import ReviewDuePanel

REVIEW_AFTER = timedelta(days=365)


class Status(models.TextChoices):
    """How far the site conforms, in the words of Implementing Decision (EU) 2018/1523."""

    FULL = "full", _("fully compliant")
    PARTIAL = "partial", _("partially compliant")
    NONE = "none", _("not compliant")


class Enforcement(models.TextChoices):
    """The bodies before which a dispute about barriers goes: § 16 BGG for the federation, and
    those of the two states."""

    FEDERAL = "federal", _("Federation: Schlichtungsstelle BGG")
    NW = "NW", _("North Rhine-Westphalia: Ombudsstelle für barrierefreie Informationstechnik")
    BW = "BW", _("Baden-Württemberg: Landes-Behindertenbeauftragte")
    OTHER = "other", _("Another body")


# Official names, which are the same in every language.
ENFORCEMENT_NAMES = {
    Enforcement.FEDERAL: "Schlichtungsstelle nach dem Behindertengleichstellungsgesetz bei dem "
    "Beauftragten der Bundesregierung für die Belange von Menschen mit Behinderungen",
    Enforcement.NW: "Ombudsstelle für barrierefreie Informationstechnik des Landes "
    "Nordrhein-Westfalen",
    Enforcement.BW: "Beauftragte der Landesregierung Baden-Württemberg für die Belange von "
    "Menschen mit Behinderungen",
}


class ExceptionBlock(ValueBlock):
    what = blocks.CharBlock(
        max_length=200,
        label=_("What is not accessible"),
        help_text=_("For example “Older PDF files”."),
    )
    why = blocks.TextBlock(
        label=_("Why"), help_text=_("What exactly is the barrier, and why it is still there.")
    )
    alternative = blocks.TextBlock(
        required=False, label=_("Alternative"), help_text=_("How to get the content otherwise.")
    )

    class Meta:
        icon = "warning"
        label = _("Exception")
        description = _("One barrier: what it is, why, and how to get round it.")
        template = "home/blocks/exception.html"
        preview_value = {
            "what": "Ältere PDF-Dateien",
            "why": "Sie entstanden vor 2018 und sind nicht ausgezeichnet.",
            "alternative": "Wir senden Ihnen den Text auf Anfrage zu.",
        }


class ExceptionsStream(blocks.StreamBlock):
    exception = ExceptionBlock()


class AccessibilityPageQuerySet(PageQuerySet):
    def review_due(self) -> "AccessibilityPageQuerySet":
        """Public statements whose last review is over a year old; see `is_review_due`."""
        return self.live().filter(reviewed_on__lt=timezone.localdate() - REVIEW_AFTER)


class AccessibilityPage(Lead, BasePage):
    """The accessibility statement that § 12b BGG and § 7 BITV 2.0 ask of public bodies."""

    shows_only_what_it_names = True

    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status.choices,
        default=Status.PARTIAL,
        help_text=_("What the last review found, in the words that the law prescribes."),
    )
    exceptions = StreamField(
        ExceptionsStream(),
        blank=True,
        verbose_name=_("what is not accessible"),
        help_text=_("One entry for each barrier: what it is, why, and how to get round it."),
    )
    method = models.TextField(
        _("how it was checked"), help_text=_("For example a self-assessment or a BITV test.")
    )
    assessor = models.CharField(
        _("who checked"), max_length=200, blank=True, help_text=_("Empty: the operator itself.")
    )
    created_on = models.DateField(
        _("statement made on"), help_text=_("The day of the first version.")
    )
    reviewed_on = models.DateField(
        _("last reviewed on"), help_text=_("The law asks for a review once a year.")
    )
    feedback_contact = models.ForeignKey(
        "core.ContactPerson",
        verbose_name=_("contact for feedback"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Whom people tell about a barrier. Give a person, an address or both."),
    )
    feedback_email = models.EmailField(
        _("e-mail for feedback"),
        blank=True,
        help_text=_("An address that somebody reads every working day."),
    )
    enforcement = models.CharField(
        _("enforcement body"),
        max_length=10,
        choices=Enforcement.choices,
        default=Enforcement.OTHER,
        help_text=_("Where people turn to if the operator does not help."),
    )
    enforcement_body = models.CharField(
        _("name of another body"),
        max_length=200,
        blank=True,
        help_text=_("Only for “Another body”; the names of the others are filled in."),
    )
    enforcement_text = RichTextField(
        _("enforcement procedure"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_("How the procedure goes, and how to reach the body."),
    )
    body = StreamField(
        PageBlocks(),
        blank=True,
        verbose_name=_("further content"),
        help_text=_("Stands at the end of the statement."),
    )

    objects = PageManager.from_queryset(AccessibilityPageQuerySet)()

    content_panels = [
        ReviewDuePanel(),
        *BasePage.content_panels,
        about("lead"),
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldPanel("exceptions"),
                FieldPanel("method"),
                FieldPanel("assessor"),
                FieldRowPanel([FieldPanel("created_on"), FieldPanel("reviewed_on")]),
            ],
            heading=_("Assessment"),
        ),
        MultiFieldPanel(
            [FieldPanel("feedback_contact"), FieldPanel("feedback_email")], heading=_("Feedback")
        ),
        MultiFieldPanel(
            [
                FieldPanel("enforcement"),
                FieldPanel("enforcement_body"),
                FieldPanel("enforcement_text"),
            ],
            heading=_("Enforcement"),
        ),
        FieldPanel("body", heading=TEXT),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("exceptions"),
        index.SearchField("method"),
        index.SearchField("enforcement_text"),
        index.SearchField("body"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("lead"),
        APIField("status"),
        APIField("exceptions"),
        APIField("method"),
        APIField("assessor"),
        APIField("created_on"),
        APIField("reviewed_on"),
        APIField("contact", DataField()),
        APIField("feedback_email"),
        APIField("enforcement"),
        APIField("enforcement_name"),
        APIField("enforcement_text"),
        APIField("body"),
    ]
    prefetch = ["feedback_contact"]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        TranslatableField("lead"),
        SynchronizedField("status", overridable=False),
        TranslatableField("exceptions"),
        TranslatableField("method"),
        TranslatableField("assessor"),
        SynchronizedField("created_on", overridable=False),
        SynchronizedField("reviewed_on", overridable=False),
        SynchronizedField("feedback_contact", overridable=False),
        SynchronizedField("feedback_email", overridable=False),
        SynchronizedField("enforcement", overridable=False),
        TranslatableField("enforcement_body"),
        TranslatableField("enforcement_text"),
        TranslatableField("body"),
    ]

    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    template = "home/accessibility_page.html"

    class Meta(BasePage.Meta):
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.enforcement == Enforcement.OTHER and not self.enforcement_body:
            errors["enforcement_body"] = _("Give the name of the body, or choose one above.")
        if not self.feedback_contact_id and not self.feedback_email:
            errors["feedback_email"] = _("Give a contact person or an e-mail address.")
        if self.created_on and self.reviewed_on and self.reviewed_on < self.created_on:
            errors["reviewed_on"] = _("The review lies before the statement was made.")
        if errors:
            raise ValidationError(errors)

    @property
    def enforcement_name(self) -> str:
        """The official name of the body that decides disputes."""
        return ENFORCEMENT_NAMES.get(self.enforcement, self.enforcement_body)

    @property
    def is_review_due(self) -> bool:
        """Whether the last review is over a year old (§ 7 (5) BITV 2.0: at least once a year)."""
        if self.reviewed_on is None:  # a statement that is being written
            return False
        return self.reviewed_on < timezone.localdate() - REVIEW_AFTER

    @property
    def contact(self) -> ContactPerson | None:
        """The contact for feedback in the active language."""
        found = references.current().snippets(ContactPerson, [self.feedback_contact_id])
        return next(iter(found), None)
