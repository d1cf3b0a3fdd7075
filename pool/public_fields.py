"""Parts of visible profiles that their consent does not cover show nothing to visitors."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from core.publicity import HiddenField, register_hidden_fields

from .models import AdvisorConsent, AdvisorPage, Scope


@register_hidden_fields
def parts_without_consent() -> Iterable[HiddenField]:
    """The topics of profiles whose consent leaves them out."""
    consents = AdvisorConsent.objects.in_force().allowing(Scope.TOPICS)
    of_profile = consents.filter(advisor__translation_key=OuterRef("translation_key"))
    yield AdvisorPage.objects.filter(~Exists(of_profile)), "topic_links"
