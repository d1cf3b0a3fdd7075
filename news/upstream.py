"""What caches in front of the site have to forget besides, when news change."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core.models import Topic
from core.places import State
from delivery.models import Change
from delivery.upstream import affected, keys

from .calendar import FILE
from .feeds import FEEDS
from .models import NewsPage

keys.register_view("news:event")


@affected.register_pages
def neighbours(pks: Sequence[int]) -> set[int]:
    """The items before and after, which name these. Who did so before has their key."""
    items = NewsPage.objects.filter(pk__in=pks).defer_streamfields()
    return {found.pk for item in items for found in item.neighbours() if found}


@affected.register_addresses
def addresses(changes: Sequence[Change]) -> Iterable[str]:
    """Feeds and calendars, of all news and of each topic and state."""
    changed = {change.object_id for change in changes if change.type == NewsPage._meta.label}
    for language, __ in settings.LANGUAGES:
        with translation.override(language):
            slugs = Topic.objects.filter(locale__language_code=language)
            for file in (*FEEDS, FILE):
                yield reverse("news:all", args=[file])
                for state in State:
                    yield reverse("news:of_state", args=[state, file])
                for slug in slugs.values_list("slug", flat=True):
                    yield reverse("news:of_topic", args=[slug, file])
            for pk in changed:
                yield reverse("news:event", args=[pk])
