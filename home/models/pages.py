from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.rich_text import RichText
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core import references, teasers
from core.blocks.streams import PageBlocks
from core.models import BasePage
from core.models.pages import Lead
from core.panels import PICTURE, TEXT, about, links
from core.serializers import LinksField, PictureField
from core.visibility import visible
from pool.models import StatePage

NEWEST_NEWS = 3


class HomePage(Lead, BasePage):
    """The start page of a language."""

    hero_image = models.ForeignKey(
        "core.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The large picture at the top of the start page."),
    )
    hero_image_alt = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it. Empty: decorative."),
    )
    body = StreamField(
        PageBlocks(),
        blank=True,
        verbose_name=_("content"),
        help_text=_("Put the text together from blocks: paragraphs, pictures, quotations …"),
    )

    content_panels = [
        *BasePage.content_panels,
        about("lead"),
        MultiFieldPanel([FieldPanel("hero_image"), FieldPanel("hero_image_alt")], heading=PICTURE),
        FieldPanel("body", heading=TEXT),
        links(
            InlinePanel(
                "access_links",
                heading=_("In plain language and sign language"),
                label=_("Page"),
                help_text=_(
                    "Pages that say in plain language and in sign language what this website is "
                    "about. They stand at the top of the start page (§ 4 BITV 2.0)."
                ),
                max_num=4,
            ),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("lead", writable=True),
        APIField("access_pages", LinksField()),
        APIField("hero_image", PictureField(alt="hero_image_alt")),
        APIField("body", writable=True),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        TranslatableField("lead"),
        SynchronizedField("hero_image", overridable=False),
        TranslatableField("hero_image_alt"),
        SynchronizedField("access_links", overridable=False),
        TranslatableField("body"),
    ]

    prefetch = ["access_links"]

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.ContentPage",
        "home.AccessibilityPage",
        "home.ContactPage",
        "news.NewsIndexPage",
        "pool.AdvisorIndexPage",
        "pool.StatePage",
    ]
    template = "home/home_page.html"

    class Meta(BasePage.Meta):
        verbose_name = _("start page")
        verbose_name_plural = _("start pages")

    def clean(self) -> None:
        super().clean()
        others = HomePage.objects.filter(locale_id=self.locale_id).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError(_("There is a start page of this language already."))

    @property
    def picture(self) -> Any:
        """The picture, or None if there is none or it lies in a private collection."""
        field = self._meta.get_field("hero_image")
        return references.current().get(field.related_model, self.hero_image_id)

    @property
    def access_pages(self) -> list[Page]:
        """The pages in plain language and sign language that a visitor may see, in the active
        language."""
        pks = [link.page_id for link in self.access_links.all()]
        return list(references.current().targets(pks).values())

    def keys_of_cards(self) -> list[int]:
        return teasers.newest_keys(count=NEWEST_NEWS)

    def get_context(self, request, *args, **kwargs) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "news_cards": teasers.newest(count=NEWEST_NEWS),
            "state_pages": list(visible(StatePage.objects.child_of(self))),
        }


class HomeAccessLink(Orderable):
    """A page that says in another way what the website is about."""

    home = ParentalKey(
        HomePage,
        verbose_name=_("start page"),
        on_delete=models.CASCADE,
        related_name="access_links",
    )
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("page in plain language or sign language")
        verbose_name_plural = _("pages in plain language or sign language")


class ContentPage(Lead, BasePage):
    """Any other page: about, imprint, privacy, plain language, sign language."""

    shows_only_what_it_names = True

    body = StreamField(
        PageBlocks(),
        blank=True,
        verbose_name=_("content"),
        help_text=_("Put the text together from blocks: paragraphs, pictures, quotations …"),
    )

    content_panels = [
        *BasePage.content_panels,
        about("lead"),
        FieldPanel("body", heading=TEXT),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("lead", writable=True),
        APIField("body", writable=True),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        TranslatableField("lead"),
        TranslatableField("body"),
    ]

    parent_page_types = ["home.HomePage", "home.ContentPage", "pool.StatePage"]
    subpage_types = ["home.ContentPage"]
    template = "home/content_page.html"

    class Meta(BasePage.Meta):
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")

    def begin(self) -> None:
        super().begin()
        self.body = [("paragraph", RichText(""))]
