from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from .. import references, teasers
from ..block_references import Reference, references_of_block
from ..places import State
from ..shapes import Card
from ..urls import absolute_url, is_safe_address
from .base import GROUP_LINKS, Value, ValueBlock, title_block
from .choosers import PageChooserBlock, topic_chooser


class LinkTarget(TypedDict):
    """Where a link leads: an absolute URL or `mailto:`; "" if nobody may see its page."""

    href: str


class Teasers(TypedDict):
    """The pages that are shown, picked by hand or found."""

    pages: list[Card]


class LinkValue(Value):
    @property
    def target(self):
        """The page that the link leads to, as the reader may see it, or None."""
        page = self["page"]
        return references.current().target(page.pk) if page else None

    @property
    def href(self) -> str:
        """Where the link leads; "" if its page may not be seen."""
        if self["page"]:
            return self.target.url if self.target else ""
        if self["url"]:
            return self["url"] if is_safe_address(self["url"]) else ""
        return f"mailto:{self['email']}" if self["email"] else ""

    def data(self) -> LinkTarget:
        return {"href": absolute_url(self.href) if self.href else ""}


class AddressBlock(blocks.URLBlock):
    """An address of a website; what came in otherwise is not shown."""

    def to_python(self, value: Any) -> Any:
        return value if not value or is_safe_address(value) else ""

    def deconstruct(self):
        # Nothing of this class concerns the database: migrations know Wagtail's block.
        __, args, kwargs = super().deconstruct()
        return "wagtail.blocks.URLBlock", args, kwargs


class LinkBlock(ValueBlock):
    """A link to exactly one of: a page of this site, another website, an e-mail address."""

    label = blocks.CharBlock(
        max_length=80,
        label=_("Text of the link"),
        help_text=_("Says where it leads: “Ask for a consultation”, not “here”."),
    )
    page = PageChooserBlock(
        required=False,
        label=_("Page of this site"),
        help_text=_("Readers get there in their own language. Fill in one of these three."),
    )
    url = AddressBlock(required=False, label=_("Another website"), help_text=_("With https://."))
    email = blocks.EmailBlock(
        required=False,
        label=_("E-mail address"),
        help_text=_("Opens a mail to this address."),
    )

    def clean(self, value):
        value = super().clean(value)
        given = [name for name in ("page", "url", "email") if value[name]]
        if len(given) != 1 and not self.is_deferred_validation:
            message = _("Give exactly one target: a page, a website or an e-mail address.")
            field = given[1] if given else "page"
            raise StructBlockValidationError(block_errors={field: ValidationError(message)})
        return value

    class Meta:
        icon = "link"
        label = _("Link")
        value_class = LinkValue


class CallToActionBlock(ValueBlock):
    title = title_block()
    text = blocks.TextBlock(
        required=False,
        label=_("Text"),
        help_text=_("Why to follow the link, in a sentence or two."),
    )
    link = LinkBlock()

    class Meta:
        icon = "link-external"
        label = _("Call to action")
        group = GROUP_LINKS
        description = _("A box with one prominent link.")
        template = "blocks/call_to_action.html"
        preview_value = {
            "title": "Noch Fragen?",
            "text": "Schreiben Sie uns.",
            "link": {"label": "Kontakt", "email": "kontakt@example.org", "url": "", "page": None},
        }


class TeasersValue(Value):
    @property
    def cards(self) -> list[teasers.Card]:
        """The pages as cards (see `BasePage.card`): picked by hand, or the newest that fit."""
        if self["source"] == "picked":
            pages = references.current().targets(page.pk for page in self["pages"] if page)
            return teasers.cards(pages.values())
        topic = self["topic"]
        return teasers.newest(
            topic=topic.translation_key if topic else None,
            state=self["state"],
            count=self["count"],
        )

    def data(self) -> Teasers:
        return {"pages": [teasers.card_data(card) for card in self.cards]}


class TeasersBlock(ValueBlock):
    title = title_block()
    source = blocks.ChoiceBlock(
        choices=[("newest", _("The newest news")), ("picked", _("Picked by hand"))],
        default="newest",
        label=_("Which pages"),
        help_text=_("The newest news keep themselves up to date."),
    )
    pages = blocks.ListBlock(
        PageChooserBlock(label=_("Page")),
        default=[],
        label=_("Pages"),
        help_text=_("If picked by hand."),
    )
    topic = topic_chooser(
        required=False,
        label=_("Only this topic"),
        help_text=_("For the newest news; empty: all topics."),
    )
    state = blocks.ChoiceBlock(
        choices=State.choices,
        required=False,
        label=_("Only this state"),
        help_text=_("For the newest news; empty: all states."),
    )
    count = blocks.IntegerBlock(
        min_value=1,
        max_value=12,
        default=3,
        label=_("How many"),
        help_text=_("For the newest news; three stand side by side."),
    )

    def loads(self, raw: dict[str, Any]) -> Iterator[Reference]:
        """The cards, for all blocks at once: the news that fit, or the pages picked by hand."""
        if raw.get("source") == "picked":
            for __, pk in references_of_block(self.child_blocks["pages"], raw.get("pages")):
                yield teasers.load_picked, pk
        else:
            key = (raw.get("topic"), raw.get("state") or "", raw.get("count") or 0)
            yield teasers.load_newest, key

    class Meta:
        icon = "list-ul"
        label = _("Teasers")
        group = GROUP_LINKS
        description = _("Cards of pages: picked by hand, or the newest by topic and state.")
        template = "blocks/teasers.html"
        value_class = TeasersValue
        preview_value = {
            "title": "Aktuelles",
            "source": "newest",
            "pages": [],
            "topic": None,
            "state": "",
            "count": 2,
        }
