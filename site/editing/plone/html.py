"""Bodies of classic Plone: the HTML of TinyMCE → blocks."""

from collections.abc import Iterable

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

from .bodies import Body, escaped

_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3}
_CONTAINERS = {
    "[document]",
    "article",
    "aside",
    "body",
    "center",
    "details",
    "div",
    "footer",
    "header",
    "html",
    "main",
    "nav",
    "section",
    "summary",
}
_LISTS = {"ul", "ol"}
_BOLD, _ITALIC = {"b", "strong", "dt"}, {"i", "em", "cite", "dfn"}
_FRAMES = {"audio", "embed", "iframe", "object", "source", "video"}
_SILENT = {"br", "col", "colgroup", "hr", "link", "meta", "style", "title", "wbr"}
_REFUSED = {"applet", "button", "form", "input", "script", "select", "svg", "textarea"}
_LOST_STYLES = {"sub", "sup", "s", "del", "strike"}


def add_html(body: Body, html: str) -> None:
    """Take the HTML of a rich text field into a body."""
    _Reader(body).blocks(BeautifulSoup(html, "html.parser"))


class _Reader:
    def __init__(self, body: Body) -> None:
        self.body = body
        self._pictures: list[Tag] = []

    def blocks(self, parent: Tag) -> None:
        """The children of an element, each as what it is; loose text makes paragraphs."""
        loose: list[str] = []
        for child in parent.children:
            if isinstance(child, Tag) and self._is_block(child):
                self._paragraph(loose)
                loose = []
                self._block(child)
            else:
                loose.append(self._inline(child))
        self._paragraph(loose)

    def _is_block(self, tag: Tag) -> bool:
        name = tag.name
        return (
            name in _HEADINGS
            or name in _LISTS
            or name in _CONTAINERS
            or name in {"p", "blockquote", "dl", "figure", "img", "pre", "table", "hr", "picture"}
            or (name in _FRAMES or name in _REFUSED)
            or bool(tag.find([*_HEADINGS, "p", "table", "ul", "ol", "div", "figure"]))
        )

    def _block(self, tag: Tag) -> None:
        name = tag.name
        if name in _HEADINGS:
            self.body.heading(tag.get_text(" ", strip=True), _HEADINGS[name])
            self._pictures.extend(tag.find_all("img"))
        elif name in _LISTS:
            self.body.rich(self._list(tag))
        elif name == "blockquote":
            self.body.quote("\n".join(tag.stripped_strings))
            self._pictures.extend(tag.find_all("img"))
        elif name in ("img", "picture", "figure"):
            self._figure(tag)
        elif name == "table":
            self._table(tag)
        elif name == "dl":
            self._definitions(tag)
        elif name in _FRAMES or name in _REFUSED:
            self._foreign(tag)
        elif name in ("p", "pre") and not tag.find(["p", "table", "ul", "ol", *_HEADINGS]):
            self._paragraph([self._inline(child) for child in tag.children])
        elif name != "hr":
            self.blocks(tag)
        self._show_pictures()

    def _paragraph(self, parts: Iterable[str]) -> None:
        html = "".join(parts).strip()
        while html.endswith("<br/>"):
            html = html.removesuffix("<br/>").rstrip()
        self.body.rich(f"<p>{html}</p>")
        self._show_pictures()

    def _inline(self, node: Tag | NavigableString) -> str:
        """An element inside a paragraph, with what the editor of this site has for it."""
        if isinstance(node, Comment):
            return ""
        if isinstance(node, NavigableString):
            text = " ".join(f"x{node}x".split())[1:-1]  # one space for any, at the ends as well
            return escaped(text)
        name = node.name
        if name == "br":
            return "<br/>"
        if name == "img":
            self._pictures.append(node)
            return ""
        if name in _SILENT:
            return ""
        if name in _FRAMES or name in _REFUSED:
            self._foreign(node)
            return ""
        inner = "".join(self._inline(child) for child in node.children)
        if name == "a":
            return self._link(node, inner)
        if name in _LOST_STYLES:
            self.body.note(f"<{name}> became plain text: “{node.get_text(' ', strip=True)[:40]}”")
        for names, tag in ((_BOLD, "b"), (_ITALIC, "i")):
            if name in names and inner.strip():
                return f"<{tag}>{inner}</{tag}>"
        return inner

    def _link(self, tag: Tag, inner: str) -> str:
        href = str(tag.get("href") or "")
        if not href or not inner.strip():  # an anchor, or a picture that opens its large version
            return inner
        link = self.body.links.resolve(href, self.body.base)
        attributes = self.body.attributes(link, href)
        if attributes is None:
            return inner
        written = "".join(f' {name}="{escaped(value)}"' for name, value in attributes.items())
        return f"<a{written}>{inner}</a>"

    def _list(self, tag: Tag) -> str:
        entries = []
        for child in tag.find_all("li", recursive=False):
            nested = child.find_all(["ul", "ol"], recursive=False)
            words = "".join(self._inline(part) for part in child.children if part not in nested)
            entries.append(f"<li>{words.strip()}{''.join(map(self._list, nested))}</li>")
        return f"<{tag.name}>{''.join(entries)}</{tag.name}>" if entries else ""

    def _figure(self, tag: Tag) -> None:
        picture = tag if tag.name == "img" else tag.find("img")
        caption = tag.find("figcaption")
        if picture is None:
            self.blocks(tag)
            return
        words = caption.get_text(" ", strip=True) if caption else ""
        alt = picture.get("alt")
        self.body.picture(str(picture.get("src") or ""), alt if alt is None else str(alt), words)

    def _show_pictures(self) -> None:
        pictures, self._pictures = self._pictures, []
        for picture in pictures:
            self._figure(picture)

    def _table(self, tag: Tag) -> None:
        """A list with an entry for each row, since the site has no tables."""
        rows = [row.find_all(["th", "td"]) for row in tag.find_all("tr")]
        rows = [row for row in rows if any(cell.get_text(strip=True) for cell in row)]
        if not rows:
            return
        heads: list[str] = []
        if len(rows) > 1 and all(cell.name == "th" for cell in rows[0]):
            heads = [cell.get_text(" ", strip=True) for cell in rows.pop(0)]
        entries = []
        for row in rows:
            cells = ["".join(map(self._inline, cell.children)).strip() for cell in row]
            named = [
                f"{escaped(heads[index])}: {cell}" if index < len(heads) and heads[index] else cell
                for index, cell in enumerate(cells)
                if cell
            ]
            entries.append(f"<li>{'; '.join(named)}</li>")
        self.body.note("a table became a list with one entry for each row")
        self.body.list_of_rows(f"<ul>{''.join(entries)}</ul>")

    def _definitions(self, tag: Tag) -> None:
        for child in tag.find_all(["dt", "dd"]):
            inner = "".join(self._inline(part) for part in child.children).strip()
            self._paragraph([f"<b>{inner}</b>" if child.name == "dt" and inner else inner])

    def _foreign(self, tag: Tag) -> None:
        """What this site does not show: of a frame or film, the link to it is left."""
        address = str(tag.get("src") or tag.get("data") or "")
        inner = tag.find(["source", "embed"])
        if not address and inner is not None:
            address = str(inner.get("src") or "")
        if tag.name in _FRAMES and address.startswith(("https://", "http://", "//")):
            address = f"https:{address}" if address.startswith("//") else address
            self.body.note(f"<{tag.name}> became a link to {address[:120]}")
            self.body.rich(f'<p><a href="{escaped(address)}">{escaped(address)}</a></p>')
        else:
            self.body.note(f"<{tag.name}> was left out")
