"""What caches in front of the site have to forget besides, when advisors change."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from core.places import State
from delivery.models import Change
from delivery.upstream import affected, keys

from .models import AdvisorPage

keys.register_view("advisor_vcard")


@affected.register_addresses
def addresses(changes: Sequence[Change]) -> Iterable[str]:
    """The vCards of changed advisors, the contacts', and the maps' data."""
    for change in changes:
        if change.type == AdvisorPage._meta.label:
            yield reverse("advisor_vcard", args=[change.object_id])
        elif change.what == "contacts":
            yield reverse("contact_vcard", args=[change.object_id])
    for state in State:
        yield reverse("pool:geojson", args=[state])
