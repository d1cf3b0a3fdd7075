"""Consent of advisors: what of a profile may be public, given when, how and for how long.

The consent is the legal basis for publishing a profile (Art. 6 (1) (a) and Art. 7 GDPR): it must
be possible to prove it, and it can be withdrawn at any time. Records are therefore only added.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from ..consent_form import ConsentForm
from .consent_texts import ConsentText
from .only_added import OnlyAdded, OnlyAddedQuerySet

# From then on somebody should ask for the next one.
ENDS_SOON = timedelta(days=60)


class Scope(models.TextChoices):
    """The parts of a profile that an advisor can allow to be public one by one.

    The state is no scope: it says to which pool a profile belongs, without which there is none.
    """

    NAME = "name", _("Name")
    PORTRAIT = "portrait", _("Portrait")
    CITY = "city", _("City")
    COUNTRIES = "countries", _("Countries of origin")
    LANGUAGES = "languages", _("Languages")
    TOPICS = "topics", _("Topics")
    EXPERIENCE = "experience", _("Experience")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    WEBSITE = "website", _("Website")


class Means(models.TextChoices):
    """In which form the consent was given."""

    WRITTEN = "written", _("on paper")
    EMAIL = "email", _("by e-mail")
    FORM = "form", _("by an online form")


class ConsentState(models.TextChoices):
    """What the newest record of an advisor means for the profile today."""

    VALID = "valid", _("Valid")
    ENDS_SOON = "ends-soon", _("Ends within 60 days")
    ENDED = "ended", _("Ended")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MISSING = "missing", _("Missing")


class ConsentQuerySet(OnlyAddedQuerySet):
    """Consents, of which the newest of an advisor counts."""

    def latest(self) -> "ConsentQuerySet":  # type: ignore[override]
        """The newest record of each advisor, whatever it says."""
        # Not by the largest key of each: that reads all consents, also where a few are asked for.
        newer = self.model._base_manager.filter(
            advisor__translation_key=OuterRef("advisor__translation_key"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(newer))

    def in_force(self, day: date | None = None) -> "ConsentQuerySet":
        """The newest record of each advisor, where it allows publishing on a day (today)."""
        day = day or timezone.localdate()
        return self.latest().filter(
            Q(valid_until=None) | Q(valid_until__gte=day),
            given_on__lte=day,
            withdrawn_on=None,
        )

    def ending_soon(self) -> "ConsentQuerySet":
        """The newest records that end within 60 days, today included."""
        today = timezone.localdate()
        return self.in_force().filter(valid_until__range=(today, today + ENDS_SOON))

    def allowing(self, scope: str) -> "ConsentQuerySet":
        """Records that allow a part of the profile to be public."""
        return self.filter(**{f"shows_{Scope(scope).value}": True})


def _shows(scope: Scope) -> models.BooleanField:
    return models.BooleanField(scope.label, default=False)


class AdvisorConsent(OnlyAdded):
    """One statement of an advisor. The newest statement counts; none is changed or deleted."""

    advisor = models.ForeignKey(
        "pool.AdvisorPage",
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
        related_name="consents",
        help_text=_("Whose consent it is; it counts for all languages of the profile."),
    )
    given_on = models.DateField(
        _("given on"), help_text=_("The day on which it was signed or sent.")
    )
    means = models.CharField(
        _("given"),
        max_length=10,
        choices=Means.choices,
        help_text=_("In which form; you must be able to prove it."),
    )
    text_version = models.CharField(
        _("version of the consent text"),
        max_length=30,
        help_text=_("Which text was signed, for example “2016-1”."),
    )
    text_checksum = models.CharField(
        _("checksum of the consent text"),
        max_length=64,
        blank=True,
        default="",
        db_default="",  # for the version of the site that runs while this one is migrated
        editable=False,
        help_text=_("Of the text as it is kept; empty if it was not kept when this was recorded."),
    )
    shows_name = _shows(Scope.NAME)
    shows_portrait = _shows(Scope.PORTRAIT)
    shows_city = _shows(Scope.CITY)
    shows_countries = _shows(Scope.COUNTRIES)
    shows_languages = _shows(Scope.LANGUAGES)
    shows_topics = _shows(Scope.TOPICS)
    shows_experience = _shows(Scope.EXPERIENCE)
    shows_email = _shows(Scope.EMAIL)
    shows_phone = _shows(Scope.PHONE)
    shows_website = _shows(Scope.WEBSITE)
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("The last day on which the profile may be public. Empty: until withdrawn."),
    )
    withdrawn_on = models.DateField(
        _("withdrawn on"),
        null=True,
        blank=True,
        help_text=_("From this day on the profile is offline; what it said is deleted."),
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    # As in Wagtail's log: the number of the account outlives the account, and no record changes.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        editable=False,
        db_constraint=False,
        db_index=False,
        on_delete=models.DO_NOTHING,
        related_name="+",
    )

    objects = ConsentQuerySet.as_manager()

    base_form_class = ConsentForm
    panels = [
        FieldPanel("advisor"),
        MultiFieldPanel(
            [FieldPanel("given_on"), FieldPanel("means"), FieldPanel("text_version")],
            heading=_("The consent"),
        ),
        MultiFieldPanel(
            [FieldPanel(f"shows_{scope}") for scope in Scope.values],
            heading=_("What may be public"),
            help_text=_("Tick what the person agreed to. All else stays hidden on the profile."),
        ),
        MultiFieldPanel([FieldPanel("valid_until")], heading=_("How long")),
    ]

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.advisor_id} · {self.given_on.isoformat()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `TypeError` for a record that exists already: records are only added.

        A record is kept with the German profile: it must outlive a translation that is deleted.
        Records go only with the whole profile (Art. 17 GDPR).
        """
        german = type(self.advisor).objects.filter(
            translation_key=self.advisor.translation_key,
            locale__language_code=settings.LANGUAGE_CODE,
        )
        self.advisor = german.first() or self.advisor
        text = ConsentText.objects.filter(version=self.text_version).first()
        self.text_checksum = text.checksum if text else ""
        super().save(*args, **kwargs)

    def clean(self) -> None:
        errors = {}
        if self.given_on and self.given_on > timezone.localdate():
            errors["given_on"] = _("A consent cannot lie in the future.")
        if self.given_on and self.valid_until and self.valid_until < self.given_on:
            errors["valid_until"] = _("The consent would end before it was given.")
        if self.given_on and self.withdrawn_on and self.withdrawn_on < self.given_on:
            errors["withdrawn_on"] = _("The consent was given later than it was withdrawn.")
        if errors:
            raise ValidationError(errors)

    @property
    def scopes(self) -> frozenset[str]:
        """The parts of the profile that this record allows to be public."""
        return frozenset(scope for scope in Scope.values if getattr(self, f"shows_{scope}"))

    @property
    def ends_at(self) -> datetime | None:
        """The moment at which the consent runs out; None if it does not. A withdrawal is no end
        to wait for: it counts at once."""
        if self.withdrawn_on or self.valid_until is None:
            return None
        day_after = self.valid_until + timedelta(days=1)
        return timezone.make_aware(datetime.combine(day_after, time.min))
