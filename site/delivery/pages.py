"""The pages endpoint: Wagtail's own, narrowed to what everybody may see, and quick on lists."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404
from django.utils import timezone, translation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import CharField
from wagtail.api.rich_text import APIRichText
from wagtail.api.utils import get_full_url
from wagtail.api.v2.serializers import (
    PageAliasOfField,
    PageHtmlUrlField,
    PageParentField,
    PageSerializer,
)
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet as WagtailPagesAPIViewSet
from wagtail.api.validators import SiteFilterValidator
from wagtail.fields import RichTextField
from wagtail.models import Page, Site

from core import references
from core.models import BasePage
from core.navigation import breadcrumbs
from core.rich_text_formats import public_rich_text
from core.urls import absolute_links, page_url

from .details import WholePage
from .endpoint import PublicEndpoint
from .expansions import expect
from .filters import Filterable, PublicSearchFilter, public_filters
from .page_search import PageSearchFilter
from .pagination import PublicPagination
from .public import public_pages
from .rendered import RenderedListing, rendered_items
from .rendering import dumped_item
from .serializing import (
    DetailUrlField,
    Needs,
    QuickSerializer,
    RememberedSerializers,
    needs_of,
    remembered_serializer,
)

# What stands for a page in another's answer.
NESTED = ["id", "type", "detail_url", "html_url", "title"]
NESTED_META = ["type", "detail_url", "html_url"]


class NestedPage:
    """Mixin for fields whose value is another page."""

    def to_representation(self, value: Page) -> dict[str, Any]:
        made = remembered_serializer(type(value), NESTED, NESTED_META, NestedPageSerializer)
        return made(context=self.context).to_representation(value)


class HtmlUrlField(PageHtmlUrlField):
    """Where the website has the page."""

    def to_representation(self, page: Page) -> str | None:
        return page_url(page)


class NestedPageSerializer(QuickSerializer, PageSerializer):
    """A page in another's answer."""

    endpoint = "pages"
    detail_url = DetailUrlField(read_only=True)
    html_url = HtmlUrlField(read_only=True)


class VisibleAliasOfField(NestedPage, PageAliasOfField):
    """The page that an alias copies, unless nobody may see it."""

    def get_attribute(self, instance: Page) -> Page | None:
        return self.context["view"].visible_sources.get(instance.alias_of_id)


class VisibleParentField(NestedPage, PageParentField):
    """The page above, unless nobody may see it; one query for it and the breadcrumbs."""

    def get_attribute(self, instance: Page) -> Page | None:
        above = breadcrumbs(instance)
        return above[-1] if above and above[-1].depth == instance.depth - 1 else None


class PublicRichTextField(CharField):
    """Rich text outside of blocks."""

    def to_representation(self, value: str) -> str:
        wanted = self.context["request"].GET.get("rich_text_format")
        return public_rich_text(value, APIRichText.resolve_format(wanted))


class PublicPageSerializer(NestedPageSerializer):
    """Writes each page in the page's own language, with absolute links."""

    serializer_field_mapping = {
        **PageSerializer.serializer_field_mapping,
        RichTextField: PublicRichTextField,
    }
    alias_of = VisibleAliasOfField(read_only=True)
    parent = VisibleParentField(read_only=True)

    def to_representation(self, instance: Page) -> dict[str, Any]:
        with translation.override(instance.locale.language_code), absolute_links():
            return super().to_representation(instance)


class PagesAPIViewSet(
    WholePage, Filterable, RememberedSerializers, PublicEndpoint, WagtailPagesAPIViewSet
):
    """Pages that an anonymous visitor may see, whoever asks."""

    base_serializer_class = PublicPageSerializer
    pagination_class = PublicPagination
    filter_backends = [
        PageSearchFilter if backend is PublicSearchFilter else backend
        for backend in public_filters(WagtailPagesAPIViewSet.filter_backends)
    ]
    known_query_parameters = WagtailPagesAPIViewSet.known_query_parameters | {"language"}
    # What all pages have, is there on lists of several types as well.
    body_fields = [*WagtailPagesAPIViewSet.body_fields, *BasePage.api_fields]
    # `find` hands on its own parameters to the detail.
    detail_query_parameters = PublicEndpoint.detail_query_parameters | {
        "expand", "type", "locale", "site",
    }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visible_sources: dict[int, Page] = {}

    def get_base_queryset(self) -> QuerySet[Page]:
        """Visible pages of the site that is asked for, in all its languages."""
        return public_pages(self._site())

    def get_root_page(self) -> Page:
        return self._site().root_page

    def site_key(self) -> int:
        """The primary key of the site that is asked for."""
        return self._site().pk

    def _site(self) -> Site:
        asked = self.request.GET.get("site")
        if asked == "":
            raise BadRequestError("site is empty")
        if asked is None:
            site = Site.find_for_request(self.request)
            if site is None:
                raise Http404("there is no site yet")
            return site
        try:
            site = SiteFilterValidator(site=asked, request=self.request).site_obj
        except (Http404, ValueError):
            raise BadRequestError(f"site '{asked}' does not exist") from None
        return site

    def get_queryset(self) -> QuerySet[Page]:
        if self.request.GET.get("type") == "":
            raise BadRequestError("type is empty")
        if not hasattr(self, "_queryset"):
            queryset = super().get_queryset()
            # One type: in one join instead of by the keys of all pages.
            is_one = queryset.model is not Page
            self._queryset = public_pages(self._site(), queryset.model) if is_one else queryset
        return self._queryset.all()

    def get_object(self) -> Page:
        if not hasattr(self, "_loaded_object"):
            self._loaded_object = self.found.specific if self.found else super().get_object()
            expect(self._loaded_object, self.selection.expansions)
            self._load([self._loaded_object])
        return self._loaded_object

    def listing_view(self, request: Request) -> Response:
        """A list, as the parameters narrow and order it."""
        queryset = self.get_queryset()
        self.check_query_parameters(queryset)
        queryset = self.filter_queryset(queryset)
        pks = self.paginate_queryset(queryset)
        serializer_class = self.get_serializer_class()
        context = self.get_serializer_context()
        kind = (
            serializer_class,
            context["_wagtail_rich_text_format"],
            self.site_key(),
            get_full_url(request, ""),
            timezone.localdate(),  # consents end with a day
        )
        needed = needs_of(queryset.model, serializer_class)

        def render(missing: list[int]) -> dict[int, bytes]:
            pages = self._load_list(queryset.model, missing, needed)
            serializer = serializer_class(context=context)
            return {page.pk: dumped_item(serializer.to_representation(page)) for page in pages}

        items = rendered_items().get(pks, kind, render)
        return Response(RenderedListing(self.paginator.total_count, items))

    def _load_list(self, model: type[Page], pks: list[int], needed: Needs) -> list[Page]:
        """Pages of a list by their keys, with what the fields need that were asked for."""
        pages = list(model._default_manager.filter(pk__in=pks).order_by().defer(*needed.unread))
        if needed.has_references:
            self._load(pages)
        else:
            references.with_locales(pages)
        return pages

    def _load(self, pages: list[Page]) -> None:
        """Load what the pages refer to, for all of them at once and in their own languages."""
        references.with_locales(pages)
        sources = {page.alias_of_id for page in pages} - {None}
        if sources:
            self.visible_sources = self.get_base_queryset().in_bulk(sources)
        by_class: dict[type[Page], list[Page]] = defaultdict(list)
        for page in pages:
            by_class[type(page)].append(page)
        for page_class, group in by_class.items():
            prefetch_related_objects(group, *getattr(page_class, "prefetch", []))
            if issubclass(page_class, BasePage):
                page_class.prepare_list(group)
        by_language: dict[str, list[Page]] = defaultdict(list)
        for page in pages:
            by_language[page.locale.language_code].append(page)
        for language, group in by_language.items():
            with translation.override(language):
                references.current().load_for(group)
