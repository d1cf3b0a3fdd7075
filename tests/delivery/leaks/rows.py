"""The rows of the matrix: what is made, and the ways in which it is hidden."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page

from tests import hiding
from tests.delivery.content import LANGUAGES, private_collection
from tests.delivery.leaks.world import PKS, World

Hide = Callable[[Page], None]
Act = Callable[[World], None]


# --- what is made ---------------------------------------------------------------------------------


def make_aliases(world: World) -> None:
    """Aliases of the news item, of the section and of what is below it, where all is public."""
    for language in LANGUAGES:
        for source, parent, slug in (
            (world.secret, world.news_index, "zweit"),
            (world.section, world.about, "dritt"),
            (world.deep, world.about, "viert"),
        ):
            page = Page.objects.get(pk=source[language].pk)
            below = Page.objects.get(pk=parent[language].pk)
            page.create_alias(parent=below, update_slug=f"{slug}-{language}")


def make_pages_with_aliases(world: World) -> None:
    world.make_subjects()
    make_aliases(world)


def make_branches(world: World) -> None:
    world.make_vault()
    world.make_subjects()


def make_german(world: World) -> None:
    world.make_vault()
    world.make_subjects(["de"])


def make_english(world: World) -> None:
    world.make_subjects(["en"])


def make_profile(world: World) -> None:
    world.make_profile()
    world.consent()


def make_nothing(world: World) -> None:
    """Everybody looks at the world as it is."""


# --- how it is hidden ---------------------------------------------------------------------------


def hiding_all(hide: Hide, *names: str, languages: Iterable[str] = LANGUAGES) -> Act:
    """Hide the pages of these names."""

    def act(world: World) -> None:
        for name in names:
            for language in languages:
                hide(Page.objects.get(pk=PKS[name][language]).specific)

    return act


SUBJECTS = ("secret", "section", "land", "desk")
BRANCHES = ("vault", "section", "land", "desk")


def drafts(world: World) -> None:
    world.make_vault(live=False)
    world.make_subjects(live=False)


def drafts_below_live_pages(world: World) -> None:
    world.make_subjects(live=False)


def scheduled_drafts(world: World) -> None:
    world.make_subjects(live=False)
    hiding_all(hiding.as_scheduled, *SUBJECTS)(world)


def unpublished_changes(world: World) -> None:
    """Drafts of what is public, with other words everywhere."""
    for page in (*world.linker.values(), *world.home.values(), *world.colleague.values()):
        page = Page.objects.get(pk=page.pk).specific
        page.title, page.slug = "Zobelentwurf", "zobelentwurf"
        page.search_description = "Zobel"
        page.save_revision()


def born_hidden(restrict: Hide) -> Act:
    """Aliases of pages that were private already, or below such a page."""

    def act(world: World) -> None:
        world.make_subjects()
        hiding_all(restrict, *SUBJECTS)(world)
        make_aliases(world)

    return act


def withdrawn(world: World) -> None:
    world.consent(withdrawn_on=timezone.localdate())


def run_out(world: World) -> None:
    world.consent(valid_until=timezone.localdate() - timedelta(days=1))


def moved_to_private_collection(world: World) -> None:
    file = world.image or world.document
    file.collection = private_collection()
    file.save()


def restricted_collection(restriction_type: str, *, above: bool = False) -> Act:
    """The collection in which a file lies becomes private, or the one above it."""

    def act(world: World) -> None:
        collection = Collection.get_first_root_node().add_child(name="Sammlung")
        inner = collection.add_child(name="Darin") if above else collection
        file = world.image or world.document
        file.collection = inner
        file.save()
        restriction = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=restriction_type, password="geheim"
        )
        if restriction_type == CollectionViewRestriction.GROUPS:
            restriction.groups.add(Group.objects.create(name="Team"))

    return act


RESTRICTIONS = {name: hiding.OF_ITSELF[name] for name in ("password", "login", "group")}
COLLECTIONS = {
    "moved to a private collection": moved_to_private_collection,
    **{
        f"its collection becomes private by {name}": restricted_collection(kind)
        for name, kind in (("password", "password"), ("login", "login"), ("group", "groups"))
    },
    "a collection above becomes private": restricted_collection("login", above=True),
}


@dataclass(frozen=True)
class Row:
    """A way of hiding, or of making something that was never to be seen."""

    name: str
    hide: Act


@dataclass(frozen=True)
class Stage:
    """Some rows that begin alike.

    `prepare`: what is there before everybody looks; `make`: what is then made and is public.
    `never_public` are the rows that take the place of `make`, `rows` those that follow it.
    """

    kind: str
    language: str
    prepare: Act
    make: Act
    rows: Sequence[Row]
    never_public: Sequence[Row] = ()


# What Wagtail calls a draft, was published before where it is hidden.
NAMES = {name: "unpublished" if name == "draft" else name for name in hiding.OF_ITSELF}


def each_way(prefix: str, *names: str, languages: Iterable[str] = LANGUAGES) -> list[Row]:
    """A row for each way in which pages are hidden themselves."""
    return [
        Row(f"{prefix}{NAMES[way]}", hiding_all(hide, *names, languages=languages))
        for way, hide in hiding.OF_ITSELF.items()
    ]


COLLECTION_ROWS = [Row(name, act) for name, act in COLLECTIONS.items()]

STAGES = {
    "pages": Stage(
        "page",
        "de",
        World.make_vault,
        World.make_subjects,
        each_way("", *SUBJECTS),
        never_public=[
            Row("never published, below a live page", drafts_below_live_pages),
            Row("never published, scheduled", scheduled_drafts),
            Row("changes that are not published", unpublished_changes),
        ],
    ),
    "branches": Stage(
        "branch",
        "en",
        make_nothing,
        make_branches,
        each_way("below a page: ", *BRANCHES),
        never_public=[Row("never published, below a draft", drafts)],
    ),
    "translations": Stage(
        "translation",
        "en",
        make_german,
        make_english,
        each_way("in one language: ", *SUBJECTS, languages=["en"]),
    ),
    "aliases": Stage(
        "alias",
        "de",
        World.make_vault,
        make_pages_with_aliases,
        each_way("alias, and then its source is: ", *SUBJECTS),
        never_public=[
            Row(f"alias of what is private by {name}", born_hidden(hide))
            for name, hide in RESTRICTIONS.items()
        ],
    ),
    "profile": Stage(
        "profile",
        "de",
        make_nothing,
        make_profile,
        [Row("consent withdrawn", withdrawn), Row("consent run out", run_out)],
        never_public=[Row("consent never given", World.make_profile)],
    ),
    "image": Stage("image", "de", World.show_partner, World.make_image, COLLECTION_ROWS),
    "document": Stage("document", "de", make_nothing, World.make_document, COLLECTION_ROWS),
}
