"""Fields of the API whose value is an object of this site with one shape everywhere.

The OpenAPI document asks each field for its shape (`ShapedField.shape`).
"""

from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from rest_framework.fields import Field

from .images import image_data
from .references import current
from .shapes import Link, Picture, Translation
from .urls import page_link


class ShapedField(Field):
    """A read-only field that says what type its value has."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def get_attribute(self, instance: Any) -> Any:
        # Django REST framework takes an error in a property for a missing value, and leaves the
        # field out.
        return getattr(instance, self.source)

    def shape(self, model: type) -> Any:
        """The type of the value for objects of this model: what `to_representation` returns."""
        return returned(type(self).to_representation)


class DataField(ShapedField):
    """Objects (or one object) through their own `data()`: topics, contacts, partners …"""

    def to_representation(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return [item.data() for item in value]
        return value.data()

    def shape(self, model: type) -> Any:
        return data_shape(returned(getattr(model, self.source)))


class LinksField(ShapedField):
    """Pages as links."""

    def to_representation(self, value: Any) -> list[Link]:
        return [page_link(page) for page in value]


class TranslationsField(ShapedField):
    """Translations of a page, as links with their language."""

    def get_attribute(self, instance: Any) -> Any:
        # Lists of several types have pages without the properties of their own type.
        return current().translations(instance)

    def to_representation(self, value: Any) -> list[Translation]:
        return [{"locale": page.locale.language_code, **page_link(page)} for page in value]


class PictureField(ShapedField):
    """A page's picture with the alternative text and caption that the page gives it.

    `alt` and `caption` name attributes of the page; a private picture is null.
    """

    def __init__(self, alt: str = "", caption: str = "", **kwargs: Any) -> None:
        self.alt, self.caption = alt, caption
        super().__init__(**kwargs)

    def get_attribute(self, instance: Any) -> Any:
        field = type(instance)._meta.get_field(self.source)
        picture = current().get(field.related_model, getattr(instance, field.attname))
        if picture is None:
            return None
        alt = getattr(instance, self.alt) if self.alt else None
        caption = getattr(instance, self.caption) if self.caption else ""
        return image_data(picture, alt=alt, caption=caption)

    def to_representation(self, value: Any) -> Picture | None:
        return value


def returned(function: Any) -> Any:
    """What a function, method or property says that it returns; `Any` if it does not say."""
    function = function.fget if isinstance(function, property) else function
    return get_type_hints(function).get("return", Any)


def data_shape(annotation: Any) -> Any:
    """A type with the shape of their `data()` in place of the classes that have one.

    `list[Topic]` becomes `list[TopicData]`, `ContactPerson | None` becomes `ContactData | None`.
    """
    arguments = tuple(data_shape(argument) for argument in get_args(annotation))
    if get_origin(annotation) in (Union, UnionType):
        return Union[arguments]  # noqa: UP007 - the types are known only when it runs
    if get_origin(annotation) is list:
        return list[arguments]
    if annotation is not NoneType and hasattr(annotation, "data"):
        return returned(annotation.data)
    return annotation
