"""API fields of advisors: they read the public profile, never the page's own fields."""

from typing import Any

from rest_framework.fields import Field

from core.images import image_data


class PublicField(Field):
    """A part of the public profile; null or empty if the consent does not cover it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def get_attribute(self, instance: Any) -> Any:
        return getattr(instance.public, self.source)

    def to_representation(self, value: Any) -> Any:
        if hasattr(value, "stream_block"):
            return value.stream_block.get_api_representation(value, self.context)
        if isinstance(value, list):
            return [item.data() if hasattr(item, "data") else item for item in value]
        return value


class PublicPortraitField(PublicField):
    """The portrait with its alternative text."""

    def get_attribute(self, instance: Any) -> Any:
        return image_data(instance.public.portrait, alt=instance.public.portrait_alt)
