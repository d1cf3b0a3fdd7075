"""The OpenAPI document as a contract that answers are held against."""

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from delivery.schema.document import openapi
from delivery.schema.values import REF, Schema

document = cache(openapi)


def differences(schema: Schema, value: Any) -> list[str]:
    """Where a value differs from a schema of the document: "body/0/value: 'x' is not …"."""
    # References begin at the root of the document.
    whole = {**schema, "components": document()["components"]}
    validator = Draft202012Validator(whole, format_checker=FormatChecker())
    found = sorted(validator.iter_errors(value), key=lambda error: list(error.absolute_path))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}" for error in found]


def component(name: str) -> Schema:
    """The schema of this name."""
    assert name in document()["components"]["schemas"]
    return {"$ref": REF + name}


def answer_schema(path: str, method: str = "get", status: int = 200) -> Schema:
    """The schema of what an address of the document answers with."""
    (content,) = document()["paths"][path][method]["responses"][str(status)]["content"].values()
    return content["schema"]


def page_differences(page: dict[str, Any]) -> list[str]:
    """Where a page's detail without `fields` differs from the component of its type."""
    return differences(component(page["meta"]["type"].partition(".")[2]), page)


def objects(schema: Any, where: str = "") -> list[tuple[str, Schema]]:
    """Every object with properties that a schema describes, with the way to it."""
    if isinstance(schema, list):
        parts = list(enumerate(schema))
    elif isinstance(schema, dict):
        parts = list(schema.items())
    else:
        return []
    inner = [found for name, part in parts for found in objects(part, f"{where}/{name}")]
    is_object = isinstance(schema, dict) and isinstance(schema.get("properties"), dict)
    # A property may itself be called "properties": then it is no schema of an object.
    return [(where, schema), *inner] if is_object and schema.get("type") == "object" else inner
