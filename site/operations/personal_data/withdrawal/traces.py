"""What a profile has left in the system, collected before anything of it is gone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, Revision

from home.share_cards import card_of
from pool.models import AdvisorPage

# What of a profile says nothing of the person: its place in the site, its dates. The state is to
# whose pool it belonged. All other fields, and all rows of its own, are emptied.
KEPT = frozenset(
    [
        "alias_of",
        "content_type",
        "depth",
        "draft_title",  # made neutral, as title and slug
        "first_published_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision_created_at",
        "live",
        "locale",
        "locked",
        "numchild",
        "path",
        "show_in_menus",
        "slug",
        "state",
        "title",
        "translation_key",
        "url_path",
        "wagtail_admin_comments",
    ]
)
# What names the person, or leads to them, wherever it stands: looked for in the logs of other
# objects. A first name or a city alone would be found in what is about others.
SOUGHT = ("title", "draft_title", "seo_title", "slug", "email", "phone", "website")
SHORTEST = 8  # characters; shorter texts stand in other words


@dataclass
class Traces:
    """`pages` are the profile in all languages, with their aliases; `words` name it or the
    person, also earlier ones; `addresses` where it was; pictures and documents by primary key."""

    key: UUID
    pages: list[AdvisorPage]
    words: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    portraits: set[int] = field(default_factory=set)
    images: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    redirects: list[Redirect] = field(default_factory=list)

    @property
    def pks(self) -> list[int]:
        return [page.pk for page in self.pages]

    @property
    def keys(self) -> list[str]:
        """The primary keys as tables hold them that refer to any model."""
        return [str(page.pk) for page in self.pages]

    def revisions(self) -> Any:
        """All revisions of the profile."""
        return Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=self.keys,
        )


def collect(key: UUID) -> Traces:
    """The traces of the profile with this translation key."""
    traces = Traces(key, family(key))
    for page in traces.pages:
        _note(traces, page)
        traces.addresses |= set(_addresses(page))
    for revision in traces.revisions().iterator(50):
        _note_revision(traces, revision)
    traces.redirects = list(Redirect.objects.filter(redirect_page__in=traces.pks))
    traces.addresses |= {redirect.old_path for redirect in traces.redirects}
    of_others = Page.objects.exclude(pk__in=traces.pks).filter(title__in=traces.words)
    traces.words -= set(of_others.values_list("title", flat=True))
    return traces


def family(key: UUID) -> list[AdvisorPage]:
    """The profile in all languages, and the aliases of each, which repeat all that it says."""
    pages = list(AdvisorPage.objects.filter(translation_key=key).order_by("pk"))
    for page in pages:  # grows: an alias may have aliases
        known = {page.pk for page in pages}
        aliases = AdvisorPage.objects.filter(alias_of_id=page.pk).exclude(pk__in=known)
        pages += aliases.order_by("pk")
    return pages


def _note(traces: Traces, page: AdvisorPage) -> None:
    _note_words(
        traces, {name: getattr(page, name) for name in (*SOUGHT, "first_name", "last_name")}
    )
    if page.portrait_id:
        traces.portraits.add(page.portrait_id)
    media = {
        ContentType.objects.get_for_model(get_image_model()).pk: traces.images,
        ContentType.objects.get_for_model(get_document_model()).pk: traces.documents,
    }
    for kind, pk, *__ in ReferenceIndex._extract_references_from_object(page):
        if kind in media:
            media[kind].add(int(pk))


def _note_revision(traces: Traces, revision: Revision) -> None:
    content = revision.content
    _note_words(traces, content)
    if isinstance(portrait := content.get("portrait"), int):
        traces.portraits.add(portrait)
    try:
        earlier = AdvisorPage.from_serializable_data(content, check_fks=False)
    except (LookupError, TypeError, ValueError):
        return  # of an older version of the software; what it names is noted above
    if earlier is not None:
        _note(traces, earlier)


def _note_words(traces: Traces, values: Any) -> None:
    found = {values.get(name) for name in SOUGHT}
    first, last = values.get("first_name") or "", values.get("last_name") or ""
    found |= {f"{first} {last}", f"{last}, {first}"}
    traces.words |= {word for word in found if word and len(word) >= SHORTEST}


def _addresses(page: AdvisorPage) -> Iterator[str]:
    for url in (page.get_url(), reverse("advisor_vcard", args=[page.pk])):
        if url:
            yield url
    try:
        yield card_of(page).path
    except NoReverseMatch:  # a site that does not serve them
        return
