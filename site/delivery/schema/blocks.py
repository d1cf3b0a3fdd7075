"""JSON Schemas of blocks: what their `get_api_representation` returns."""

from django.utils.text import capfirst
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from core.blocks.base import TEXTS, Value
from core.serializers import returned

from .values import NULL, Components, Schema, array_of, closed, nullable

RICH_TEXT: Schema = {
    "type": "string",
    "description": "HTML with absolute links, or what `rich_text_format` asks for. A link to what "
    "is not public keeps its text and has no `href`.",
}
FORMATS = {blocks.URLBlock: "uri", blocks.EmailBlock: "email"}


def block_schema(block: blocks.Block, components: Components) -> Schema:
    """The schema of a block's value. Raises `Undeclared` for a kind of block that is new here."""
    if isinstance(block, blocks.StreamBlock):
        return _stream(block, components)
    if isinstance(block, blocks.StructBlock):
        return components.add(_name(block, "Value"), _struct(block, components))
    if isinstance(block, blocks.ListBlock):
        return array_of(_member(block.child_block, components))
    if isinstance(block, SnippetChooserBlock):
        return nullable(components.of_type(returned(block.target_model.data)))
    if isinstance(block, blocks.RichTextBlock):
        return components.add("RichText", RICH_TEXT)
    if isinstance(block, TEXTS):
        return _text(block)
    if isinstance(block, blocks.IntegerBlock):
        return _integer(block)
    return components.of_type(returned(type(block).get_api_representation))


def _name(block: blocks.Block, ending: str) -> str:
    return type(block).__name__.removesuffix("Block") + ending


def _stream(stream: blocks.StreamBlock, components: Components) -> Schema:
    """A list of blocks whose `type` says which of the stream's blocks each is."""
    variants = {
        name: _entry(name, block, components) for name, block in stream.child_blocks.items()
    }
    one = {
        "oneOf": list(variants.values()),
        "discriminator": {
            "propertyName": "type",
            "mapping": {name: schema["$ref"] for name, schema in variants.items()},
        },
    }
    return components.add(type(stream).__name__, array_of(one))


def _entry(name: str, block: blocks.Block, components: Components) -> Schema:
    properties = {
        "type": {"type": "string", "const": name},
        "value": block_schema(block, components),
        "id": {"type": "string"},
    }
    # One sentence on what the block is for.
    description = capfirst(str(getattr(block.meta, "description", "") or block.label))
    return components.add(_name(block, "Block"), {"description": description, **closed(properties)})


def _struct(block: blocks.StructBlock, components: Components) -> Schema:
    """The stored children, and what the value adds to them or says instead."""
    said = _said_by_value(block, components)
    properties = {
        name: said.get(name) or block_schema(child, components)
        for name, child in block.child_blocks.items()
    }
    return closed(properties | said)


def _said_by_value(block: blocks.StructBlock, components: Components) -> dict[str, Schema]:
    data = block.meta.value_class.data
    return {} if data is Value.data else components.properties_of(returned(data))


def _member(block: blocks.Block, components: Components) -> Schema:
    """A member of a list: what nobody may see is left out, so that none is null."""
    schema = block_schema(block, components)
    variants = [variant for variant in schema.get("anyOf", []) if variant != NULL]
    return variants[0] if len(variants) == 1 else schema


def _text(block: blocks.FieldBlock) -> Schema:
    is_required = block.field.required
    if isinstance(block, blocks.ChoiceBlock):
        choices = block.deconstruct()[2]["choices"]
        if callable(choices):  # too many to list: all languages of the world
            return {"type": "string"}
        empty = [] if is_required else [""]
        return {"type": "string", "enum": [*empty, *(str(key) for key, __ in choices)]}
    for kind, form in FORMATS.items():
        if isinstance(block, kind):
            schema = {"type": "string", "format": form}
            return schema if is_required else {"anyOf": [schema, {"const": ""}]}
    return {"type": "string"}


def _integer(block: blocks.IntegerBlock) -> Schema:
    bounds = {"minimum": block.field.min_value, "maximum": block.field.max_value}
    known = {key: bound for key, bound in bounds.items() if bound is not None}
    schema = {"type": "integer", **known}
    return schema if block.field.required else nullable(schema)
