"""JSON Schemas of Python's types, and the components that they share."""

import re
from typing import Any

from pydantic import TypeAdapter

Schema = dict[str, Any]

REF = "#/components/schemas/"
NULL: Schema = {"type": "null"}

# "Listing_TopicData_", as pydantic names `Listing[TopicData]`.
_GENERIC = re.compile(r"(\w+?)_(\w+)_")


class Undeclared(Exception):
    """A value that the API answers with, and whose type nobody declares."""


class Components:
    """The schemas that have a name, so that others refer to them."""

    def __init__(self) -> None:
        self.schemas: dict[str, Schema] = {}

    def add(self, name: str, schema: Schema) -> Schema:
        """Keep a schema under a name. Returns a reference to it.

        Raises `ValueError` if another schema has this name already.
        """
        if self.schemas.setdefault(name, schema) != schema:
            raise ValueError(f"two shapes of the API have the name {name}")
        return {"$ref": REF + name}

    def of_type(self, annotation: Any) -> Schema:
        """The schema of a type's values in answers; its TypedDicts and enums become components.

        Raises `Undeclared` for `Any`, which says nothing.
        """
        if annotation is Any:
            raise Undeclared("a function of the API does not say what it returns")
        # Inside a list, pydantic refers to a TypedDict; alone, it would write it out.
        return self._made(list[annotation])["items"]

    def properties_of(self, typed_dict: type) -> dict[str, Schema]:
        """The properties of a TypedDict, which itself does not become a component."""
        return self._made(typed_dict)["properties"]

    def _made(self, annotation: Any) -> Schema:
        adapter = TypeAdapter(annotation)
        made = adapter.json_schema(mode="serialization", ref_template=REF + "{model}")
        for name, schema in made.pop("$defs", {}).items():
            self.add(_readable(name), _tidy(schema))
        return _tidy(made)


def nullable(schema: Schema) -> Schema:
    """The schema, or null."""
    if NULL in schema.get("anyOf", []):
        return schema
    return {"anyOf": [schema, NULL]}


def array_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def closed(properties: dict[str, Schema], optional: frozenset[str] = frozenset()) -> Schema:
    """An object with these properties and no others; all but the optional ones are always there."""
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def partial(schema: Schema) -> Schema:
    """The same object where `fields=` leaves out what it likes, also of the objects inside."""
    if "properties" in schema:
        inner = {name: partial(value) for name, value in schema["properties"].items()}
        return {key: value for key, value in schema.items() if key != "required"} | {
            "properties": inner
        }
    if "items" in schema:
        return {**schema, "items": partial(schema["items"])}
    return schema


def _readable(name: str) -> str:
    """ "TopicDataListing" for a list of topics."""
    generic = _GENERIC.fullmatch(name)
    return f"{generic[2]}{generic[1]}" if generic else name


def _tidy(schema: Any) -> Any:
    """Without pydantic's titles, which repeat names; objects have no undeclared properties."""
    if isinstance(schema, list):
        return [_tidy(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    tidied = {
        key: {name: _tidy(part) for name, part in value.items()}
        if key == "properties"
        else _tidy(value)
        for key, value in schema.items()
        if key != "title"
    }
    if "$ref" in tidied:
        tidied["$ref"] = REF + _readable(tidied["$ref"].removeprefix(REF))
    if "description" in tidied:
        tidied["description"] = " ".join(tidied["description"].split())
    if "properties" in tidied:
        tidied["additionalProperties"] = False
    return tidied
