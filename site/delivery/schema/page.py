"""The OpenAPI document in the parts that a template shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

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
    endpoints = {tag["name"]: Endpoint(tag["name"], tag["description"]) for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            endpoints[operation["tags"][0]].operations.append(_operation(path, method, operation))
    schemas = document["components"]["schemas"]
    return {
        "info": document["info"],
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
        summary=operation["summary"],
        description=operation.get("description", ""),
        parameters=[_parameter(example_url, parameter) for parameter in parameters],
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


def _parameter(address: str, parameter: Schema) -> ParameterRow:
    name, example = parameter["name"], parameter.get("example")
    example_url = ""
    if example is not None and address and not _is_needed(parameter):
        separator = "&" if "?" in address else "?"
        needed = f"{parameter['x-needs']}&" if "x-needs" in parameter else ""
        example_url = f"{address}{separator}{needed}{urlencode({name: example}, safe='*,/')}"
    return ParameterRow(
        name=name,
        place=parameter["in"],
        type=list(type_parts(parameter["schema"])),
        description=parameter.get("description", ""),
        is_required=parameter.get("required", False),
        default=parameter["schema"].get("default"),
        example=example,
        example_url=example_url,
    )


def _body(operation: Schema) -> list[Part]:
    content = operation.get("requestBody", {}).get("content", {})
    return [part for media in list(content.values())[:1] for part in type_parts(media["schema"])]


def _answer(status: str, answer: Schema) -> Answer:
    ((media_type, content),) = answer.get("content", {"": {}}).items()
    headers = answer.get("headers", {})
    return Answer(
        status=status,
        description=answer["description"],
        media_type=media_type,
        type=list(type_parts(content["schema"])) if content else [],
        headers={name: header.get("description", "") for name, header in headers.items()},
    )


def _shape(name: str, schema: Schema) -> Shape:
    return Shape(
        name=name,
        description=schema.get("description", ""),
        type=list(type_parts(schema)),
        properties=_properties(schema),
    )


def _properties(schema: Schema) -> list[Property]:
    required = schema.get("required", [])
    return [
        Property(
            name=name,
            type=list(type_parts(inner)),
            description=inner.get("description", ""),
            is_optional=name not in required,
            kind="list of objects" if "items" in inner else "object",
            inner=_properties(inner.get("items", inner)),
        )
        for name, inner in schema.get("properties", {}).items()
    ]


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
