from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from core.panels import WHERE
from core.places import State

from ..forms import MunicipalityForm
from ..geography import bounds_of_states

UNINCORPORATED = "Gemeindefreies Gebiet"


class Position(models.TextChoices):
    """Whether the map of its state can show a municipality."""

    SHOWN = "shown", _("on the map")
    OUTSIDE = "outside", _("outside the state")
    NO_MAP = "no-map", _("no map of this state")


class MunicipalityQuerySet(models.QuerySet):
    def for_lists(self) -> "MunicipalityQuerySet":
        """With what lists say of each: `has_consultations`, and `position` (`Position`)."""
        consultations = Consultation.objects.filter(municipality=models.OuterRef("pk"))
        cases = [
            case
            for state, (west, south, east, north) in bounds_of_states().items()
            for case in (
                models.When(
                    state=state,
                    longitude__range=(west, east),
                    latitude__range=(south, north),
                    then=models.Value(Position.SHOWN),
                ),
                models.When(state=state, then=models.Value(Position.OUTSIDE)),
            )
        ]
        return self.annotate(
            has_consultations=models.Exists(consultations),
            position=models.Case(*cases, default=models.Value(Position.NO_MAP)),
        )

    def advised_in(self, state: str) -> "MunicipalityQuerySet":
        """The municipalities of a state that used the offer, with their consultations."""
        advised = self.filter(state=state, consultations__isnull=False).distinct()
        return advised.prefetch_related("consultations")


class Municipality(index.Indexed, ClusterableModel):
    """A municipality, keyed by its official number (Amtlicher Gemeindeschlüssel, AGS)."""

    ags = models.CharField(
        _("official number (AGS)"),
        primary_key=True,
        max_length=8,
        help_text=_("Eight digits, for example “05315000” for Köln."),
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=60, help_text=_("As registered: “Stadt”."))
    state = models.CharField(
        _("state"),
        max_length=2,
        choices=State.choices,
        help_text=_("On whose map the municipality stands."),
    )
    district_ags = models.CharField(
        _("district’s official number"),
        max_length=5,
        help_text=_("The first five digits of the municipality’s official number."),
    )
    district = models.CharField(
        _("district"), max_length=120, help_text=_("For a town without a district: its own name.")
    )
    district_kind = models.CharField(
        _("kind of district"), max_length=60, help_text=_("As registered: “Kreis”.")
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        help_text=_("In degrees north, for example 50.9384. It places the point on the map."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        help_text=_("In degrees east, for example 6.9599. It places the point on the map."),
    )

    objects = MunicipalityQuerySet.as_manager()

    base_form_class = MunicipalityForm
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("ags"), FieldPanel("name"), FieldPanel("kind")]),
            ],
            heading=_("Municipality"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("state"),
                FieldRowPanel(
                    [
                        FieldPanel("district_ags"),
                        FieldPanel("district"),
                        FieldPanel("district_kind"),
                    ]
                ),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=WHERE,
        ),
        InlinePanel(
            "consultations",
            heading=_("Consultations"),
            label=_("Consultation"),
            help_text=_("Each time that the municipality used the offer. They put it on the map."),
        ),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.SearchField("district"),
        index.SearchField("ags"),
        # What the admin's list and chooser look into while somebody types.
        index.AutocompleteField("name"),
        index.AutocompleteField("district"),
        index.AutocompleteField("ags"),
        index.FilterField("state"),
        index.FilterField("ags"),
    ]

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name", "ags"]

    def __str__(self) -> str:
        """The name with its district: 13 names occur twice in the two states.

        One of them twice in the same district, as a town and as an area that belongs to none.
        """
        if self.is_district_free:
            return self.name
        addition = f", {self.kind}" if self.kind == UNINCORPORATED else ""
        return f"{self.name} ({self.district}{addition})"

    @property
    def is_district_free(self) -> bool:
        """Whether the municipality is its own district (kreisfreie Stadt, Stadtkreis)."""
        return self.ags.startswith(self.district_ags) and self.ags.endswith("000")

    @property
    def is_advised(self) -> bool:
        """Whether the municipality used the offer."""
        return self.consultations.exists()


class Consultation(Orderable):
    """One time that a municipality used the offer."""

    class Kind(models.TextChoices):
        FIRST = "first", _("First consultation (dialogue forum)")
        ASSIGNMENT = "assignment", _("Consultation over several months")

    municipality = ParentalKey(
        Municipality,
        verbose_name=_("municipality"),
        on_delete=models.CASCADE,
        related_name="consultations",
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind.choices,
        default=Kind.FIRST,
        help_text=_("The map shows both kinds with different points."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, help_text=_("Four digits; empty if unknown.")
    )
    is_sample = models.BooleanField(
        _("sample"), default=False, help_text=_("An invented entry that shows the map at work.")
    )

    panels = [FieldPanel("kind"), FieldPanel("year"), FieldPanel("is_sample")]

    class Meta(Orderable.Meta):
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year or ''}".strip()
