"""Both ways in which a block leaves the site, side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from core import references
from core.blocks.streams import PageBlocks


@dataclass(frozen=True)
class Shown:
    """A block as the website shows it and as the API does."""

    html: BeautifulSoup
    api: Any

    @property
    def text(self) -> str:
        """The text of the website, with single spaces."""
        return " ".join(self.html.get_text(" ").split())

    def texts(self, selector: str) -> list[str]:
        return [" ".join(tag.get_text(" ").split()) for tag in self.html.select(selector)]


Show = Callable[..., Shown]


@pytest.fixture
def show(db: None) -> Show:
    """`show("heading", {…}, language="en")`: what a visitor of that language gets."""

    def show_block(name: str, value: Any, language: str = "de") -> Shown:
        with translation.override(language), references.opened():
            (child,) = PageBlocks().to_python([{"type": name, "value": value}])
            return Shown(
                html=BeautifulSoup(child.render(), "html5lib"),
                api=child.block.get_api_representation(child.value),
            )

    return show_block


@pytest.fixture
def errors_of() -> Callable[[str, Any], dict[str, Any]]:
    """What an editor is told who saves this value: `{field: message}`, nested as the block is."""

    def errors(name: str, value: Any) -> dict[str, Any]:
        block = PageBlocks().child_blocks[name]
        with translation.override("en"):
            try:
                block.clean(block.to_python(value))
            except (
                StructBlockValidationError,
                ListBlockValidationError,
            ) as e:
                return messages_of(e)
            return {}

    return errors


def messages_of(error: Any) -> Any:
    if isinstance(error, StructBlockValidationError):
        return {name: messages_of(inner) for name, inner in error.block_errors.items()}
    if isinstance(error, ListBlockValidationError):
        inner = error.block_errors
        pairs = inner.items() if isinstance(inner, dict) else enumerate(inner)
        return {index: messages_of(one) for index, one in pairs if one}
    return " ".join(error.messages)
