"""Values of StreamFields as they are stored, for the pages of `tests.delivery.content`."""

from typing import Any
from uuid import uuid4

from wagtail.models import Page

Pair = dict[str, Any]  # one object per language


def block(block_type: str, value: Any) -> dict[str, Any]:
    return {"type": block_type, "value": value, "id": str(uuid4())}


def items(values: list[Any]) -> list[dict[str, Any]]:
    return [block("item", value) for value in values]


def link_to(page: Page, text: str = "more") -> str:
    return f'<p>Read <a linktype="page" id="{page.pk}">{text}</a>.</p>'


def link_to_document(document: Any, text: str = "report") -> str:
    return f'<p>The <a linktype="document" id="{document.pk}">{text}</a>.</p>'


def teasers(**fields: Any) -> dict[str, Any]:
    empty = {"title": "", "source": "newest", "pages": [], "topic": None, "state": "", "count": 3}
    return block("teasers", {**empty, **fields})


def news_body(name: str, target: Page, image: Any, document: Any, topics: Pair, contacts: Pair):
    """Every block that a news item may have, all referring to things of this item alone."""
    source = topics["de"]
    return [
        block("heading", {"text": f"Heading {name}", "level": "h2", "anchor": ""}),
        block("paragraph", link_to(target) + link_to_document(document)),
        block("quote", {"text": "Words", "person": "Somebody", "role": "", "language": ""}),
        block(
            "image",
            {
                "image": {"image": image.pk, "decorative": False, "alt_text": f"Alt {name}"},
                "caption": f"Caption {name}",
            },
        ),
        block(
            "figures",
            {
                "title": "",
                "items": items(
                    [
                        {
                            "value": "1499",
                            "qualifier": "more_than",
                            "label": "talks",
                            "scope": "",
                            "source": "",
                        }
                    ]
                ),
            },
        ),
        block(
            "questions",
            {"title": "", "entries": items([{"question": "Why?", "answer": link_to(target)}])},
        ),
        block("contacts", {"title": "", "contacts": items([contacts["de"].pk])}),
        block(
            "downloads",
            {"title": "", "items": items([{"document": document.pk, "title": ""}])},
        ),
        block(
            "call_to_action",
            {
                "title": "",
                "text": "",
                "link": {"label": "Go", "page": target.pk, "url": "", "email": ""},
            },
        ),
        teasers(source="picked", pages=items([target.pk])),
        teasers(topic=source.pk, state="NW"),
    ]


def page_body(name: str, partners: Pair, topics: Pair) -> list[dict[str, Any]]:
    """The blocks that only pages other than news may have."""
    entry = {"start": "2012", "end": "2013", "text": "Study"}
    term = {"short": "SKEW", "name": "Servicestelle", "language": "de", "explanation": "Advises"}
    return [
        block("partners", {"title": "", "partners": items([partners["de"].pk])}),
        block("topics", {"title": "", "topics": items([topics["de"].pk])}),
        block("timeline", {"title": "", "entries": items([entry])}),
        block("glossary", {"title": "", "entries": items([term])}),
        block("conditions", {"title": "", "text": f"<p>Conditions of {name}</p>"}),
    ]
