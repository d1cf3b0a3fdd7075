"""How the form of a page is laid out: the same parts in the same order for every type.

On the first tab: the title, what the page is about, when and where, the picture, the text, and what
the page leads to. On the second what search engines and social media show; on the third the address
and what else concerns the page and not its content.
"""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

ABOUT = _("What it is about")
WHEN_AND_WHERE = _("When and where")
WHERE = _("Where")
PICTURE = _("Picture")
TEXT = _("Text")
LINKS = _("Topics, people and links")
#: in this order on every form; a type leaves out what it does not have
PARTS = (ABOUT, WHEN_AND_WHERE, WHERE, PICTURE, TEXT, LINKS)

CONTENT_TAB = _("Content")
PROMOTE_TAB = _("Search and social media")
SETTINGS_TAB = _("Settings")

#: of a group that most pages leave empty
COLLAPSED = "collapsed"


def about(*fields: str) -> MultiFieldPanel:
    """What stands above the text and in lists: lead, teaser."""
    return MultiFieldPanel([FieldPanel(name) for name in fields], heading=ABOUT)


def links(*panels: Panel) -> MultiFieldPanel:
    """What the page leads to: topics, people, other pages. Folded: many pages need none."""
    return MultiFieldPanel(list(panels), heading=LINKS, classname=COLLAPSED)


SEARCH_DESCRIPTION_PANEL = FieldPanel(
    "search_description",
    heading=_("Description for search engines"),
    help_text=_(
        "One or two sentences that search engines and social media show below the title. "
        "Empty: how the page begins."
    ),
)
PROMOTE_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel(
                "seo_title",
                heading=_("Title for search engines"),
                help_text=_(
                    "Stands in the list of results and on the tab of the browser. "
                    "Empty: the title of the page."
                ),
            ),
            SEARCH_DESCRIPTION_PANEL,
        ],
        heading=_("For search engines and shared links"),
    ),
]
ADDRESS_PANEL = MultiFieldPanel(
    [
        FieldPanel(
            "slug",
            heading=_("Address part"),
            help_text=_(
                "The last part of the page’s address: lower-case letters, digits and “-”. It is "
                "made from the title. Once the page is public, better leave it as it is."
            ),
        ),
        FieldPanel(
            "show_in_menus",
            heading=_("Show in the menu"),
            help_text=_(
                "Puts the page into the main menu, if it lies directly below the start page."
            ),
        ),
    ],
    heading=_("Address and menu"),
)
SETTINGS_PANELS: list[Any] = [ADDRESS_PANEL, PublishingPanel(), CommentPanel()]


class NoticesPanel(Panel):
    """What the other floors have to say about what is being edited, above its fields.

    They register it: functions of the hook `register_editor_notices` get the request and the
    edited object (its draft), and return HTML, or "" for nothing.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/admin/notices.html"

        @cached_property
        def notices(self) -> list[str]:
            if self.request is None or self.instance.pk is None:
                return []
            found = hooks.get_hooks("register_editor_notices")
            return [html for notice in found if (html := notice(self.request, self.instance))]

        def is_shown(self) -> bool:
            return bool(self.notices)

        def show_panel_furniture(self) -> bool:
            return False


def page_form(page_class: Any) -> TabbedInterface:
    """The form of a page type, made of its lists of panels."""
    tabs = [
        ObjectList(panels, heading=heading)
        for panels, heading in (
            ([NoticesPanel(), *page_class.content_panels], CONTENT_TAB),
            (page_class.promote_panels, PROMOTE_TAB),
            (page_class.settings_panels, SETTINGS_TAB),
        )
        if panels
    ]
    return TabbedInterface(tabs, base_form_class=page_class.base_form_class)
