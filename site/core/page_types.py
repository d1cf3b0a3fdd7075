"""Page types as the API and links name them."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import get_page_models


def load_page_types() -> None:
    """Load the content types of all page types at once, for each process once.

    Wagtail asks for the type of a page one by one; links to pages of many types would cost a query
    for each.
    """
    ContentType.objects.get_for_models(*get_page_models(), for_concrete_models=False)
