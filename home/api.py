"""`/api/v2/forms/<page id>/`: a contact form for other front ends.

What is sent here goes through the same checks and to the same place as what the website's own form
sends (`ContactPage.receive`). No cookie is read or set, so there is nothing that another site's
page could misuse, and no token against it is needed.
"""

import json
from collections.abc import Iterator
from typing import Any, Literal

from django.http import Http404, QueryDict
from django.urls import path
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import FormParser, JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet
from typing_extensions import TypedDict
from wagtail.api.rich_text import APIRichText
from wagtail.api.v2.utils import BadRequestError

from core.rich_text_formats import public_rich_text
from core.shapes import Html, Language, Link
from core.urls import absolute_links, page_link
from core.visibility import visible
from delivery.endpoint import PublicEndpoint
from delivery.parameters import LANGUAGES, Parameter

from .models import ContactPage
from .spam import HONEYPOT, OPENED, opened_token

# A letter of 20 pages; the longest messages that people send are far below.
MAX_BYTES = 100_000

FieldType = Literal[
    "singleline",
    "multiline",
    "email",
    "number",
    "url",
    "checkbox",
    "checkboxes",
    "dropdown",
    "multiselect",
    "radio",
    "date",
    "datetime",
    "hidden",
]


class FormFieldData(TypedDict):
    """A field as the editor has set it up. `choices` are the values that can be sent, and what
    people read; `checkboxes` and `multiselect` take a list of them, `checkbox` true or false, all
    others a text. `autocomplete` is the HTML attribute's value, "" for none."""

    name: str
    label: str
    type: FieldType
    required: bool
    help: str
    choices: list[str]
    default: str
    autocomplete: str
    max_length: int | None


class TrapsData(TypedDict):
    """What to send back unchanged, so that the site can tell people from machines. Show a field
    `leave_empty` that people do not see; who fills it in is refused, and so is who sends within
    three seconds after `opened` was made, or a day later."""

    leave_empty: Literal[""]
    opened: str


class FormData(TypedDict):
    """A form. Send `{…traps, …values}` to the same address, with the names of `fields`."""

    page: Link
    language: Language
    fields: list[FormFieldData]
    traps: TrapsData


class FormSent(TypedDict):
    """The message arrived: what to tell people, and the editor's words to it."""

    message: str
    thank_you_text: Html


class FormRefused(TypedDict):
    """The message was not taken: what to tell people, and what is wrong with which field."""

    message: str
    errors: dict[str, list[str]]


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = f"more than {MAX_BYTES} bytes were sent"


class BoundedJSONParser(JSONParser):
    """Refuses also what is nested so deeply that reading it ends in an error."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().parse(*args, **kwargs)
        except RecursionError:
            raise ParseError("JSON parse error - nested too deeply") from None


class FormsEndpoint(PublicEndpoint, GenericViewSet):
    """The forms of contact pages."""

    name = "forms"
    model = ContactPage
    parser_classes = [BoundedJSONParser, FormParser]
    parameters = {
        action: {
            "locale": Parameter(
                enum=LANGUAGES,
                description="The language of sentences about errors; the page's, if not given.",
                example="en",
            )
        }
        for action in ("detail_view", "submit_view")
    }
    accepts = {"submit_view": dict[str, str | bool | list[str]]}
    answers = {"detail_view": FormData, "submit_view": FormSent}
    successes = {"submit_view": status.HTTP_201_CREATED}
    refusals = {
        "submit_view": {
            413: TooLarge.default_detail,
            415: "What was sent is neither JSON nor a form.",
            422: "Something is missing or wrong: the errors name the fields.",
            429: "Too many messages in a short time: Retry-After says how many seconds to wait.",
        }
    }
    refusal_shapes = {422: FormRefused, 429: FormRefused}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        length = request.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) > MAX_BYTES:
            raise TooLarge

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        # A form holds the moment in which one person opened it.
        response["Cache-Control"] = "private, no-store"
        return response

    def detail_view(self, request: Request, pk: int) -> Response:
        """What a contact form asks, and what to send back with it."""
        page = self._page(pk)
        language = page.locale.language_code
        with translation.override(language):
            data: FormData = {
                "page": page_link(page),
                "language": language,
                "fields": list(describe_fields(page)),
                "traps": {HONEYPOT: "", OPENED: opened_token()},
            }
            return Response(data)

    def submit_view(self, request: Request, pk: int) -> Response:
        """Send a message.

        It is checked, stored and mailed as one that was sent on the website. Only so many messages
        are taken from one address in a while.
        """
        page = self._page(pk)
        with translation.override(self.asked["locale"] or page.locale.language_code):
            receipt = page.receive(request, self._sent(request, page))
            if not receipt.is_stored:
                return _refused(receipt.form, receipt.retry_after)
        with translation.override(page.locale.language_code), absolute_links():
            sent: FormSent = {
                "message": _("Your message was sent"),
                "thank_you_text": public_rich_text(page.thank_you_text, APIRichText.FORMAT_HTML),
            }
            return Response(sent, status=status.HTTP_201_CREATED)

    @staticmethod
    def _page(pk: int) -> ContactPage:
        pages = visible(ContactPage.objects.filter(pk=pk)).select_related("locale")
        page = pages.first()
        if page is None or not page.get_form_fields():
            raise Http404
        return page

    @staticmethod
    def _sent(request: Request, page: ContactPage) -> MultiValueDict:
        """What was sent, as Django's forms read it. Raises `BadRequestError` for other data."""
        data = request.data
        if isinstance(data, QueryDict):
            values = MultiValueDict(dict(data.lists()))
        elif isinstance(data, dict):
            check_characters(data)
            values = MultiValueDict({name: as_sent(name, value) for name, value in data.items()})
        else:
            raise BadRequestError("what is sent must be an object")
        known = {HONEYPOT, OPENED, *page.get_form_class().base_fields}
        if unknown := values.keys() - known:
            raise BadRequestError(f"the form has no {', '.join(sorted(unknown))}")
        return values

    @classmethod
    def get_urlpatterns(cls) -> list[Any]:
        actions = {"get": "detail_view", "post": "submit_view"}
        return [path("<int:pk>/", cls.as_view(actions), name="detail")]


def describe_fields(page: ContactPage) -> Iterator[FormFieldData]:
    """The fields of a page's form in their order."""
    form_fields = page.get_form_class().base_fields
    for field in page.get_form_fields():
        form_field = form_fields[field.clean_name]
        yield {
            "name": field.clean_name,
            "label": field.label,
            "type": field.field_type,
            "required": field.required,
            "help": field.help_text,
            "choices": [str(value) for value, __ in getattr(form_field, "choices", [])],
            "default": field.default_value,
            "autocomplete": field.autocomplete,
            "max_length": getattr(form_field, "max_length", None),
        }


def check_characters(data: Any) -> None:
    """Refuse what is no character, as half of a pair ("\\ud800"). Raises `BadRequestError`."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise BadRequestError("what is sent holds what is no character") from None


def as_sent(name: str, value: Any) -> list[str]:
    """A value of JSON as a browser would send it: texts, none for false and null.

    Raises `BadRequestError` that names the field for what is no text.
    """
    if value is None or value is False:
        return []
    if value is True:
        return ["on"]
    if isinstance(value, list) and not any(isinstance(part, list) for part in value):
        return [text for part in value for text in as_sent(name, part)]
    if not isinstance(value, str | int | float):
        raise BadRequestError(f"{name} must be a text, true or false, or a list of texts")
    return [value if isinstance(value, str) else json.dumps(value)]


def _refused(form: Any, retry_after: int) -> Response:
    errors = {name: [str(error) for error in found] for name, found in form.errors.items()}
    general = errors.pop("__all__", [])
    refused: FormRefused = {
        "message": " ".join(general) or _("Please check what you have entered."),
        "errors": errors,
    }
    if not retry_after:
        return Response(refused, status=status.HTTP_422_UNPROCESSABLE_ENTITY)
    headers = {"Retry-After": str(retry_after)}
    return Response(refused, status=status.HTTP_429_TOO_MANY_REQUESTS, headers=headers)
