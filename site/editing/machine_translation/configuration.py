"""Which service translates, as the environment says. Settings read this: it imports nothing."""

from typing import Any

ROOM = "editing.machine_translation.translators"


def configured_translator(
    deepl_key: str = "", libretranslate_url: str = "", libretranslate_key: str = ""
) -> dict[str, Any] | None:
    """wagtail-localize's setting `WAGTAILLOCALIZE_MACHINE_TRANSLATOR`; None for none.

    One's own server comes first: no text leaves the house that need not.
    """
    if libretranslate_url:
        options = {"LIBRETRANSLATE_URL": libretranslate_url, "API_KEY": libretranslate_key}
        return {"CLASS": f"{ROOM}.LibreTranslator", "OPTIONS": options}
    if deepl_key:
        return {"CLASS": f"{ROOM}.DeepLTranslator", "OPTIONS": {"AUTH_KEY": deepl_key}}
    return None
