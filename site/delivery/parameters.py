"""Parameters of the API, each declared once: for reading them and for describing them.

An endpoint says by action what it takes and answers (an endpoint with a single action may leave the
action out):

    class TopicsEndpoint(PublicEndpoint, GenericViewSet):
        parameters = {
            "listing_view": {"locale": LOCALE, "limit": LIMIT, "offset": OFFSET},
            "detail_view": {"locale": LOCALE},
        }
        answers = {"listing_view": Listing[TopicData], "detail_view": TopicData}

        def listing_view(self, request: Request) -> Response:
            \"\"\"Topics of visible news and advisors.\"\"\"
            self.asked  # {"locale": "de", "limit": 20, "offset": 0}

The docstring of the action's method is its description in the OpenAPI document.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.conf import settings
from django.http import QueryDict
from wagtail.api.v2.utils import BadRequestError

# More than any front end asks for; SQLite's integers and PostgreSQL's offsets hold it.
MAX_OFFSET = 2**31 - 1
MAX_SEARCH_LENGTH = 200

_INTEGER = re.compile(r"-?[0-9]{1,20}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """What may be asked for under a name of the query, in the words of JSON Schema.

    `several` takes values separated by commas. `default` is what holds without the parameter; it
    is not checked. `needs` is another parameter with its value, without which this one is unknown
    ("type=news.NewsPage").
    """

    description: str
    type: Literal["string", "integer", "boolean"] = "string"
    format: Literal["", "date", "date-time", "time"] = ""
    enum: tuple[Any, ...] = ()
    pattern: str = ""
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    several: bool = False
    required: bool = False
    default: Any = None
    example: Any = None
    needs: str = ""

    def schema(self) -> dict[str, Any]:
        """The parameter's values as JSON Schema."""
        one = {
            "type": self.type,
            "format": self.format,
            "enum": list(self.enum),
            "pattern": self.pattern,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "maxLength": self.max_length,
        }
        schema = {name: value for name, value in one.items() if value not in ("", [], None)}
        if self.several:
            schema = {"type": "array", "items": schema, "minItems": 1}
        return schema if self.default is None else {**schema, "default": self.default}

    def read(self, name: str, text: str) -> Any:
        """The Python value of a text from outside; a tuple of them if there may be several.

        Raises `BadRequestError` with a sentence that names the parameter.
        """
        if not self.several:
            return self._read_one(name, text)
        return tuple(self._read_one(name, part) for part in text.split(","))

    def _read_one(self, name: str, text: str) -> Any:
        value = {"integer": self._integer, "boolean": self._boolean, "string": self._string}[
            self.type
        ](name, text)
        if self.enum and value not in self.enum:
            raise BadRequestError(f"{name} must be one of {', '.join(map(str, self.enum))}")
        return value

    def _integer(self, name: str, text: str) -> int:
        if not _INTEGER.fullmatch(text):
            raise BadRequestError(f"{name} must be a number")
        value = int(text)
        if self.minimum is not None and value < self.minimum:
            raise BadRequestError(f"{name} cannot be lower than {self.minimum}")
        if self.maximum is not None and value > self.maximum:
            raise BadRequestError(f"{name} cannot be higher than {self.maximum}")
        return value

    def _boolean(self, name: str, text: str) -> bool:
        if text not in _BOOLEANS:
            raise BadRequestError(f"{name} must be 'true' or 'false'")
        return _BOOLEANS[text]

    def _string(self, name: str, text: str) -> str | date:
        if self.max_length is not None and len(text) > self.max_length:
            raise BadRequestError(f"{name} cannot be longer than {self.max_length} characters")
        if self.pattern and not re.search(self.pattern, text):
            raise BadRequestError(f"'{text}' is not a valid value for {name}")
        if self.format == "date":
            return _date(name, text)
        return text


Parameters = Mapping[str, Parameter]


def _date(name: str, text: str) -> date:
    try:
        if not _DAY.fullmatch(text):  # Python also reads weeks: "2018-W45-3"
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise BadRequestError(
            f"'{text}' is not a valid value for {name} (expected a date like 2018-11-07)"
        ) from None


def of_action(declared: Any, action: str) -> Any:
    """What an endpoint declares for an action, whether by action or for its only one."""
    by_action = isinstance(declared, dict) and any(name.endswith("_view") for name in declared)
    return declared.get(action) if by_action else declared


def check_unknown(known: Parameters, query: QueryDict) -> None:
    """Refuse parameters that nobody declared. Raises `BadRequestError` that names them."""
    if unknown := query.keys() - known.keys() - IGNORED.keys():
        # The sentence of Wagtail's lists.
        raise BadRequestError(
            "query parameter is not an operation or a recognised field: "
            + ", ".join(sorted(unknown))
        )


def check_repeated(query: QueryDict) -> None:
    """Refuse parameters that are given twice, and null characters, which PostgreSQL refuses."""
    for name, values in query.lists():
        if len(values) > 1:
            raise BadRequestError(f"{name} is given more than once")
        if "\x00" in name or "\x00" in values[0]:
            raise BadRequestError(f"null characters are not allowed for {name}")


def read_parameters(known: Parameters, query: QueryDict) -> dict[str, Any]:
    """The values of all known parameters, their defaults where they are not given.

    Raises `BadRequestError` for what is unknown, repeated, missing or makes no sense.
    """
    check_repeated(query)
    check_unknown(known, query)
    for name in IGNORED.keys() & query.keys():
        IGNORED[name].read(name, query[name])
    if missing := [name for name in known if known[name].required and name not in query]:
        raise BadRequestError(f"{', '.join(missing)} is required")
    return {
        name: parameter.read(name, query[name]) if name in query else parameter.default
        for name, parameter in known.items()
    }


LANGUAGES = tuple(code for code, __ in settings.LANGUAGES)

LOCALE = Parameter(
    enum=LANGUAGES, default=LANGUAGES[0], description="The language of the answer.", example="en"
)
LIMIT = Parameter(
    type="integer",
    minimum=0,
    maximum=settings.WAGTAILAPI_LIMIT_MAX,
    default=20,
    description="How many items at most.",
    example=5,
)
OFFSET = Parameter(
    type="integer",
    minimum=0,
    maximum=MAX_OFFSET,
    default=0,
    description="How many items to leave out at the beginning.",
    example=20,
)
FORMAT = Parameter(enum=("json",), description="Wagtail's clients may send it; there is only JSON.")
NO_CACHE = Parameter(description="Ignored: some clients add a number to get around caches.")

# What every endpoint takes and none reads, as Wagtail's clients send it.
IGNORED: dict[str, Parameter] = {"format": FORMAT, "_": NO_CACHE}

# What all of Wagtail's own endpoints take; they check the values themselves.
OF_WAGTAIL: dict[str, Parameter] = {
    "fields": Parameter(
        description="Which fields: `*` all, `_` none to begin with, then names to add and, with "
        "`-`, to leave out; fields of inner objects in brackets.",
        max_length=2000,
        example="*,-title",
    ),
    "limit": LIMIT,
    "offset": OFFSET,
    "order": Parameter(
        description="Fields to order by, with `-` from the end; or `random`.", example="-title"
    ),
    "search": Parameter(
        description="Only what has these words.", max_length=MAX_SEARCH_LENGTH, example="Bochum"
    ),
    "search_operator": Parameter(
        description="Whether all words must be found, or one is enough.",
        enum=("and", "or"),
        default="and",
    ),
    "rich_text_format": Parameter(
        description="How rich text is written; `html` is ready to be shown.",
        enum=("html", "db_html", "markdown", "db_markdown"),
        default="html",
    ),
    "type": Parameter(
        description="Only pages of these types, separated by commas. One type also brings its own "
        "fields.",
        example="news.NewsPage",
    ),
    "child_of": Parameter(
        description="Only pages right below this one: its `id`, or `root` for the start page.",
        example="root",
    ),
    "descendant_of": Parameter(
        description="Only pages anywhere below this one: its `id`, or `root`."
    ),
    "ancestor_of": Parameter(description="Only pages above this one: its `id`."),
    "translation_of": Parameter(
        description="Only translations of this page: its `id`, or `root`.", example="root"
    ),
    "locale": Parameter(enum=LANGUAGES, description="Only pages in this language.", example="en"),
    "language": Parameter(enum=LANGUAGES, description="Another name of `locale`.", example="en"),
    "site": Parameter(description="Another site of the same system: its host name, with port."),
    "id": Parameter(type="integer", minimum=0, description="The object with this `id`."),
    "html_path": Parameter(
        description="The page at this path of the website.", example="/de/", max_length=2000
    ),
}
