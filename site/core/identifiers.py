"""Names that stay the same when a page is renamed, moved, or imported into another database."""

from uuid import uuid5

from wagtail.models import Page


def page_urn(page: Page) -> str:
    """A name for a page in its language, as a UUID URN (RFC 9562): "urn:uuid:…".

    Feed readers recognise an entry by it (RFC 4287, 4.2.6: it must never change). It comes from
    the translation key, which all translations share, and the language.
    """
    return f"urn:uuid:{uuid5(page.translation_key, page.locale.language_code)}"
