"""Links in rich text lead only to what the reader may see, in the reader's language."""

from django.utils.html import format_html
from wagtail.documents.rich_text import DocumentLinkHandler as WagtailDocumentLinkHandler
from wagtail.rich_text.pages import PageLinkHandler as WagtailPageLinkHandler

from . import references
from .rich_text_formats import NO_TARGET
from .urls import link_url


class PageLinkHandler(WagtailPageLinkHandler):
    """Links to pages: the translation in the active language, if visible."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        pks = [attrs.get("id") for attrs in attrs_list]
        keys = [int(pk) if pk and pk.isdigit() else None for pk in pks]
        targets = references.current().targets(keys)
        return [
            format_html('<a href="{}">', link_url(targets[key].url))
            if key in targets
            else NO_TARGET
            for key in keys
        ]


class DocumentLinkHandler(WagtailDocumentLinkHandler):
    """Links to documents outside private collections."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        pks = [attrs.get("id") for attrs in attrs_list]
        keys = [int(pk) if pk and pk.isdigit() else None for pk in pks]
        documents = references.current().in_bulk(cls.get_model(), keys)
        return [
            format_html('<a href="{}">', link_url(documents[key].url))
            if key in documents
            else NO_TARGET
            for key in keys
        ]
