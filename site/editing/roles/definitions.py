"""What each role may do on a new site. Which groups exist afterwards, managers decide."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page

from core.places import State
from home.models import HomePage
from pool.models import StatePage

from .scope import lists

STATES = (State.NW, State.BW)  # those of the project; further ones get editors with their page

PUBLISHERS = "publishers"
MANAGERS = "managers"
TRANSLATORS = "translators"

SHARED_CONTENT = [
    f"{app}.{action}_{model}"
    for app, model in (
        ("core", "contactperson"),
        ("core", "partner"),
        ("core", "topic"),
        ("pool", "municipality"),
    )
    for action in ("add", "change", "delete")
]
# In the languages in which one may change pages (see `languages`).
TRANSLATED_CONTENT = [f"core.change_{model}" for model in ("contactperson", "partner", "topic")]
# Who records that somebody agreed to be shown answers for it: no editor alone.
CONSENTS = [
    f"pool.{action}_{model}"
    for model in ("advisorconsent", "consenttext")
    for action in ("add", "view")
]
PUBLISHING = ["wagtail_localize.submit_translation", *SHARED_CONTENT, *CONSENTS]
MANAGING = [
    *(f"core.{action}_user" for action in ("add", "change", "delete")),
    *(f"auth.{action}_group" for action in ("add", "change", "delete")),
    *(
        f"wagtailcore.{action}_{model}"
        for model in ("workflow", "task")
        for action in ("add", "change", "delete")
    ),
    *(f"wagtailredirects.{action}_redirect" for action in ("add", "change", "delete")),
    *(f"editing.{action}_pagetemplate" for action in ("add", "change", "delete")),
    *(f"webhooks.{action}_webhookendpoint" for action in ("add", "change", "delete", "view")),
    "webhooks.view_webhookdelivery",
    *(f"operations.{action}_queuedmail" for action in ("view", "change")),
    "core.change_sitesettings",
]

WRITE = ("add", "change")
PUBLISH = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
CHOOSE_MEDIA = ("choose_image", "choose_document")
KEEP_MEDIA = (*CHOOSE_MEDIA, "add_image", "change_image", "add_document", "change_document")
KEEP_COLLECTIONS = ("add_collection", "change_collection", "delete_collection")


@dataclass(frozen=True)
class Definition:
    """A role: its permanent key, the name of its group, and what it may do where."""

    key: str
    name: str
    permissions: list[str] = field(default_factory=list)
    pages: list[tuple[Page, tuple[str, ...]]] = field(default_factory=list)
    collections: list[tuple[Collection, tuple[str, ...]]] = field(default_factory=list)
    state: str = ""


def editors_key(state: str) -> str:
    """The key of the role that keeps a state: "editors-nw"."""
    return f"editors-{state.lower()}"


def editors_of(state: State, own: Collection, shared: Collection) -> Definition:
    """They write about their state, in German, and submit it; they publish nothing."""
    return Definition(
        key=editors_key(state),
        name=_("Editors %(state)s") % {"state": state.label},
        pages=[(page, WRITE) for page in _places_of(state)],
        collections=[(own, KEEP_MEDIA), (shared, CHOOSE_MEDIA)],
        state=state,
    )


def translators(shared: Collection) -> Definition:
    """They write in every language but German."""
    homes = HomePage.objects.exclude(locale__language_code=settings.LANGUAGE_CODE)
    return Definition(
        key=TRANSLATORS,
        name=_("Translators"),
        permissions=["wagtail_localize.submit_translation", *TRANSLATED_CONTENT],
        pages=[(home, WRITE) for home in homes.order_by("path")],
        collections=[(shared, CHOOSE_MEDIA)],
    )


def publishers(media: Collection) -> Definition:
    """They edit and publish everything, and record consents."""
    return Definition(
        key=PUBLISHERS,
        name=_("Publishers"),
        permissions=PUBLISHING,
        pages=[(home, PUBLISH) for home in HomePage.objects.order_by("path")],
        collections=[(media, KEEP_MEDIA)],
    )


def managers(media: Collection) -> Definition:
    """They do what publishers do, and look after people, settings and interfaces."""
    return Definition(
        key=MANAGERS,
        name=_("Site managers"),
        permissions=[*PUBLISHING, *MANAGING],
        pages=[(home, PUBLISH) for home in HomePage.objects.order_by("path")],
        collections=[(media, (*KEEP_MEDIA, *KEEP_COLLECTIONS))],
    )


def states_with_editors() -> list[State]:
    """The states of the project, and every other one that has a page."""
    found = set(StatePage.objects.values_list("state", flat=True))
    return [*STATES, *(state for state in State if state in found and state not in STATES)]


def _places_of(state: State) -> Iterator[Page]:
    """The page of a state, and the lists of news and advisors, in German."""
    german = {"locale__language_code": settings.LANGUAGE_CODE}
    yield from StatePage.objects.filter(state=state, **german).order_by("path")
    for model in lists():
        yield from model.objects.filter(**german).order_by("path")
