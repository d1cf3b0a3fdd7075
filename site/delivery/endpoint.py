"""What all endpoints of the public API have in common."""

from typing import Any

from django.conf import settings
from django.http import Http404, QueryDict
from django.utils import translation
from rest_framework import status
from rest_framework.exceptions import APIException, Throttled
from rest_framework.metadata import SimpleMetadata
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError

from core.limits import hit_by_address

from .parameters import MAX_OFFSET, MAX_SEARCH_LENGTH, Parameter, of_action, read_parameters
from .rendering import PublicJSONRenderer

# More than any front end asks for. Each bound keeps a request from costing more than its answer
# is worth, or from running into an error (Python's recursion).
MAX_FIELDS_LENGTH = 2000
MAX_KEY = 2**63 - 1  # of any database
MAX_FIELDS_DEPTH = 10
SEARCH_OPERATORS = ("and", "or")


class EndpointMetadata(SimpleMetadata):
    """What OPTIONS answers: name, description, media types. The OpenAPI document says the rest."""

    def determine_actions(self, request: Request, view: Any) -> dict[str, Any]:
        """Nothing: what is sent to an endpoint is not described by a serializer here."""
        return {}


class PublicEndpoint:
    """Mixin for Wagtail's API viewsets: the same answer for everybody, in JSON, or a clear error.

    Nobody is recognised (no session, no cookie, no Accept-Language), so that every answer can be
    cached for all. Errors are `{"message": …}` in English, as Wagtail's own are.
    """

    authentication_classes: list[type] = []
    permission_classes: list[type] = []
    renderer_classes = [PublicJSONRenderer]
    metadata_class = EndpointMetadata
    # Lists know further parameters, by type: Wagtail checks them (`check_query_parameters`).
    detail_query_parameters = frozenset(["fields", "rich_text_format", "format", "_"])
    # By action, or for the only one: name → `Parameter`, and the `TypedDict` of the answer (see
    # `delivery.parameters`). Wagtail's own endpoints declare fields instead.
    parameters: Any = None
    answers: Any = None
    # What only the OpenAPI document reads. By action: the `TypedDict` of what is sent, the status
    # of success if it is not 200, what the action does if its docstring is Wagtail's, statuses of
    # refusal beside 400 and 404, and the media type if it is not JSON's. By status: the shape of a
    # refusal that is no `Message`.
    accepts: Any = None
    successes: dict[str, int] = {}
    summaries: dict[str, str] = {}
    refusals: dict[str, dict[int, str]] = {}
    refusal_shapes: dict[int, Any] = {}
    path_parameters: dict[str, Parameter] = {}
    further_parameters: dict[str, Parameter] = {}  # of Wagtail's own endpoints
    media_types: dict[str, str] = {}
    is_documented = True
    # Whether each request is a search, and not only those with ?search=.
    is_search = False

    def dispatch(self, request, *args: Any, **kwargs: Any) -> Response:
        with translation.override("en"):
            return super().dispatch(request, *args, **kwargs)

    def perform_content_negotiation(self, request: Request, force: bool = False):
        renderer = self.renderer_classes[0]()
        return renderer, renderer.media_type

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action is None:
            return  # a method that is not allowed, which is said next
        if self.is_search or request.GET.get("search"):
            limit_searches(request)
        if isinstance(pk := kwargs.get("pk"), int) and pk > MAX_KEY:
            raise Http404("not found")
        declared = of_action(self.parameters, self.action)
        if declared is not None and self.action in self.action_map.values():
            self.asked = read_parameters(declared, request.GET)
            return
        check_parameters(request.GET)
        known = None
        if self.action == "detail_view":
            known = self.detail_query_parameters
        elif self.action == "find_view":
            known = self.detail_query_parameters | self.find_query_parameters
        if known is not None and (unknown := request.GET.keys() - known):
            # The sentence of Wagtail's lists.
            raise BadRequestError(
                "query parameter is not an operation or a recognised field: "
                + ", ".join(sorted(unknown))
            )

    def find_object(self, queryset, request: Request) -> Any:
        """The object that a find request asks for, None without one."""
        try:
            return super().find_object(queryset, request)
        except ValueError:
            raise BadRequestError("id must be a positive integer") from None

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, BadRequestError):
            return Response({"message": str(exc)}, status=status.HTTP_400_BAD_REQUEST)
        response = super().handle_exception(exc)
        if isinstance(exc, APIException):
            response.data = {"message": str(exc.detail)}
        elif isinstance(exc, Http404):
            response.data = {"message": str(exc) or "not found"}
        return response

    def finalize_response(self, request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Content-Language"] = ", ".join(code for code, __ in settings.LANGUAGES)
        return response


def limit_searches(request: Request) -> None:
    """Count a search. Raises `Throttled` (429, Retry-After) for more than one may ask."""
    if seconds := hit_by_address("search", request):
        raise Throttled(wait=seconds, detail="Too many searches.")


def check_parameters(parameters: QueryDict) -> None:
    """Refuse what fits no endpoint. Raises `BadRequestError` with a sentence that names it."""
    for name, values in parameters.lists():
        if len(values) > 1:
            raise BadRequestError(f"{name} is given more than once")
        if "\x00" in name or "\x00" in values[0]:
            raise BadRequestError(f"null characters are not allowed for {name}")
    if parameters.get("format", "json") != "json":
        raise BadRequestError("format must be 'json'")
    if parameters.get("search_operator", "and") not in SEARCH_OPERATORS:
        raise BadRequestError("search_operator must be 'and' or 'or'")
    if len(parameters.get("search", "")) > MAX_SEARCH_LENGTH:
        raise BadRequestError(f"search cannot be longer than {MAX_SEARCH_LENGTH} characters")
    _check_fields(parameters.get("fields", ""))
    _check_offset(parameters.get("offset", ""))


def _check_fields(fields: str) -> None:
    depth = deepest = 0
    for character in fields:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    if len(fields) > MAX_FIELDS_LENGTH or deepest > MAX_FIELDS_DEPTH:
        raise BadRequestError("fields error: too long or nested too deeply")


def _check_offset(offset: str) -> None:
    try:
        number = int(offset)
    except ValueError:
        return  # Wagtail's pagination refuses what is no number
    if number > MAX_OFFSET:
        raise BadRequestError(f"offset cannot be higher than {MAX_OFFSET}")
