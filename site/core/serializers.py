"""Fields of the API whose value is an object of this site with one shape everywhere."""

from typing import Any

from rest_framework.fields import Field

from .images import image_data
from .references import current
from .urls import page_link


class DataField(Field):
    """Objects (or one object) through their own `data()`: topics, contacts, partners …"""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return [item.data() for item in value]
        return value.data()


class LinksField(Field):
    """Pages as links `{id, type, title, detail_url, html_url}`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> list[dict[str, Any]]:
        return [page_link(page) for page in value]


class TranslationsField(Field):
    """Translations of a page `{locale, id, type, title, detail_url, html_url}`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def get_attribute(self, instance: Any) -> Any:
        # Lists of several types have pages without the properties of their own type.
        return current().translations(instance)

    def to_representation(self, value: Any) -> list[dict[str, Any]]:
        return [{"locale": page.locale.language_code, **page_link(page)} for page in value]


class PictureField(Field):
    """A page's picture with the alternative text and caption that the page gives it.

    `alt` and `caption` name attributes of the page; a private picture is null.
    """

    def __init__(self, alt: str = "", caption: str = "", **kwargs: Any) -> None:
        self.alt, self.caption = alt, caption
        super().__init__(read_only=True, **kwargs)

    def get_attribute(self, instance: Any) -> Any:
        field = type(instance)._meta.get_field(self.source)
        picture = current().get(field.related_model, getattr(instance, field.attname))
        if picture is None:
            return None
        alt = getattr(instance, self.alt) if self.alt else None
        caption = getattr(instance, self.caption) if self.caption else ""
        return image_data(picture, alt=alt, caption=caption)

    def to_representation(self, value: Any) -> Any:
        return value
