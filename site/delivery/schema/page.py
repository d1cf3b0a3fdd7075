"""The OpenAPI document in the parts that a template shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from django.template.defaultfilters import urlize
from django.utils.html import format_html, format_html_join

from .values import NULL, REF, Schema

FORMATS = {"uri": "URL", "date-time": "date and time", "email": "e-mail address"}


@dataclass(frozen=True)
class Part:
    """A piece of a type's name; `schema` names the component that it leads to."""

    text: str
    schema: str = ""


@dataclass(frozen=True)
class Property:
    """A property of an object, with its type in words and what is inside it."""

    name: str
    type: list[Part]
    description: str
    is_optional: bool
    kind: str
    inner: list["Property"]


@dataclass(frozen=True)
class Shape:
    """A component: an object with properties, or a type made of others."""

    name: str
    description: str
    type: list[Part]
    properties: list[Property]


@dataclass(frozen=True)
class ParameterRow:
    """A parameter, with the address of an example that works, "" without one."""

    name: str
    place: str
    type: list[Part]
    description: str
    is_required: bool
    default: Any
    example: Any
    example_url: str
    lookups: list[str]


@dataclass(frozen=True)
class Answer:
    status: str
    description: str
    media_type: str
    type: list[Part]
    headers: dict[str, str]


@dataclass(frozen=True)
class Operation:
    """What a method does at an address."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[ParameterRow]
    body: list[Part]
    answers: list[Answer]
    example_url: str


@dataclass(frozen=True)
class Endpoint:
    name: str
    description: str
    operations: list[Operation] = field(default_factory=list)


def described(document: dict[str, Any]) -> dict[str, Any]:
    """The context of the page: `info`, `endpoints` with their operations, and `shapes`."""
    endpoints = {
        tag["name"]: Endpoint(tag["name"], told(tag["description"])) for tag in document["tags"]
    }
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            endpoints[operation["tags"][0]].operations.append(_operation(path, method, operation))
    schemas = document["components"]["schemas"]
    return {
        "info": {**document["info"], "description": told(document["info"]["description"])},
        "endpoints": list(endpoints.values()),
        "shapes": [_shape(name, schema) for name, schema in schemas.items()],
    }


def _operation(path: str, method: str, operation: Schema) -> Operation:
    parameters = operation["parameters"]
    example_url = _example_url(path, method, parameters)
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=told(operation["summary"]),
        description=told(operation.get("description", "")),
        parameters=_parameters(example_url, parameters),
        body=_body(operation),
        answers=[_answer(status, answer) for status, answer in operation["responses"].items()],
        example_url=example_url,
    )


def _example_url(path: str, method: str, parameters: list[Schema]) -> str:
    """An address that works as it stands: parts and required parameters are filled in."""
    needed = [parameter for parameter in parameters if _is_needed(parameter)]
    if method != "get" or any("example" not in parameter for parameter in needed):
        return ""
    if path.endswith("/find/") and not needed:
        return ""
    for parameter in needed:
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", quote(str(parameter["example"])))
    query = {p["name"]: p["example"] for p in needed if p["in"] == "query"}
    return f"{path}?{urlencode(query)}" if query else path


def _is_needed(parameter: Schema) -> bool:
    """Whether an example is no use without it: what is required, and what says what to find."""
    return parameter.get("required", False) or parameter["name"] == "html_path"


def _parameters(address: str, parameters: list[Schema]) -> list[ParameterRow]:
    """A row for each; ranges and sets of a field stand in the field's row."""
    names = {parameter["name"] for parameter in parameters}
    rows = []
    for parameter in parameters:
        name = parameter["name"]
        if name.partition("__")[0] in names - {name}:
            continue
        lookups = sorted(other for other in names if other.startswith(f"{name}__"))
        rows.append(_parameter(address, parameter, lookups))
    return rows


def _parameter(address: str, parameter: Schema, lookups: list[str]) -> ParameterRow:
    name, example = parameter["name"], parameter.get("example")
    example_url = ""
    # What narrows a search for one object may leave nothing.
    is_narrowing = "/find/" in address and name in ("type", "locale")
    if example is not None and address and not _is_needed(parameter) and not is_narrowing:
        separator = "&" if "?" in address else "?"
        needed = f"{parameter['x-needs']}&" if "x-needs" in parameter else ""
        example_url = f"{address}{separator}{needed}{urlencode({name: example}, safe='*,/')}"
    return ParameterRow(
        name=name,
        place=parameter["in"],
        type=list(type_parts(parameter["schema"])),
        description=told(parameter.get("description", "")),
        is_required=parameter.get("required", False) and parameter["in"] == "query",
        default=parameter["schema"].get("default"),
        example=example,
        example_url=example_url,
        lookups=lookups,
    )


def _body(operation: Schema) -> list[Part]:
    content = operation.get("requestBody", {}).get("content", {})
    return [part for media in list(content.values())[:1] for part in type_parts(media["schema"])]


def _answer(status: str, answer: Schema) -> Answer:
    ((media_type, content),) = answer.get("content", {"": {}}).items()
    headers = answer.get("headers", {})
    return Answer(
        status=status,
        description=told(answer["description"]),
        media_type=media_type,
        type=list(type_parts(content["schema"])) if content else [],
        headers={name: header.get("description", "") for name, header in headers.items()},
    )


def _shape(name: str, schema: Schema) -> Shape:
    return Shape(
        name=name,
        description=told(schema.get("description", "")),
        type=list(type_parts(schema)),
        properties=_properties(schema),
    )


def _properties(schema: Schema) -> list[Property]:
    required = schema.get("required", [])
    return [
        Property(
            name=name,
            type=list(type_parts(inner)),
            description=told(inner.get("description", "")),
            is_optional=name not in required,
            kind="list of objects" if "items" in inner else "object",
            inner=_properties(inner.get("items", inner)),
        )
        for name, inner in schema.get("properties", {}).items()
    ]


def told(text: str) -> str:
    """A description as HTML: what stands between backticks is code, addresses are links."""
    pieces = [
        format_html("<code>{}</code>", piece) if number % 2 else urlize(piece)
        for number, piece in enumerate(text.split("`"))
    ]
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def type_parts(schema: Schema) -> Iterator[Part]:
    """A type in words: "list of", "or null", names that lead to their components."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REF)
        yield Part(name, name)
    elif variants := schema.get("anyOf") or schema.get("oneOf"):
        yield from _joined(sorted(variants, key=lambda variant: variant == NULL), " or ")
    elif "const" in schema:
        yield Part(_quoted(schema["const"]))
    elif "enum" in schema:
        yield Part(" or ".join(_quoted(value) for value in schema["enum"]))
    elif "prefixItems" in schema:
        yield Part(f"list of {len(schema['prefixItems'])}: ")
        yield from _joined(schema["prefixItems"], ", ")
    elif schema.get("type") == "array":
        yield Part("list of ")
        yield from type_parts(schema.get("items", {}))
    else:
        yield Part(_simple(schema))


def _joined(schemas: list[Schema], separator: str) -> Iterator[Part]:
    for number, schema in enumerate(schemas):
        if number:
            yield Part(separator)
        yield from type_parts(schema)


def _quoted(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _simple(schema: Schema) -> str:
    kind = schema.get("type", "anything")
    if form := schema.get("format"):
        return FORMATS.get(form, form)
    bounds = [
        f"{word} {schema[key]}"
        for key, word in (("minimum", "from"), ("maximum", "to"))
        if key in schema
    ]
    return " ".join([{"string": "text"}.get(kind, kind), *bounds])
