"""Which blocks stand where: one stream per page family."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .facts import FiguresBlock, GlossaryBlock, TimelineBlock, TopicsBlock
from .links import CallToActionBlock, TeasersBlock
from .media import DownloadsBlock, PictureBlock, PictureCreditsBlock
from .people import ContactsBlock, PartnersBlock
from .text import ConditionsBlock, HeadingBlock, ParagraphBlock, QuestionsBlock, QuoteBlock


class ProfileBlocks(blocks.StreamBlock):
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
