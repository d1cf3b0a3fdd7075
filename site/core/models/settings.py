from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from ..careful_forms import CarefulForm
from ..fields import HttpsURLField
from ..panels import COLLAPSED


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting, ClusterableModel):
    """What stands around every page: banner, footer, social profiles, default contacts.

    wagtail-localize does not translate settings, so their texts exist once per language.
    """

    banner_enabled = models.BooleanField(
        _("show the banner"),
        default=True,
        help_text=_("Untick this to hide it for a while; its texts are kept."),
    )
    banner_text_de = models.CharField(
        _("text, German"), max_length=255, blank=True, help_text=_("One sentence.")
    )
    banner_text_en = models.CharField(
        _("text, English"),
        max_length=255,
        blank=True,
        help_text=_("Empty: the German text stands on English pages too."),
    )
    banner_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page with more about it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A link to it stands behind the text, in the reader’s language."),
    )
    barrier_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("form for reporting barriers"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A contact page. Every page links to it and brings its own address along."),
    )
    footer_text_de = models.TextField(
        _("footer text, German"),
        blank=True,
        help_text=_("Stands at the foot of every page: who runs the website, who pays for it."),
    )
    footer_text_en = models.TextField(
        _("footer text, English"),
        blank=True,
        help_text=_("Empty: the German text stands on English pages too."),
    )

    base_form_class = CarefulForm
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("banner_enabled"),
                FieldPanel("banner_text_de"),
                FieldPanel("banner_text_en"),
                FieldPanel("banner_page"),
            ],
            heading=_("Status banner"),
            help_text=_("Stands above every page, for example that the project has ended."),
        ),
        MultiFieldPanel(
            [FieldPanel("footer_text_de"), FieldPanel("footer_text_en")], heading=_("Footer")
        ),
        InlinePanel(
            "footer_links",
            heading=_("Footer links"),
            label=_("Link"),
            help_text=_("Pages that every page links to at its foot: imprint, privacy …"),
            classname=COLLAPSED,
        ),
        InlinePanel(
            "social_profiles",
            heading=_("Social profiles"),
            label=_("Profile"),
            help_text=_("Links at the foot of every page. Nothing is loaded from there."),
            classname=COLLAPSED,
        ),
        InlinePanel(
            "default_contacts",
            heading=_("Default contacts"),
            label=_("Contact person"),
            help_text=_("They stand at the foot of every page."),
            classname=COLLAPSED,
        ),
        MultiFieldPanel([FieldPanel("barrier_page")], heading=_("Accessibility")),
    ]

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")

    def in_language(self, field: str, language: str | None = None) -> str:
        """A text in the given or active language, in German where the other is empty.

        `field` is "banner_text" or "footer_text".
        """
        language = (language or get_language() or "de").split("-")[0]
        return getattr(self, f"{field}_{language}", "") or getattr(self, f"{field}_de")


class SocialProfile(Orderable):
    class Platform(models.TextChoices):
        FACEBOOK = "facebook", _("Facebook")
        INSTAGRAM = "instagram", _("Instagram")
        LINKEDIN = "linkedin", _("LinkedIn")
        MASTODON = "mastodon", _("Mastodon")
        YOUTUBE = "youtube", _("YouTube")

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="social_profiles")
    platform = models.CharField(
        _("platform"),
        max_length=20,
        choices=Platform.choices,
        help_text=_("Where the profile is."),
    )
    account = models.CharField(
        _("whose profile"),
        max_length=80,
        help_text=_("The organisation’s name, for example “SKEW”."),
    )
    url = HttpsURLField(_("address"), help_text=_("The profile’s address with https://."))

    panels = [FieldPanel("platform"), FieldPanel("account"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = _("social profile")
        verbose_name_plural = _("social profiles")


class FooterLink(Orderable):
    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="footer_links")
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("footer link")
        verbose_name_plural = _("footer links")


class DefaultContact(Orderable):
    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="default_contacts")
    contact = models.ForeignKey(
        "core.ContactPerson",
        verbose_name=_("contact person"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels = [FieldPanel("contact")]

    class Meta(Orderable.Meta):
        verbose_name = _("default contact")
        verbose_name_plural = _("default contacts")
