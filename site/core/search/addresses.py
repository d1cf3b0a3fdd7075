"""The address of the search in each language, below the language's own."""

from django.utils.functional import lazy
from django.utils.translation import get_language

SLUGS = {"de": "suche", "en": "search"}


def _route() -> str:
    return f"{SLUGS.get(get_language() or 'de', SLUGS['de'])}/"


# For `path()`: the route in the active language.
ROUTE = lazy(_route, str)()
