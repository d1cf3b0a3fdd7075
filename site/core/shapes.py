"""The shapes in which values stand in the API, wherever they stand.

Functions that make them say so in their annotation. The OpenAPI document is generated from these
classes: the docstring of a class becomes its description there, and what is not listed here is not
sent. A field is never left out: what does not exist is null, or "" for a text.
"""

from datetime import date, datetime, time
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field, WithJsonSchema

# pydantic refuses `typing.TypedDict` before Python 3.12.
from typing_extensions import TypedDict

from .places import State

# The languages of the site (`settings.LANGUAGES`; a test compares the two).
Language = Literal["de", "en"]

Url = Annotated[str, WithJsonSchema({"type": "string", "format": "uri"})]
# A text that is empty or an address: fields of Django have no other way to be empty.
OptionalUrl = Annotated[
    str, WithJsonSchema({"anyOf": [{"type": "string", "format": "uri"}, {"const": ""}]})
]
Email = Annotated[
    str, WithJsonSchema({"anyOf": [{"type": "string", "format": "email"}, {"const": ""}]})
]
Html = Annotated[str, WithJsonSchema({"type": "string", "contentMediaType": "text/html"})]
# ISO 8601, as Django's and Django REST framework's encoders write them.
Day = date
Moment = datetime
# Without an offset, as the site's own time (JSON Schema's "time" asks for one).
TimeOfDay = Annotated[
    time,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?$",
            "description": "Time of day in Germany: 18:30:00.",
        }
    ),
]

# "" where a state may stay open.
StateCode = State | Literal[""]


class Message(TypedDict):
    """What went wrong, in a sentence that names the parameter."""

    message: str


class Count(TypedDict):
    """How many there are in all, whatever `limit` and `offset` say."""

    total_count: Annotated[int, Field(ge=0)]


Item = TypeVar("Item")


class Listing(TypedDict, Generic[Item]):
    """A part of a list."""

    meta: Count
    items: list[Item]


class Link(TypedDict):
    """A page that the reader may see: where the API and the website have it."""

    id: int
    type: str
    title: str
    detail_url: Url
    html_url: Url


class Translation(Link):
    """The same page in another language."""

    locale: Language


class FocalPoint(TypedDict):
    """What must stay in sight when the picture is cut, in pixels of the original."""

    x: int
    y: int


class RenditionData(TypedDict):
    """A file of a picture; its size in pixels."""

    url: Url
    width: int
    height: int


class RenditionFormats(TypedDict):
    """One size of a picture in each format."""

    avif: RenditionData
    webp: RenditionData
    jpeg: RenditionData


class Renditions(TypedDict):
    """A picture in the widths 400, 800 and 1600 pixels, never enlarged beyond the original."""

    small: RenditionFormats
    medium: RenditionFormats
    large: RenditionFormats


class Picture(TypedDict):
    """A picture as it is used in one place; width and height in pixels of the original.

    An empty `alt` marks a decorative picture. `renditions` is null if the picture's file is lost.
    """

    id: int
    title: str
    alt: str
    caption: str
    credit: str
    width: int
    height: int
    focal_point: FocalPoint | None
    renditions: Renditions | None


class PictureCredit(TypedDict):
    """A picture and who made it."""

    id: int
    title: str
    credit: str
    licence: str
    source_url: OptionalUrl
    is_illustration: bool


class Card(Link):
    """A page in a list: a link with a few words, a line about where and when, and a picture."""

    text: str
    meta: str
    image: Picture | None


class TopicData(TypedDict):
    """A subject that news, advisors and consultations have in common."""

    id: int
    name: str
    slug: str
    description: str


class ContactData(TypedDict):
    """Somebody who answers for the project."""

    id: int
    name: str
    role: str
    organisation: str
    phone: str
    email: Email


class PartnerData(TypedDict):
    """An organisation that carried the project or worked with it.

    `name_language` is the ISO 639 code of the name's language, for screen readers.
    """

    id: int
    short: str
    name: str
    name_language: str
    description: str
    url: OptionalUrl
    logo: Picture | None


class DocumentData(TypedDict):
    """A file to download: `type` is its ending in capitals ("PDF"), `size` is in bytes.

    `is_accessible` says that the file was checked for accessibility (PDF/UA).
    """

    id: int
    title: str
    url: Url
    type: str
    size: int | None
    language: Language
    is_accessible: bool


class Named(TypedDict):
    """A country (ISO 3166-1) or language (ISO 639) with its name in the page's language."""

    code: str
    name: str
