"""The images and documents endpoints: what lies in private collections is never shown."""

from typing import Any, get_type_hints

from django.db.models import QuerySet
from wagtail.api.v2.serializers import TagsField
from wagtail.documents.api.v2.serializers import DocumentSerializer
from wagtail.documents.api.v2.views import DocumentsAPIViewSet as WagtailDocumentsAPIViewSet
from wagtail.images.api.v2.serializers import ImageDownloadUrlField, ImageSerializer
from wagtail.images.api.v2.views import ImagesAPIViewSet as WagtailImagesAPIViewSet

from core.images import SPECIFICATIONS, image_data
from core.references import visible_media
from core.serializers import ShapedField
from core.shapes import Picture
from core.urls import absolute_url

from .endpoint import PublicEndpoint
from .filters import Filterable, public_filters
from .serializing import DetailUrlField, QuickSerializer, RememberedSerializers


class ImagePartField(ShapedField):
    """One part of the picture's shape (`core.images.image_data`)."""

    def shape(self, model: type) -> Any:
        return get_type_hints(Picture)[self.field_name]

    def get_attribute(self, instance: Any) -> Any:
        if not hasattr(instance, "_image_data"):
            instance._image_data = image_data(instance)
        return instance._image_data[self.field_name]

    def to_representation(self, value: Any) -> Any:
        return value


class AbsoluteDownloadUrlField(ImageDownloadUrlField):
    def to_representation(self, image: Any) -> str:
        return absolute_url(super().to_representation(image))


class PrefetchedTagsField(TagsField):
    """Tags by name, from what was prefetched."""

    def to_representation(self, value: Any) -> list[str]:
        return sorted(tag.name for tag in value.all())


class PublicImageSerializer(QuickSerializer, ImageSerializer):
    endpoint = "images"
    detail_url = DetailUrlField(read_only=True)
    download_url = AbsoluteDownloadUrlField(read_only=True)
    tags = PrefetchedTagsField(read_only=True)
    alt = ImagePartField()
    focal_point = ImagePartField()
    renditions = ImagePartField()


class PublicDocumentSerializer(QuickSerializer, DocumentSerializer):
    endpoint = "documents"
    detail_url = DetailUrlField(read_only=True)
    tags = PrefetchedTagsField(read_only=True)


class MediaEndpoint(Filterable, RememberedSerializers, PublicEndpoint):
    """Mixin for files in collections."""

    def get_queryset(self) -> QuerySet:
        return visible_media(self.model.objects.order_by("id").prefetch_related("tags"))


class ImagesAPIViewSet(MediaEndpoint, WagtailImagesAPIViewSet):
    base_serializer_class = PublicImageSerializer
    filter_backends = public_filters(WagtailImagesAPIViewSet.filter_backends)
    body_fields = [*WagtailImagesAPIViewSet.body_fields, "alt", "focal_point", "renditions"]

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().prefetch_renditions(*SPECIFICATIONS)


class DocumentsAPIViewSet(MediaEndpoint, WagtailDocumentsAPIViewSet):
    base_serializer_class = PublicDocumentSerializer
    filter_backends = public_filters(WagtailDocumentsAPIViewSet.filter_backends)
