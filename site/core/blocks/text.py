from django.core.validators import RegexValidator
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict
from wagtail import blocks
from wagtail.api.rich_text import APIRichText
from wagtail.rich_text import RichText

from ..names import language_choices
from ..rich_text_formats import public_rich_text
from .base import GROUP_TEXT, Untranslated, Value, ValueBlock, title_block

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class AnchorBlock(Untranslated, blocks.CharBlock):
    """The part of an address after “#”; the same in every language, so that links stay good."""

    def __init__(self, **kwargs):
        validator = RegexValidator(
            r"^[a-z][a-z0-9-]*$",
            _("Use lower-case letters without accents, digits and “-”, beginning with a letter."),
        )
        super().__init__(**{"validators": [validator], "max_length": 60, **kwargs})


class Anchor(TypedDict):
    """What stands after “#” in links to this place; never empty."""

    anchor: str


class HeadingValue(Value):
    @property
    def element_id(self) -> str:
        """The id of the heading in the page: the anchor, else made from the text."""
        return self["anchor"] or slugify(self["text"]) or "abschnitt"

    def data(self) -> Anchor:
        return {"anchor": self.element_id}


class HeadingBlock(ValueBlock):
    text = blocks.CharBlock(
        max_length=160, label=_("Text"), help_text=_("Short; without a full stop at the end.")
    )
    level = blocks.ChoiceBlock(
        choices=[("h2", _("Section")), ("h3", _("Subsection"))],
        default="h2",
        label=_("Level"),
        help_text=_("A subsection belongs below a section."),
    )
    anchor = AnchorBlock(
        required=False,
        label=_("Anchor"),
        help_text=_("For links to this place: “#anchor”. Empty: made from the text."),
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        group = GROUP_TEXT
        description = _("Divides a page; section first, subsections below it.")
        template = "blocks/heading.html"
        value_class = HeadingValue
        preview_value = {"text": "Erfahrungen aus den Kommunen", "level": "h2", "anchor": ""}


class PublicRichText:
    """Mixin for rich text blocks: the API's formats lead only to what everybody may see."""

    def get_api_representation(self, value, context=None) -> str:
        request = context and context.get("request")
        wanted = request.GET.get("rich_text_format") if request else None
        return public_rich_text(value.source, APIRichText.resolve_format(wanted))


class RichTextBlock(PublicRichText, blocks.RichTextBlock):
    def deconstruct(self):
        # Nothing of this class concerns the database: migrations know Wagtail's block.
        __, args, kwargs = super().deconstruct()
        return "wagtail.blocks.RichTextBlock", args, kwargs


class ParagraphBlock(PublicRichText, blocks.RichTextBlock):
    """Paragraphs and lists. One may be empty: new pages begin with one (see `WrittenBlocks`)."""

    def __init__(self, **kwargs):
        super().__init__(**{"features": RICH_TEXT_FEATURES, "required": False, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = GROUP_TEXT
        description = _("Paragraphs and lists, with bold, italic and links.")
        template = "blocks/paragraph.html"
        preview_value = (
            "<p>Beraterinnen und Berater mit Migrationsgeschichte <b>begleiten Kommunen</b> "
            "in ihrer Entwicklungspolitik.</p><ul><li>vor Ort</li><li>kostenfrei</li></ul>"
        )


def is_empty(text: RichText) -> bool:
    """Whether nothing is written in a rich text."""
    return not strip_tags(text.source).strip()


class QuoteBlock(ValueBlock):
    text = blocks.TextBlock(label=_("Quotation"), help_text=_("Without quotation marks."))
    person = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Who said it"),
        help_text=_("The name; ask the person before."),
    )
    role = blocks.CharBlock(
        required=False,
        max_length=160,
        label=_("Role or source"),
        help_text=_("What the person does, or where it was said."),
    )
    language = blocks.ChoiceBlock(
        choices=language_choices,
        required=False,
        label=_("Language of the quotation"),
        help_text=_("Only if it differs from the page’s language."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        group = GROUP_TEXT
        description = _("A quotation with its source.")
        template = "blocks/quote.html"
        preview_value = {
            "text": "Global denken heißt vor Ort miteinander reden.",
            "person": "Beispielperson",
            "role": "Beispiel",
            "language": "",
        }


class QuestionBlock(ValueBlock):
    question = blocks.CharBlock(
        max_length=200, label=_("Question"), help_text=_("As a reader would ask it.")
    )
    answer = RichTextBlock(
        features=RICH_TEXT_FEATURES,
        label=_("Answer"),
        help_text=_("The answer first, then what goes with it."),
    )

    class Meta:
        icon = "help"
        label = _("Question and answer")


class QuestionsBlock(ValueBlock):
    title = title_block()
    entries = blocks.ListBlock(
        QuestionBlock(),
        min_num=1,
        label=_("Questions"),
        help_text=_("The most frequent question first."),
    )

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        group = GROUP_TEXT
        description = _("Questions that open to show their answer.")
        template = "blocks/questions.html"
        preview_value = {
            "title": "Häufige Fragen",
            "entries": [
                {"question": "Was kostet die Beratung?", "answer": "<p>Nichts.</p>"},
                {"question": "Wer berät?", "answer": "<p>Mitglieder des Pools.</p>"},
            ],
        }


class ConditionsBlock(ValueBlock):
    title = title_block()
    text = RichTextBlock(
        features=RICH_TEXT_FEATURES,
        label=_("Text"),
        help_text=_("What applies, best as a list of short sentences."),
    )

    class Meta:
        icon = "info-circle"
        label = _("Conditions")
        group = GROUP_TEXT
        description = _("A box for what applies: who may ask, what it costs, who pays.")
        template = "blocks/conditions.html"
        preview_value = {
            "title": "Bedingungen",
            "text": "<p>Für Kommunen war die Beratung <b>kostenfrei</b>.</p>",
        }
