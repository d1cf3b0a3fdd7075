"""The pages endpoint: Wagtail's own, narrowed to what everybody may see, and quick on lists."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils import translation
from rest_framework.renderers import JSONRenderer
from wagtail.api.v2.filters import FieldsFilter
from wagtail.api.v2.serializers import PageAliasOfField, PageSerializer
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet as WagtailPagesAPIViewSet
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site

from core import references
from core.visibility import visible


class VisibleAliasOfField(PageAliasOfField):
    """The page that an alias copies, unless nobody may see it."""

    def get_attribute(self, instance: Page) -> Page | None:
        source = super().get_attribute(instance)
        if source and self.context["base_queryset"].filter(pk=source.pk).exists():
            return source
        return None


class PublicPageSerializer(PageSerializer):
    """Writes each page in the page's own language."""

    alias_of = VisibleAliasOfField(read_only=True)

    def to_representation(self, instance: Page) -> dict[str, Any]:
        with translation.override(instance.locale.language_code):
            return super().to_representation(instance)


class CheckedFieldsFilter(FieldsFilter):
    """Filters by equality; a value that does not fit the field is answered with 400."""

    def filter_queryset(self, request, queryset, view):
        names = view.get_available_fields(queryset.model, db_fields_only=True)
        for name, value in request.GET.items():
            if name in names and name != "locale":
                self._check(queryset.model._meta.get_field(name), name, value)
        return super().filter_queryset(request, queryset, view)

    @staticmethod
    def _check(field: models.Field, name: str, value: str) -> None:
        if isinstance(field, models.BooleanField) or not hasattr(field, "to_python"):
            return  # parsed by Wagtail
        try:
            target = field.target_field if isinstance(field, models.ForeignKey) else field
            target.run_validators(target.to_python(value))
        except ValidationError as error:
            raise BadRequestError(f"{name}: {' '.join(error.messages)}") from error


class PagesAPIViewSet(WagtailPagesAPIViewSet):
    """Pages that an anonymous visitor may see, whoever asks."""

    base_serializer_class = PublicPageSerializer
    renderer_classes = [JSONRenderer]
    filter_backends = [
        CheckedFieldsFilter if backend is FieldsFilter else backend
        for backend in WagtailPagesAPIViewSet.filter_backends
    ]

    @classmethod
    def get_available_fields(cls, model: type[Page], db_fields_only: bool = False) -> list[str]:
        names = super().get_available_fields(model, db_fields_only)
        if not db_fields_only:
            return names
        # These are filters and orders: fields that may be hidden must not be found by them.
        hidden = getattr(model, "api_not_filterable", frozenset())
        return [name for name in names if name not in hidden and not _is_text(model, name)]

    def get_base_queryset(self):
        if not hasattr(self, "_base_queryset"):
            self._base_queryset = visible(super().get_base_queryset())
        return self._base_queryset.all()

    def get_queryset(self):
        queryset = super().get_queryset().select_related("locale")
        return queryset.prefetch_related(*getattr(queryset.model, "prefetch", []))

    def get_object(self) -> Page:
        if not hasattr(self, "_loaded_object"):
            self._loaded_object = super().get_object()
            self._load([self._loaded_object])
        return self._loaded_object

    def paginate_queryset(self, queryset):
        pages = list(super().paginate_queryset(queryset))
        self._load(pages)
        return pages

    @staticmethod
    def _load(pages: list[Page]) -> None:
        """Load what the pages refer to, for all of them at once and in their own languages."""
        by_language: dict[str, list[Page]] = defaultdict(list)
        for page in pages:
            by_language[page.locale.language_code].append(page)
        for language, group in by_language.items():
            with translation.override(language):
                references.current().load_for(group)
                for page_class in {type(page) for page in group}:
                    prepare = getattr(page_class, "prepare_list", None)
                    if prepare:
                        prepare([page for page in group if type(page) is page_class])

    def find_object(self, queryset, request):
        if "html_path" in request.GET:
            page = self._find_by_path(request.GET["html_path"])
            return page if page and queryset.filter(pk=page.pk).exists() else None
        try:
            return super().find_object(queryset, request)
        except (ValueError, OverflowError):
            raise BadRequestError("id must be a positive integer") from None

    def _find_by_path(self, path: str) -> Page | None:
        """The page at an address of the website ("/de/aktuelles/…/"), or None."""
        site = Site.find_for_request(self.request)
        language = translation.get_language_from_path(f"/{path.lstrip('/')}", strict=True)
        if site is None or language is None:
            return None
        components = [part for part in path.split("/") if part][1:]
        with translation.override(language):
            try:
                return site.root_page.localized.specific.route(self.request, components).page
            except Http404:
                return None


def _is_text(model: type[Page], name: str) -> bool:
    return isinstance(model._meta.get_field(name), (StreamField, RichTextField))
