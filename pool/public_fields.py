"""Parts of visible profiles that their consent does not cover show nothing to visitors."""

from collections.abc import Iterable

from core.publicity import HiddenField, register_hidden_fields

from .models import AdvisorPage, Scope


@register_hidden_fields
def parts_without_consent() -> Iterable[HiddenField]:
    """The topics of profiles whose consent leaves them out."""
    showing = AdvisorPage.objects.showing(Scope.TOPICS).values("pk")
    yield AdvisorPage.objects.exclude(pk__in=showing), "topic_links"
