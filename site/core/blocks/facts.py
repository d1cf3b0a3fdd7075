from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from ..dates import PartialDate, format_number, format_span
from ..names import language_choices
from .base import GROUP_DATA, Untranslated, Value, ValueBlock, title_block
from .choosers import topic_chooser


class Qualifier(models.TextChoices):
    """How a figure is meant."""

    EXACT = "exact", _("exactly")
    MORE_THAN = "more_than", _("more than")
    ABOUT = "about", _("about")
    UP_TO = "up_to", _("up to")


class Figure(TypedDict):
    """A number, and how it is read: "97", "mehr als 1.000"."""

    value: float
    display: str


class FigureValue(Value):
    @property
    def number(self) -> str:
        """The number with the separators of the active language ("1.000")."""
        return format_number(self["value"])

    @property
    def qualifier_label(self) -> str:
        """What stands before the number ("mehr als"), "" for an exact one."""
        if self["qualifier"] in ("", Qualifier.EXACT):
            return ""
        return str(Qualifier(self["qualifier"]).label)

    @property
    def display(self) -> str:
        """The figure as it is read: "97", "mehr als 1.000"."""
        return f"{self.qualifier_label} {self.number}".lstrip()

    def data(self) -> Figure:
        value = self["value"]
        return {
            "value": int(value) if value == int(value) else float(value),
            "display": self.display,
        }


class FigureBlock(ValueBlock):
    value = blocks.DecimalBlock(
        label=_("Number"), help_text=_("Digits only; dots and commas are added for the reader.")
    )
    qualifier = blocks.ChoiceBlock(
        choices=Qualifier.choices,
        default=Qualifier.EXACT,
        label=_("Meant as"),
        help_text=_("Stands before the number, unless it is exact."),
    )
    label = blocks.CharBlock(
        max_length=120,
        label=_("What is counted"),
        help_text=_("For example “first consultations”."),
    )
    scope = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Where and when"),
        help_text=_("For example “both states, whole project”."),
    )
    source = blocks.CharBlock(
        required=False,
        max_length=160,
        label=_("Source"),
        help_text=_("Where the number comes from. May stay empty."),
    )

    class Meta:
        icon = "order"
        label = _("Figure")
        value_class = FigureValue


class FiguresBlock(ValueBlock):
    title = title_block()
    items = blocks.ListBlock(
        FigureBlock(),
        min_num=1,
        label=_("Figures"),
        help_text=_("Three or four are easier to remember than ten."),
    )

    class Meta:
        icon = "order"
        label = _("Key figures")
        group = GROUP_DATA
        description = _("Numbers with what they count, for where, and their source.")
        template = "blocks/figures.html"
        preview_value = {
            "title": "MiGlobe in Zahlen",
            "items": [
                {
                    "value": 97,
                    "qualifier": "exact",
                    "label": "Erstberatungen",
                    "scope": "",
                    "source": "",
                },
                {
                    "value": 70,
                    "qualifier": "more_than",
                    "label": "Kommunen",
                    "scope": "",
                    "source": "",
                },
            ],
        }


class TopicsBlock(ValueBlock):
    title = title_block()
    topics = blocks.ListBlock(
        topic_chooser(),
        min_num=1,
        label=_("Topics"),
        help_text=_("Their descriptions are kept under “Shared content”."),
    )

    def get_preview_value(self):
        from ..models import Topic

        topics = list(Topic.objects.all()[:3])
        sample = Topic(name="Fairer Handel")
        return self.normalize({"title": "Themen", "topics": topics or [sample]})

    class Meta:
        icon = "tag"
        label = _("Topics")
        group = GROUP_DATA
        description = _("A list of topics with their descriptions.")
        template = "blocks/topics.html"


class PartialDateBlock(Untranslated, blocks.CharBlock):
    """A date known to the day, month or year, stored as ISO 8601 ("2016", "2016-12-07")."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 10, **kwargs})

    def clean(self, value):
        value = super().clean(value)
        if value:
            PartialDate.parse(value)
        return value


class When(TypedDict):
    """The date or span in the page's language."""

    when: str


class TimelineEntryValue(Value):
    @property
    def when(self) -> str:
        """The date or span in the reader's language ("2012–2013", "7. Dezember 2016")."""
        start = PartialDate.parse(self["start"])
        end = PartialDate.parse(self["end"]).first_day if self["end"] else None
        return format_span(start.first_day, end, start.precision)

    def data(self) -> When:
        return {"when": self.when}


class TimelineEntryBlock(ValueBlock):
    start = PartialDateBlock(label=_("When"), help_text=_("2016, 2016-12 or 2016-12-07."))
    end = PartialDateBlock(
        required=False, label=_("Until"), help_text=_("Only for a span; as exact as the start.")
    )
    text = blocks.TextBlock(label=_("What happened"), help_text=_("One sentence or two."))

    def clean(self, value):
        value = super().clean(value)
        if value["start"] and value["end"]:
            start, end = PartialDate.parse(value["start"]), PartialDate.parse(value["end"])
            if end.precision != start.precision:
                message = _("Write start and end equally exactly.")
            elif end.first_day < start.first_day:
                message = _("The end lies before the start.")
            else:
                return value
            raise StructBlockValidationError(block_errors={"end": ValidationError(message)})
        return value

    class Meta:
        icon = "date"
        label = _("Entry")
        value_class = TimelineEntryValue


class TimelineBlock(ValueBlock):
    title = title_block()
    entries = blocks.ListBlock(
        TimelineEntryBlock(),
        min_num=1,
        label=_("Entries"),
        help_text=_("The earliest first; they are shown in this order."),
    )

    class Meta:
        icon = "history"
        label = _("Timeline")
        group = GROUP_DATA
        description = _("What happened when, in order.")
        template = "blocks/timeline.html"
        preview_value = {
            "title": "Stationen",
            "entries": [
                {"start": "2012", "end": "2013", "text": "Vorstudie und Konzeption"},
                {"start": "2016-12-07", "end": "", "text": "Start des Pools in Dortmund"},
            ],
        }


class GlossaryEntryBlock(ValueBlock):
    short = blocks.CharBlock(
        required=False,
        max_length=30,
        label=_("Short name"),
        help_text=_("The abbreviation, if there is one: “SKEW”."),
    )
    name = blocks.CharBlock(
        max_length=160, label=_("Name"), help_text=_("The term or the name, written out.")
    )
    language = blocks.ChoiceBlock(
        choices=language_choices,
        default="de",
        label=_("Language of the name"),
        help_text=_("Screen readers need it to pronounce the name."),
    )
    explanation = blocks.TextBlock(
        label=_("Explanation"), help_text=_("What it means, in one or two plain sentences.")
    )

    class Meta:
        icon = "list-ul"
        label = _("Entry")


class GlossaryBlock(ValueBlock):
    title = title_block()
    entries = blocks.ListBlock(
        GlossaryEntryBlock(),
        min_num=1,
        label=_("Entries"),
        help_text=_("Best in alphabetical order; they are shown as they stand here."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Glossary")
        group = GROUP_DATA
        description = _("Short names, full names and what they mean.")
        template = "blocks/glossary.html"
        preview_value = {
            "title": "Wer ist wer",
            "entries": [
                {
                    "short": "SKEW",
                    "name": "Servicestelle Kommunen in der Einen Welt",
                    "language": "de",
                    "explanation": "Berät Kommunen zur Entwicklungspolitik.",
                }
            ],
        }
