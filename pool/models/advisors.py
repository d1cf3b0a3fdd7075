import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PublishingPanel,
)
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.rich_text import RichText
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core.blocks.streams import PageBlocks, ProfileBlocks
from core.fields import HttpsURLField
from core.models import BasePage
from core.models.pages import Lead
from core.models.people import validate_phone
from core.names import country_choices, language_choices
from core.panels import (
    ABOUT,
    PICTURE,
    SEARCH_DESCRIPTION_PANEL,
    TEXT,
    WHERE,
    about,
    links,
)
from core.places import State
from core.search.kinds import Kind
from core.teasers import Card
from core.visibility import visible

from ..directory import advisor_directory
from ..forms import CONSENT_MISSING, NAME_NOT_COVERED, TEXTS_WITHOUT_SCOPE, AdvisorPageForm
from ..profile import PublicProfile, load_consents, names_person
from ..querysets import AdvisorPageManager, AdvisorQuerySet
from ..serializers import PublicField, PublicPortraitField, PublicStreamField
from .consent import AdvisorConsent

SLUG_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without characters that look alike


class AdvisorIndexPage(Lead, BasePage):
    """The directory of advisors, with filter by state, topic, language and city."""

    body = StreamField(
        PageBlocks(),
        blank=True,
        verbose_name=_("content"),
        help_text=_("Stands above the list. Put it together from blocks."),
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

    parent_page_types = ["home.HomePage"]
    subpage_types = ["pool.AdvisorPage"]
    template = "pool/advisor_index_page.html"
    schema_type = "CollectionPage"

    class Meta(BasePage.Meta):
        verbose_name = _("advisor directory")
        verbose_name_plural = _("advisor directories")

    def shown_children(self) -> AdvisorQuerySet:
        return visible(AdvisorPage.objects.child_of(self)).order_by("title", "pk")

    def around_child(
        self, beside: AdvisorQuerySet, child: Page
    ) -> tuple[AdvisorQuerySet, AdvisorQuerySet]:
        before = Q(title__lt=child.title) | Q(title=child.title, pk__lt=child.pk)
        after = Q(title__gt=child.title) | Q(title=child.title, pk__gt=child.pk)
        return (
            beside.filter(before).order_by("-title", "-pk"),
            beside.filter(after).order_by("title", "pk"),
        )

    def get_context(self, request, *args, **kwargs) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            **advisor_directory(
                AdvisorPage.objects.child_of(self), request.GET, f"advisors of {self.pk}"
            ),
        }


class AdvisorPage(BasePage):
    """The profile of one advisor. What of it is public, `public` says (see `pool.profile`)."""

    first_name = models.CharField(
        _("first name"), max_length=80, help_text=_("Public only if the consent covers the name.")
    )
    last_name = models.CharField(
        _("last name"), max_length=80, help_text=_("Public only if the consent covers the name.")
    )
    portrait = models.ForeignKey(
        "core.Image",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Public only if the consent covers it."),
    )
    portrait_alt = models.CharField(
        _("alternative text of the portrait"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it. Without the name."),
    )
    city = models.CharField(
        _("city"), max_length=120, blank=True, help_text=_("Where the person lives or works.")
    )
    state = models.CharField(
        _("state"),
        max_length=2,
        choices=State.choices,
        help_text=_("To whose pool the person belongs. It is always public."),
    )
    experience = StreamField(
        ProfileBlocks(),
        blank=True,
        verbose_name=_("experience"),
        help_text=_("What the person brings along, in blocks: headings, paragraphs, quotations."),
    )
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Public only if the consent covers it.")
    )
    phone = models.CharField(
        _("phone"),
        max_length=30,
        blank=True,
        validators=[validate_phone],
        help_text=_("With the country code: +49 228 20 717-2345."),
    )
    website = HttpsURLField(_("website"), blank=True, help_text=_("With https://."))

    objects = AdvisorPageManager()

    base_form_class = AdvisorPageForm
    content_panels = [
        FieldPanel(
            "title",
            help_text=_(
                "As it stands above the profile. Put the name here only if the consent covers it."
            ),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")]),
                InlinePanel(
                    "country_links",
                    heading=_("Countries of origin"),
                    label=_("Country"),
                    help_text=_("As the person names them; one or several, or none."),
                ),
                InlinePanel(
                    "language_links",
                    heading=_("Languages"),
                    label=_("Language"),
                    help_text=_("In which the person can advise. Visitors filter by them."),
                ),
            ],
            heading=ABOUT,
        ),
        MultiFieldPanel([FieldRowPanel([FieldPanel("city"), FieldPanel("state")])], heading=WHERE),
        MultiFieldPanel([FieldPanel("portrait"), FieldPanel("portrait_alt")], heading=PICTURE),
        FieldPanel("experience", heading=TEXT),
        links(
            InlinePanel(
                "topic_links",
                heading=_("Topics"),
                label=_("Topic"),
                help_text=_("On which the person advises. Visitors filter by them."),
            ),
            MultiFieldPanel(
                [FieldPanel("email"), FieldPanel("phone"), FieldPanel("website")],
                heading=_("Reachable by"),
            ),
        ),
    ]
    # The address is made by the site and stays: no slug, and no title for search engines.
    promote_panels = [
        MultiFieldPanel(
            [SEARCH_DESCRIPTION_PANEL], heading=_("For search engines and shared links")
        )
    ]
    settings_panels = [PublishingPanel(), CommentPanel()]
    search_kind = Kind("advisors", _("Advisors"), order=20)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("public_text"),
        index.FilterField("state"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("first_name", PublicField()),
        APIField("last_name", PublicField()),
        APIField("portrait", PublicPortraitField()),
        APIField("city", PublicField()),
        APIField("state"),
        APIField("countries", PublicField()),
        APIField("languages", PublicField()),
        APIField("topics", PublicField()),
        APIField("experience", PublicStreamField()),
        APIField("email", PublicField()),
        APIField("phone", PublicField()),
        APIField("website", PublicField()),
    ]
    # What consents may hide must not be found out by filtering or ordering either.
    api_not_filterable = frozenset(
        ["first_name", "last_name", "portrait", "city", "email", "phone", "website"]
    )
    shows_own_fields_in_lists = True
    shows_only_what_it_names = True
    prefetch = ["country_links", "language_links", "topic_links"]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("first_name", overridable=False),
        SynchronizedField("last_name", overridable=False),
        SynchronizedField("portrait", overridable=False),
        TranslatableField("portrait_alt"),
        SynchronizedField("city", overridable=False),
        SynchronizedField("state", overridable=False),
        TranslatableField("experience"),
        SynchronizedField("email", overridable=False),
        SynchronizedField("phone", overridable=False),
        SynchronizedField("website", overridable=False),
        SynchronizedField("country_links", overridable=False),
        SynchronizedField("language_links", overridable=False),
        SynchronizedField("topic_links", overridable=False),
    ]

    parent_page_types = ["pool.AdvisorIndexPage"]
    subpage_types = []
    template = "pool/advisor_page.html"

    class Meta(BasePage.Meta):
        verbose_name = _("advisor profile")
        verbose_name_plural = _("advisor profiles")

    def begin(self) -> None:
        super().begin()
        self.experience = [("paragraph", RichText(""))]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._make_neutral_slug()
        super().full_clean(*args, **kwargs)

    def _make_neutral_slug(self) -> None:
        # Before Wagtail makes an address from the title, which may hold a name.
        if not self.slug:
            token = "".join(secrets.choice(SLUG_ALPHABET) for __ in range(6))
            self.slug = f"profil-{token}"

    def clean(self) -> None:
        super().clean()
        parts = set(self.slug.split("-"))
        names = slugify(f"{self.first_name} {self.last_name}").split("-")
        if any(len(name) > 1 and name in parts for name in names):
            raise ValidationError({"slug": _("The address must not contain the person’s name.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._make_neutral_slug()  # drafts are saved without `full_clean`
        # Publishing takes the expiry from the revision; the consent has the last word.
        consent = self.consent
        if consent and consent.ends_at:
            self.expire_at = min(filter(None, (self.expire_at, consent.ends_at)))
        super().save(*args, **kwargs)

    def check_publishing(self) -> None:
        """Raises `ValidationError` without a consent in force that covers the name, if it is said.

        The editor asks the same before (`AdvisorPageForm`), where what was typed is kept.
        """
        super().check_publishing()
        consent = self.consent
        if consent is None:
            raise ValidationError(CONSENT_MISSING)
        if not consent.shows_name:
            for field in TEXTS_WITHOUT_SCOPE:
                if names_person(getattr(self, field), self.first_name, self.last_name):
                    raise ValidationError({field: NAME_NOT_COVERED})

    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> Any:
        """Like Wagtail's; nobody publishes a profile without consent, by approving it either.

        Raises `ValidationError`. Without a user it is the site's own doing: the schedule asks
        beforehand, and whatever is published wrongly is hidden (see `pool.signals`).
        """
        if user is not None:
            revision.as_object().check_publishing()
        return super().publish(revision, user=user, **kwargs)

    def reasons_against_publishing(self) -> list[str]:
        consent = self.consent
        if consent is None:
            return [str(CONSENT_MISSING)]
        texts = (self.title, self.seo_title, self.search_description)
        is_named = any(names_person(text, self.first_name, self.last_name) for text in texts)
        return [str(NAME_NOT_COVERED)] if is_named and not consent.shows_name else []

    @property
    def consent(self) -> AdvisorConsent | None:
        """The consent in force, which counts for all languages of the profile, or None."""
        if not self.pk:
            return None
        return (
            AdvisorConsent.objects.in_force()
            .filter(advisor__translation_key=self.translation_key)
            .first()
        )

    @cached_property
    def public(self) -> PublicProfile:
        """What everybody may see of this profile."""
        return PublicProfile(self)

    @property
    def public_text(self) -> str:
        """What the search may find of this profile: the text of its public parts."""
        public = PublicProfile(self)
        body = public.experience
        return " · ".join(
            [
                public.name,
                *([public.city] if public.city else []),
                *(topic.name for topic in public.topics),
                *(country["name"] for country in public.countries),
                *(language["name"] for language in public.languages),
                *(body.stream_block.get_searchable_content(body) if body else []),
            ]
        )

    def card(self) -> Card:
        public = self.public
        return Card(
            page=self,
            text=self.search_description,
            meta=", ".join(part for part in (public.city, public.state_name) if part),
            image_id=self.portrait_id if public.portrait else None,
            image_alt="",
        )

    @classmethod
    def prepare_list(cls, pages: list[Page]) -> None:
        load_consents(pages)


class AdvisorCountry(Orderable):
    page = ParentalKey(AdvisorPage, on_delete=models.CASCADE, related_name="country_links")
    country = models.CharField(_("country"), max_length=2, choices=country_choices)

    panels = [FieldPanel("country")]

    class Meta(Orderable.Meta):
        verbose_name = _("country of origin")
        verbose_name_plural = _("countries of origin")


class AdvisorLanguage(Orderable):
    page = ParentalKey(AdvisorPage, on_delete=models.CASCADE, related_name="language_links")
    language = models.CharField(_("language"), max_length=3, choices=language_choices)

    panels = [FieldPanel("language")]

    class Meta(Orderable.Meta):
        verbose_name = _("language")
        verbose_name_plural = _("languages")


class AdvisorTopic(Orderable):
    page = ParentalKey(AdvisorPage, on_delete=models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey(
        "core.Topic", verbose_name=_("topic"), on_delete=models.PROTECT, related_name="+"
    )

    panels = [FieldPanel("topic")]

    class Meta(Orderable.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
