"""Bodies of Plone 6: the blocks of Volto → blocks of this site.

Text is turned into HTML first and read like that of classic Plone, so that both end the same.
The forms of the blocks are those that Volto documents and plone.restapi stores: `blocks` by id,
their order in `blocks_layout.items`; rich text as a tree of Slate, formerly as Draft.js.
"""

from collections.abc import Callable, Iterator
from typing import Any

from draftjs_exporter.constants import BLOCK_TYPES, ENTITY_TYPES, INLINE_STYLES
from draftjs_exporter.dom import DOM
from draftjs_exporter.html import HTML

from .bodies import Body, escaped
from .html import add_html

# Made by the page itself, or of no meaning outside Volto.
SILENT = {"title", "description", "toc", "separator", "divider", "controlPanel"}
_SLATE_TAGS = {
    "blockquote": "blockquote",
    "bold": "b",
    "strong": "b",
    "code": "code",
    "del": "del",
    "em": "i",
    "h2": "h2",
    "h3": "h3",
    "h4": "h4",
    "italic": "i",
    "li": "li",
    "ol": "ol",
    "p": "p",
    "s": "s",
    "sub": "sub",
    "sup": "sup",
    "table": "table",
    "td": "td",
    "th": "th",
    "tr": "tr",
    "ul": "ul",
}


def add_blocks(body: Body, data: dict[str, Any]) -> None:
    """Take `blocks` and `blocks_layout` of an item, or of a block with blocks, into a body."""
    for block in ordered(data):
        kind = str(block.get("@type") or "")
        if kind in SILENT:
            continue
        handler = _HANDLERS.get(kind)
        if handler is None:
            body.note(f"there is nothing here for the block “{kind}”")
        else:
            handler(body, block)


def ordered(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The blocks in their order; one that the order does not name is shown nowhere in Volto."""
    blocks = data.get("blocks")
    layout = data.get("blocks_layout")
    if not isinstance(blocks, dict) or not isinstance(layout, dict):
        return
    for key in layout.get("items") or []:
        if isinstance(block := blocks.get(key), dict):
            yield block


def slate_html(nodes: Any) -> str:
    """A tree of Slate as HTML, links with the address that stands in the tree."""
    return "".join(_slate_node(node) for node in nodes if isinstance(node, dict)) if nodes else ""


def draft_html(content: dict[str, Any]) -> str:
    """The content state of Draft.js, which older Volto stored, as HTML."""
    content = {"blocks": content.get("blocks") or [], "entityMap": content.get("entityMap") or {}}
    return _DRAFT.render(content)


def _slate_node(node: dict[str, Any]) -> str:
    if "text" in node:
        html = escaped(str(node["text"])).replace("\n", "<br/>")
        for mark in ("bold", "italic"):
            if node.get(mark):
                html = f"<{_SLATE_TAGS[mark]}>{html}</{_SLATE_TAGS[mark]}>"
        return html
    inner = slate_html(node.get("children"))
    kind = str(node.get("type") or "")
    if kind in ("link", "a"):
        return f'<a href="{escaped(_slate_address(node))}">{inner}</a>'
    tag = _SLATE_TAGS.get(kind)
    return f"<{tag}>{inner}</{tag}>" if tag else inner


def _slate_address(node: dict[str, Any]) -> str:
    data = node.get("data") or {}
    link = data.get("link") or {}
    internal = (link.get("internal") or {}).get("internal_link") or []
    if internal:
        return address_of(internal)
    external = (link.get("external") or {}).get("external_link")
    email = (link.get("email") or {}).get("email_address")
    mailto = f"mailto:{email}" if email else ""
    return str(data.get("url") or external or mailto or node.get("url") or "")


def address_of(value: Any) -> str:
    """The address in the forms that blocks keep it in: a text, `{"@id"}`, or a list of those."""
    if isinstance(value, list):
        return address_of(value[0]) if value else ""
    if isinstance(value, dict):
        return str(value.get("@id") or value.get("url") or "")
    return str(value or "")


def _draft_link(props: dict[str, Any]) -> Any:
    return DOM.create_element(
        "a", {"href": str(props.get("url") or props.get("href") or "")}, props["children"]
    )


def _draft_children(props: dict[str, Any]) -> Any:
    return props["children"]


_DRAFT = HTML(
    {
        "block_map": {
            BLOCK_TYPES.UNSTYLED: "p",
            BLOCK_TYPES.HEADER_ONE: "h2",
            BLOCK_TYPES.HEADER_TWO: "h2",
            BLOCK_TYPES.HEADER_THREE: "h3",
            BLOCK_TYPES.HEADER_FOUR: "h4",
            BLOCK_TYPES.BLOCKQUOTE: "blockquote",
            BLOCK_TYPES.UNORDERED_LIST_ITEM: {"element": "li", "wrapper": "ul"},
            BLOCK_TYPES.ORDERED_LIST_ITEM: {"element": "li", "wrapper": "ol"},
            BLOCK_TYPES.FALLBACK: "p",
        },
        "style_map": {
            INLINE_STYLES.BOLD: "b",
            INLINE_STYLES.ITALIC: "i",
            INLINE_STYLES.FALLBACK: _draft_children,
        },
        "entity_decorators": {
            ENTITY_TYPES.LINK: _draft_link,
            ENTITY_TYPES.FALLBACK: _draft_children,
        },
    }
)

# --- Blocks -------------------------------------------------------------------------------------


def _slate(body: Body, block: dict[str, Any]) -> None:
    add_html(body, slate_html(block.get("value")))


def _draft(body: Body, block: dict[str, Any]) -> None:
    if isinstance(text := block.get("text"), dict):
        add_html(body, draft_html(text))


def _html(body: Body, block: dict[str, Any]) -> None:
    add_html(body, str(block.get("html") or ""))


def _image(body: Body, block: dict[str, Any]) -> None:
    caption = str(block.get("caption") or block.get("description") or "")
    alt = block.get("alt")
    body.picture(address_of(block.get("url")), None if alt is None else str(alt), caption)


def _teaser(body: Body, block: dict[str, Any]) -> None:
    """One page, as the site's own cards show it; a link with text where it leads elsewhere."""
    address = address_of(block.get("href"))
    if not address:
        body.note("a teaser leads nowhere")
        return
    title = str(block.get("title") or "")
    body.call_to_action(title, address, title, str(block.get("description") or ""))


def _button(body: Body, block: dict[str, Any]) -> None:
    body.call_to_action(str(block.get("title") or ""), address_of(block.get("href")))


def _hero(body: Body, block: dict[str, Any]) -> None:
    body.heading(str(block.get("title") or ""), 2)
    if address := address_of(block.get("url") or block.get("image")):
        body.picture(address, str(block["alt"]) if "alt" in block else None)
    if text := str(block.get("description") or ""):
        body.rich(f"<p>{escaped(text)}</p>")


def _quote(body: Body, block: dict[str, Any]) -> None:
    words = slate_html(block.get("value")) or escaped(str(block.get("text") or ""))
    add_html(body, f"<blockquote>{words}</blockquote>")


def _table(body: Body, block: dict[str, Any]) -> None:
    rows = []
    for row in (block.get("table") or {}).get("rows") or []:
        cells = []
        for cell in row.get("cells") or []:
            tag = "th" if cell.get("type") == "header" else "td"
            value = cell.get("value")
            inner = draft_html(value) if isinstance(value, dict) else slate_html(value)
            cells.append(f"<{tag}>{inner}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    add_html(body, f"<table>{''.join(rows)}</table>")


def _listing(body: Body, block: dict[str, Any]) -> None:
    body.note("a list that Plone found by criteria was left out; the block “Teasers” makes such")


def _film(body: Body, block: dict[str, Any]) -> None:
    address = escaped(address_of(block.get("url")))
    add_html(body, f'<iframe src="{address}"></iframe>')


def _accordion(body: Body, block: dict[str, Any]) -> None:
    """Panels that open: questions and answers, if all of them hold nothing but text."""
    entries = []
    for panel in ordered(block.get("data") or block):
        inside = Body(body.links, body.base, body.allowed, body.note)
        add_blocks(inside, panel)
        raw = inside.blocks()
        if any(entry["type"] != "paragraph" for entry in raw):
            body.heading(str(panel.get("title") or ""), 3)
            add_blocks(body, panel)
        else:
            answer = "".join(entry["value"] for entry in raw)
            entries.append((str(panel.get("title") or ""), answer))
    body.questions(str(block.get("title") or ""), entries)


def _group(body: Body, block: dict[str, Any]) -> None:
    """Columns and groups: what stands side by side in Volto stands one below the other here."""
    body.heading(str(block.get("headline") or block.get("title") or ""), 2)
    add_blocks(body, block.get("data") if isinstance(block.get("data"), dict) else block)


def _columns(body: Body, block: dict[str, Any]) -> None:
    for column in block.get("columns") or []:
        if isinstance(column, dict):
            add_blocks(body, {"blocks": {"": column}, "blocks_layout": {"items": [""]}})


def _column(body: Body, block: dict[str, Any]) -> None:
    add_blocks(body, block)


_HANDLERS: dict[str, Callable[[Body, dict[str, Any]], None]] = {
    "__button": _button,
    "__grid": _columns,
    "accordion": _accordion,
    "column": _column,
    "columnsBlock": _group,
    "gridBlock": _group,
    "group": _group,
    "hero": _hero,
    "html": _html,
    "image": _image,
    "introduction": _slate,
    "listing": _listing,
    "maps": _film,
    "quote": _quote,
    "slate": _slate,
    "slateTable": _table,
    "table": _table,
    "teaser": _teaser,
    "text": _draft,
    "video": _film,
}
