from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core import references, teasers
from core.blocks.facts import FigureBlock
from core.blocks.streams import PageBlocks
from core.editors import StatePageForm
from core.models import BasePage, ContactPerson, Partner
from core.models.pages import Lead
from core.panels import TEXT, WHERE, about, links
from core.places import State
from core.search.kinds import Kind
from core.serializers import DataField
from core.teasers import Card
from core.visibility import visible

from ..map import municipality_map
from ..profile import load_profiles
from ..querysets import AdvisorQuerySet
from .advisors import AdvisorPage
from .municipalities import Municipality

NEWEST_NEWS = 3
ADVISORS = 12


class FiguresStream(StreamBlock):
    figure = FigureBlock()

    class Meta:
        label = _("Figures")


class StatePage(Lead, BasePage):
    """The landing page of a state: its figures, municipalities, advisors, partners and news."""

    state = models.CharField(
        _("state"),
        max_length=2,
        choices=State.choices,
        help_text=_("The page shows the map, the advisors and the news of this state by itself."),
    )
    figures = StreamField(
        FiguresStream(),
        blank=True,
        verbose_name=_("figures"),
        help_text=_("What happened in the state, in numbers; stands below the lead."),
    )
    body = StreamField(
        PageBlocks(),
        blank=True,
        verbose_name=_("content"),
        help_text=_("Put the text together from blocks: paragraphs, pictures, quotations …"),
    )

    base_form_class = StatePageForm
    content_panels = [
        *BasePage.content_panels,
        about("lead"),
        MultiFieldPanel([FieldPanel("state")], heading=WHERE),
        FieldPanel("figures"),
        FieldPanel("body", heading=TEXT),
        links(
            InlinePanel(
                "partner_links",
                heading=_("Partners"),
                label=_("Partner"),
                help_text=_("With whom the work in the state was done; their logos stand below."),
            ),
            InlinePanel(
                "contact_links",
                heading=_("Contact persons"),
                label=_("Contact person"),
                help_text=_("Whom to ask about this state."),
            ),
        ),
    ]
    search_kind = Kind("states", _("States"), order=30)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("figures"),
        index.SearchField("body"),
        index.SearchField("people_and_partners"),
        index.SearchField("municipality_names"),
        index.FilterField("state"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("state", writable=True),
        APIField("state_name"),
        APIField("lead", writable=True),
        APIField("figures", writable=True),
        APIField("body", writable=True),
        APIField("partners", DataField()),
        APIField("contacts", DataField()),
    ]
    shows_own_fields_in_lists = True
    prefetch = ["partner_links", "contact_links"]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("state", overridable=False),
        TranslatableField("lead"),
        TranslatableField("figures"),
        TranslatableField("body"),
        SynchronizedField("partner_links", overridable=False),
        SynchronizedField("contact_links", overridable=False),
    ]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ContentPage"]
    template = "pool/state_page.html"

    class Meta(BasePage.Meta):
        verbose_name = _("state page")
        verbose_name_plural = _("state pages")

    def clean(self) -> None:
        super().clean()
        others = StatePage.objects.filter(state=self.state, locale_id=self.locale_id)
        if self.state and others.exclude(pk=self.pk).exists():
            message = _("There is a page of this state in this language already.")
            raise ValidationError({"state": message})

    @property
    def state_name(self) -> str:
        return self.get_state_display()

    @property
    def partners(self) -> list[Partner]:
        """The partners in the active language."""
        links = self.partner_links.all()
        return references.current().snippets(Partner, [link.partner_id for link in links])

    @property
    def contacts(self) -> list[ContactPerson]:
        """The contact persons in the active language."""
        links = self.contact_links.all()
        return references.current().snippets(ContactPerson, [link.contact_id for link in links])

    @property
    def people_and_partners(self) -> list[str]:
        """The names of partners and contact persons, for the search."""
        return [str(thing) for thing in (*self.partners, *self.contacts)]

    @property
    def municipality_names(self) -> list[str]:
        """The names of the municipalities that used the offer, for the search."""
        advised = Municipality.objects.advised_in(self.state).order_by("name")
        return list(advised.values_list("name", flat=True))

    def advisors(self) -> list[AdvisorPage]:
        """The visible advisors of the state in this page's language, by title."""
        pages = self._advisors().prefetch_related(*AdvisorPage.prefetch)
        load_profiles(pages)
        return list(pages)

    def _advisors(self) -> AdvisorQuerySet:
        pages = visible(AdvisorPage.objects.filter(state=self.state, locale_id=self.locale_id))
        return pages.order_by("title", "pk")[:ADVISORS]

    def news_cards(self) -> list[Card]:
        """The newest news about the state."""
        return teasers.newest(state=self.state, count=NEWEST_NEWS)

    def advisor_cards(self) -> list[Card]:
        """The state's advisors."""
        return teasers.cards(self.advisors())

    def related_cards(self) -> list[Card]:
        news = teasers.newest_pages(state=self.state, count=NEWEST_NEWS)
        return teasers.cards([*news, *self._advisors()])

    def keys_of_cards(self) -> list[int]:
        return teasers.newest_keys(state=self.state, count=NEWEST_NEWS)

    def get_context(self, request, *args, **kwargs) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "advisor_cards": self.advisor_cards(),
            "news_cards": self.news_cards(),
            "map": municipality_map(
                self.state, Municipality.objects.advised_in(self.state), request.GET
            ),
        }


class StatePartner(Orderable):
    page = ParentalKey(StatePage, on_delete=models.CASCADE, related_name="partner_links")
    partner = models.ForeignKey(
        "core.Partner", verbose_name=_("partner"), on_delete=models.PROTECT, related_name="+"
    )

    panels = [FieldPanel("partner")]

    class Meta(Orderable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")


class StateContact(Orderable):
    page = ParentalKey(StatePage, on_delete=models.CASCADE, related_name="contact_links")
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
