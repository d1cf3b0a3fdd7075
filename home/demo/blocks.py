"""Values of the data files → raw data of a StreamField, led by the definitions of the blocks."""

import json
from decimal import Decimal
from typing import Any

from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.fields import StreamField

from .data import DemoDataError
from .keys import identifier
from .rich_text import stored_rich_text
from .targets import Targets

MISSING = object()


def stream_value(
    field: StreamField, items: list[Any], place: str, targets: Targets
) -> blocks.StreamValue:
    """The value of a StreamField from the list that stands at a place of the data files.

    An item is `{name of the block: value}`, or the bare value where the stream has only one block.
    The ids of blocks follow from the place, so a translation has the ids of its source. Raises
    `DemoDataError` for what the definitions do not allow.
    """
    raw = _stream(field.stream_block, items, place, targets)
    value = blocks.StreamValue(field.stream_block, raw, is_lazy=True)
    if items or not field.blank:
        try:
            field.stream_block.clean(value)
        except StreamBlockValidationError as error:
            raise DemoDataError(place, json.dumps(error.as_json_data(), default=str)) from error
    return value


def _raw(block: blocks.Block, data: Any, place: str, targets: Targets) -> Any:
    if isinstance(block, blocks.StructBlock):
        return _struct(block, {} if data is MISSING else data, place, targets)
    if data is MISSING:
        return block.get_prep_value(_default(block))
    if isinstance(block, blocks.StreamBlock):
        return _stream(block, data, place, targets)
    if isinstance(block, blocks.ListBlock):
        return [
            {
                "type": "item",
                "value": _raw(block.child_block, item, f"{place}/{index}", targets),
                "id": str(identifier(f"{place}/{index}")),
            }
            for index, item in enumerate(data)
        ]
    if isinstance(block, blocks.RichTextBlock):
        return stored_rich_text(data, place, targets.finder(place))
    if isinstance(block, blocks.ChooserBlock):
        return targets.pk(block.model_class, data, place) if data else None
    if isinstance(block, blocks.DecimalBlock):
        return str(Decimal(data))
    return data


def _struct(block: blocks.StructBlock, data: Any, place: str, targets: Targets) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise DemoDataError(place, "must be a mapping")
    if unknown := data.keys() - block.child_blocks.keys():
        raise DemoDataError(place, f"the block has no {', '.join(sorted(unknown))}")
    return {
        name: _raw(child, data.get(name, MISSING), f"{place}/{name}", targets)
        for name, child in block.child_blocks.items()
    }


def _stream(
    block: blocks.StreamBlock, items: list[Any], place: str, targets: Targets
) -> list[dict[str, Any]]:
    names = list(block.child_blocks)
    raw = []
    for index, item in enumerate(items):
        at = f"{place}/{index}"
        name, data = (names[0], item) if len(names) == 1 else _named(item, at)
        if name not in block.child_blocks:
            raise DemoDataError(at, f"there is no block “{name}” here")
        value = _raw(block.child_blocks[name], data, at, targets)
        raw.append({"type": name, "value": value, "id": str(identifier(at))})
    return raw


def _named(item: Any, place: str) -> tuple[str, Any]:
    if not isinstance(item, dict) or len(item) != 1:
        raise DemoDataError(place, "must be {name of the block: value}")
    return next(iter(item.items()))


def _default(block: blocks.Block) -> Any:
    """The default, as the form of an editor sends it who leaves the field alone."""
    default = block.get_default()
    if default is None and isinstance(block, blocks.FieldBlock):
        return block.field.to_python(None)
    return default
