"""Which blocks stand where: one stream per page family."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .facts import FiguresBlock, GlossaryBlock, TimelineBlock, TopicsBlock
from .links import CallToActionBlock, TeasersBlock
from .media import DownloadsBlock, PictureBlock, PictureCreditsBlock
from .people import ContactsBlock, PartnersBlock
from .text import (
    ConditionsBlock,
    HeadingBlock,
    ParagraphBlock,
    QuestionsBlock,
    QuoteBlock,
    is_empty,
)


class WrittenBlocks(blocks.StreamBlock):
    """A text that an editor writes. Empty paragraphs are left out once it is complete."""

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft: somebody may be about to write there
            return cleaned
        written = [
            (child.block_type, child.value, child.id)
            for child in cleaned
            if not (isinstance(child.block, ParagraphBlock) and is_empty(child.value))
        ]
        return blocks.StreamValue(self, written)


class ProfileBlocks(WrittenBlocks):
    """The experience of an advisor: text only."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    quote = QuoteBlock()

    class Meta:
        label = _("Content")


class NewsBlocks(ProfileBlocks):
    """A report or announcement."""

    image = PictureBlock()
    figures = FiguresBlock()
    questions = QuestionsBlock()
    contacts = ContactsBlock()
    downloads = DownloadsBlock()
    call_to_action = CallToActionBlock()
    teasers = TeasersBlock()


class PageBlocks(NewsBlocks):
    """Every other page: all blocks there are."""

    topics = TopicsBlock()
    timeline = TimelineBlock()
    glossary = GlossaryBlock()
    partners = PartnersBlock()
    conditions = ConditionsBlock()
    picture_credits = PictureCreditsBlock()
