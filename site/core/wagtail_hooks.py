from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import LocaleColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .listings import UsageColumn, UsedSnippetViewSet
from .models import ContactPerson, Partner, Topic
from .rich_text import DocumentLinkHandler, PageLinkHandler


@hooks.register("register_rich_text_features", order=100)
def register_visible_links(features):
    """Replace Wagtail's link handlers, which also link to what a visitor may not see."""
    features.register_link_type(PageLinkHandler)
    features.register_link_type(DocumentLinkHandler)


@hooks.register("insert_global_admin_css")
def use_colours_of_the_site():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


class ContactPersonViewSet(UsedSnippetViewSet):
    model = ContactPerson
    icon = "user"
    list_display = ["name", LocaleColumn(), "role", "organisation", "phone", "email", UsageColumn()]


class PartnerViewSet(UsedSnippetViewSet):
    model = Partner
    icon = "group"
    list_display = ["name", LocaleColumn(), "short", "url", UsageColumn()]


class TopicViewSet(UsedSnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", LocaleColumn(), "slug", UsageColumn()]


@register_snippet
class BuildingBlocksViewSetGroup(SnippetViewSetGroup):
    """What several pages share, in one place of the menu."""

    menu_label = _("Shared content")
    menu_icon = "snippet"
    menu_order = 250
    items = (ContactPersonViewSet, PartnerViewSet, TopicViewSet)
