from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.rich_text import RichText
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core import references, shown, teasers
from core.blocks.streams import NewsBlocks
from core.dates import PartialDate, Precision, format_span
from core.editors import StatePageForm
from core.models import BasePage, Topic
from core.models.pages import Lead
from core.panels import PICTURE, TEXT, WHEN_AND_WHERE, about, links
from core.places import State
from core.search.kinds import Kind
from core.serializers import DataField, LinksField, PictureField
from core.structured_data import Node
from core.teasers import Card
from core.visibility import visible

from .listing import news_listing
from .occasions import occasion
from .querysets import NewsPageManager, NewsQuerySet
from .structured_data import news_nodes


class NewsIndexPage(Lead, BasePage):
    """The list of all news, with filter by year, state and topic."""

    content_panels = [*BasePage.content_panels, about("lead")]
    search_fields = [*BasePage.search_fields, index.SearchField("lead")]
    api_fields = [*BasePage.api_fields, APIField("lead", writable=True)]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsPage"]
    template = "news/news_index_page.html"
    schema_type = "CollectionPage"

    class Meta(BasePage.Meta):
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def shown_children(self) -> NewsQuerySet:
        return visible(NewsPage.objects.child_of(self)).newest_first()

    def around_child(
        self, beside: NewsQuerySet, child: "NewsPage"
    ) -> tuple[NewsQuerySet, NewsQuerySet]:
        return beside.newer_than(child), beside.older_than(child)

    def get_context(self, request, *args, **kwargs) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            **news_listing(NewsPage.objects.child_of(self), request.GET, f"news of {self.pk}"),
        }


class NewsPage(BasePage):
    """One news item: an announcement, or the report of an event."""

    date = models.DateField(
        _("date"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("The day of the event, or its first day. May stay empty if it is unknown."),
    )
    date_precision = models.CharField(
        _("known to the"),
        max_length=5,
        choices=Precision.choices,
        default=Precision.DAY,
        help_text=_("If only month or year is known, give any day in it and choose so here."),
    )
    end_date = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Only if it lasted several days.")
    )
    start_time = models.TimeField(
        _("begins at"), null=True, blank=True, help_text=_("For an event to come.")
    )
    end_time = models.TimeField(
        _("ends at"), null=True, blank=True, help_text=_("Empty if the end is open.")
    )
    venue = models.CharField(
        _("venue"), max_length=160, blank=True, help_text=_("For example “Literaturhaus”.")
    )
    place = models.CharField(
        _("place"), max_length=120, blank=True, help_text=_("The town. May stay empty.")
    )
    state = models.CharField(
        _("state"),
        max_length=2,
        choices=State.choices,
        blank=True,
        help_text=_("The item then also stands on the page of this state. Empty: no single state."),
    )
    teaser = models.TextField(
        _("teaser"), max_length=300, help_text=_("One or two sentences for lists and feeds.")
    )
    image = models.ForeignKey(
        "core.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Stands above the text, in lists, and where the page is shared."),
    )
    image_alt = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it. Empty: decorative."),
    )
    image_caption = models.CharField(
        _("caption"),
        max_length=255,
        blank=True,
        help_text=_("The credit is added from the picture itself."),
    )
    body = StreamField(
        NewsBlocks(),
        blank=True,
        verbose_name=_("content"),
        help_text=_("Put the text together from blocks: paragraphs, pictures, quotations …"),
    )

    objects = NewsPageManager()

    base_form_class = StatePageForm
    content_panels = [
        *BasePage.content_panels,
        about("teaser"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("date"), FieldPanel("date_precision"), FieldPanel("end_date")]
                ),
                FieldRowPanel([FieldPanel("start_time"), FieldPanel("end_time")]),
                FieldRowPanel([FieldPanel("place"), FieldPanel("venue"), FieldPanel("state")]),
            ],
            heading=WHEN_AND_WHERE,
        ),
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_alt"), FieldPanel("image_caption")],
            heading=PICTURE,
        ),
        FieldPanel("body", heading=TEXT),
        links(
            InlinePanel(
                "topic_links",
                heading=_("Topics"),
                label=_("Topic"),
                help_text=_("By its topics readers find the item in the list of news."),
            ),
            InlinePanel(
                "related_links",
                heading=_("Related pages"),
                label=_("Page"),
                help_text=_("What readers may want to see next; stands below the text."),
            ),
        ),
    ]
    search_kind = Kind("news", _("News"), order=10)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("teaser"),
        index.SearchField("place"),
        index.SearchField("venue"),
        index.SearchField("body"),
        index.SearchField("topic_names"),
        index.FilterField("date"),
        index.FilterField("state"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("date", writable=True),
        APIField("date_precision", writable=True),
        APIField("end_date", writable=True),
        APIField("start_time", writable=True),
        APIField("end_time", writable=True),
        APIField("date_label"),
        APIField("place", writable=True),
        APIField("venue", writable=True),
        APIField("state", writable=True),
        APIField("teaser", writable=True),
        APIField("image", PictureField(alt="image_alt", caption="image_caption")),
        APIField("body", writable=True),
        APIField("topics", DataField()),
        APIField("related_pages", LinksField()),
    ]
    shows_own_fields_in_lists = True
    shows_only_what_it_names = True
    prefetch = ["topic_links", "related_links"]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("date", overridable=False),
        SynchronizedField("date_precision", overridable=False),
        SynchronizedField("end_date", overridable=False),
        SynchronizedField("start_time", overridable=False),
        SynchronizedField("end_time", overridable=False),
        TranslatableField("place"),
        TranslatableField("venue"),
        SynchronizedField("state", overridable=False),
        TranslatableField("teaser"),
        SynchronizedField("image", overridable=False),
        TranslatableField("image_alt"),
        TranslatableField("image_caption"),
        TranslatableField("body"),
        SynchronizedField("topic_links", overridable=False),
        SynchronizedField("related_links", overridable=False),
    ]

    parent_page_types = ["news.NewsIndexPage"]
    subpage_types = []
    template = "news/news_page.html"
    open_graph_type = "article"

    class Meta(BasePage.Meta):
        verbose_name = _("news item")
        verbose_name_plural = _("news items")

    def begin(self) -> None:
        super().begin()
        self.date = timezone.localdate()
        self.body = [("paragraph", RichText(""))]

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.end_date and not self.date:
            errors["end_date"] = _("Give the first day as well.")
        elif self.end_date and self.end_date < self.date:
            errors["end_date"] = _("The last day lies before the first day.")
        if self.start_time and not self.date:
            errors["start_time"] = _("Give the day as well.")
        if self.end_time and not self.start_time:
            errors["end_time"] = _("Give the time of the beginning as well.")
        elif self.end_time and not self.end_date and self.end_time < self.start_time:
            errors["end_time"] = _("The event ends before it begins.")
        if errors:
            raise ValidationError(errors)

    @property
    def date_label(self) -> str:
        """The day or days as people write them, "" if unknown ("15.–17. April 2016")."""
        if self.date is None:
            return ""
        return format_span(self.date, self.end_date, self.date_precision)

    @property
    def summary(self) -> str:
        return self.search_description or self.teaser

    @property
    def date_iso(self) -> str:
        """The first day as ISO 8601, no more exact than it is known, "" if unknown."""
        if self.date is None:
            return ""
        return PartialDate(self.date, Precision(self.date_precision)).isoformat()

    @property
    def place_and_date(self) -> str:
        """What stands above an item: "Bochum, 7. November 2018"; either part may be missing."""
        return capfirst(", ".join(part for part in (self.place, self.date_label) if part))

    @property
    def state_name(self) -> str:
        return self.get_state_display()

    @property
    def topics(self) -> list[Topic]:
        """The item's topics in the active language."""
        return references.current().snippets(
            Topic, [link.topic_id for link in self.topic_links.all()]
        )

    @property
    def topic_names(self) -> list[str]:
        return [topic.name for topic in self.topics]

    @property
    def related_pages(self) -> list[Page]:
        """Related pages that a visitor may see, in the active language."""
        pks = [link.page_id for link in self.related_links.all()]
        return list(references.current().targets(pks).values())

    def related_cards(self) -> list[Card]:
        return teasers.cards(self.related_pages)

    @property
    def picture(self) -> Any:
        """The picture, or None if there is none or it lies in a private collection."""
        field = self._meta.get_field("image")
        return references.current().get(field.related_model, self.image_id)

    @property
    def share_picture(self) -> Any:
        return self.picture

    @property
    def share_picture_alt(self) -> str:
        return self.image_alt

    @property
    def published_at(self) -> datetime:
        """When the news came out: on its date, if that is over, else when the page did."""
        first = self.first_published_at or self.updated_at
        if self.date is None:
            return first
        midnight = datetime.combine(self.date, time.min, tzinfo=get_default_timezone())
        return min(midnight, first) if self.first_published_at else midnight

    @property
    def is_event(self) -> bool:
        """Whether calendars can hold it: the day is known."""
        return occasion(self) is not None

    def structured_data(self) -> list[Node]:
        return [*super().structured_data(), *news_nodes(self)]

    def keys_of_cards(self) -> list[int]:
        return [link.page_id for link in self.related_links.all()]

    def get_context(self, request, *args, **kwargs) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["related_cards"] = self.related_cards()
        if not self.live:  # a preview: it has no place in the list yet
            return context
        newer, older = self.neighbours()
        shown.note([newer, older])
        return {**context, "newer": newer, "older": older}

    def neighbours(self) -> tuple["NewsPage | None", "NewsPage | None"]:
        """The next newer and the next older item of the same list that a visitor may see."""
        items = visible(NewsPage.objects.sibling_of(self)).defer_streamfields()
        return items.newer_neighbour(self), items.older_neighbour(self)

    def card(self) -> Card:
        return Card(
            page=self,
            text=self.teaser,
            meta=self.place_and_date,
            image_id=self.image_id,
            image_alt="",
        )


class NewsTopic(Orderable):
    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey(
        "core.Topic", verbose_name=_("topic"), on_delete=models.PROTECT, related_name="+"
    )

    panels = [FieldPanel("topic")]

    class Meta(Orderable.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.UniqueConstraint(fields=["page", "topic"], name="news_topic_once_per_page")
        ]


class RelatedPage(Orderable):
    source = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="related_links")
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("related page")
        verbose_name_plural = _("related pages")
