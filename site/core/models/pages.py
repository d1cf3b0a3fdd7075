from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import TabbedInterface, TitleFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PagePermissionTester, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod
from wagtail_localize.fields import SynchronizedField, TranslatableField

from .. import panels, references, shown
from ..editors import permission_tester
from ..navigation import ancestors, breadcrumbs, language_links
from ..previews import HeadlessPreview
from ..prompts import CompletePageForm, refuse_prompts
from ..rich_text_cleaning import refuse_dangerous_links
from ..search.addresses import SLUGS as SEARCH_SLUGS
from ..search.kinds import PAGES
from ..serializers import TranslationsField
from ..structured_data import Node, web_page
from ..teasers import Card
from ..visibility import is_published, is_visible_as_loaded, visible

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BasePage(HeadlessPreview, Page):
    """What every page of this site has: addresses that keep secrets, and translations."""

    content_panels = [
        TitleFieldPanel(
            "title", help_text=_("As it stands above the page; short and in plain words.")
        )
    ]
    base_form_class = CompletePageForm
    promote_panels = panels.PROMOTE_PANELS
    settings_panels = panels.SETTINGS_PANELS
    search_fields = [*Page.search_fields, index.SearchField("search_description")]
    search_kind = PAGES
    api_fields = [APIField("last_published_at"), APIField("translations", TranslationsField())]
    # The subtype of https://schema.org/WebPage that fits.
    schema_type = "WebPage"
    # "website", or "article" for pages with `published_at` (https://ogp.me/#types).
    open_graph_type = "website"
    # Whether the page shows, beyond what stands around every page, only itself and the pages that
    # it names; else any change of the site may change it (see `core.shown`).
    shows_only_what_it_names = False
    # Whether cards show more of a page than what all pages have: its title and description.
    shows_own_fields_in_lists = False
    # Relations that a list of pages loads together with the pages (`prefetch_related`).
    prefetch: list[str] = []
    override_translatable_fields = [
        TranslatableField("title"),
        TranslatableField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        SynchronizedField("show_in_menus"),
    ]

    class Meta:
        abstract = True

    @cached_classmethod
    def get_edit_handler(cls) -> TabbedInterface:
        """The form of this type (see `core.panels`)."""
        return panels.page_form(cls).bind_to_model(cls)

    def begin(self) -> None:
        """Give a new page what its author would enter first; it is not stored yet."""

    @property
    def translations(self) -> list[Page]:
        """The translations of this page that a visitor may see."""
        return references.current().translations(self)

    @property
    def summary(self) -> str:
        """What the page is about, for search engines; "" if nobody has said it."""
        return self.search_description

    @classmethod
    def prepare_list(cls, pages: list["BasePage"]) -> None:
        """Load what a list of these pages needs beyond what their fields refer to."""

    def shown_children(self) -> PageQuerySet:
        """The visible pages right below this one, in the order in which the site shows them."""
        return visible(self.get_children())

    def keys_of_cards(self) -> list[int]:
        """The pages whose cards stand on this page's template, beside those in its blocks."""
        return []

    def around_child(self, beside: PageQuerySet, child: Page) -> tuple[PageQuerySet, PageQuerySet]:
        """Of `shown_children`, those before one of them and those after it, the nearest first."""
        before = beside.filter(path__lt=child.path).order_by("-path")
        return before, beside.filter(path__gt=child.path).order_by("path")

    def related_cards(self) -> list[Card]:
        """Pages that go with this one, for readers who want to know more."""
        return []

    @property
    def updated_at(self) -> datetime:
        """When what visitors see last changed; the epoch for a page made without publishing."""
        return self.last_published_at or self.latest_revision_created_at or EPOCH

    @property
    def share_picture(self) -> Any:
        """The picture that goes along when the page is shared; None for the site's own card."""
        return None

    @property
    def share_picture_alt(self) -> str:
        return ""

    def structured_data(self) -> list[Node]:
        """What the page is about, as schema.org nodes (see `core.structured_data`)."""
        return [web_page(self, self.schema_type)]

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return permission_tester(user, self)

    def check_publishing(self) -> None:
        """Raises `ValidationError` if the page is complete, but must not be published now."""

    def reasons_against_publishing(self) -> list[str]:
        """Why this version must not go live although it is complete, in sentences for editors."""
        return []

    def clean(self) -> None:
        super().clean()
        # Below a start page the search answers there; elsewhere it would be confusing.
        if self.slug in SEARCH_SLUGS.values():
            raise ValidationError({"slug": _("This address belongs to the search.")})
        for field in self._meta.get_fields():
            if isinstance(field, RichTextField):
                refuse_dangerous_links(getattr(self, field.name), field.name)
            elif isinstance(field, StreamField):
                value = getattr(self, field.name)
                refuse_dangerous_links(value.get_prep_value() if value else [], field.name)

    def save(self, clean: bool = True, **kwargs: Any) -> None:
        """As Wagtail; a page is published complete or not at all (`ValidationError`)."""
        if clean and self.live:
            refuse_prompts(self)
        super().save(clean=clean, **kwargs)

    def card(self) -> Card:
        """This page in a list of teasers."""
        return Card(page=self, text=self.search_description)

    def route(self, request, path_components):
        """Answer 404 for what is below a draft, expired, or in another language than asked for."""
        if not path_components:
            is_language_of_address = self.locale.language_code == get_language()
            if not is_language_of_address or not is_published(self, ancestors(self)):
                raise Http404
        return super().route(request, path_components)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """As Wagtail's; for visitors' requests, most of which ask for pages that are open to all,
        without a query: restricted pages and their aliases are among the hidden ones."""
        if references.is_open() and is_visible_as_loaded(self):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def get_context(self, request, *args, **kwargs) -> dict[str, Any]:
        references.current().load_for([self], above=ancestors(self), beside=self.keys_of_cards())
        above = breadcrumbs(self)
        shown.note([self, *above])
        if self.shows_only_what_it_names:
            shown.note_all()
        return {
            **super().get_context(request, *args, **kwargs),
            "breadcrumbs": above,
            "language_links": language_links(self),
        }


class Lead(models.Model):
    """Mixin for pages that begin with a lead: what the page is about in one to three sentences."""

    lead = models.TextField(
        _("lead"),
        blank=True,
        max_length=600,
        help_text=_("What the page is about, in one to three sentences."),
    )

    class Meta:
        abstract = True

    @property
    def summary(self) -> str:
        return self.search_description or self.lead
