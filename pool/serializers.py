"""API fields of advisors: they read the public profile, never the page's own fields."""

from typing import Any

from wagtail.blocks import StreamBlock

from core.images import image_data
from core.serializers import ShapedField, data_shape, returned
from core.shapes import Picture

from .profile import PublicProfile


class PublicField(ShapedField):
    """A part of the public profile; null or empty if the consent does not cover it."""

    def shape(self, model: type) -> Any:
        return data_shape(returned(getattr(PublicProfile, self.source)))

    def get_attribute(self, instance: Any) -> Any:
        return getattr(instance.public, self.source)

    def to_representation(self, value: Any) -> Any:
        if isinstance(value, list):
            return [item.data() if hasattr(item, "data") else item for item in value]
        return value


class PublicStreamField(PublicField):
    """A body; empty if the consent does not cover it."""

    def shape(self, model: type) -> StreamBlock:
        return model._meta.get_field(self.source).stream_block

    def get_attribute(self, instance: Any) -> Any:
        return super().get_attribute(instance) or ()

    def to_representation(self, value: Any) -> Any:
        return value.stream_block.get_api_representation(value, self.context) if value else []


class PublicPortraitField(PublicField):
    """The portrait with its alternative text."""

    def shape(self, model: type) -> Any:
        return returned(PublicPortraitField.get_attribute)

    def get_attribute(self, instance: Any) -> Picture | None:
        return image_data(instance.public.portrait, alt=instance.public.portrait_alt)
