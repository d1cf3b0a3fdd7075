"""Which links lead nowhere, and why, for all links in one query.

What a visitor may see is decided in `core.visibility`; here it is said in SQL. Only what hides
whole branches of the tree is asked for before, so that no page is compared with all others.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from pool.models import AdvisorConsent, AdvisorPage

from ..models import Link


class Reason(TextChoices):
    """Why a link to a page or document of this site leads nowhere."""

    DELETED_PAGE = "deleted-page", _("The page was deleted.")
    UNPUBLISHED = "unpublished", _("The page is not published.")
    PRIVATE_PAGE = "private-page", _("The page is private.")
    NO_CONSENT = "no-consent", _("The profile is not public: there is no valid consent.")
    DELETED_DOCUMENT = "deleted-document", _("The document was deleted.")
    PRIVATE_DOCUMENT = "private-document", _("The document is private.")
    ADDRESS = "address", _("The other website does not show the page.")


def broken_links() -> QuerySet[Link]:
    """The links on published pages, snippets and settings that lead nowhere, each with its `reason`
    (`Reason`)."""
    hiding = _Hiding.now()
    links = Link.objects.filter(Q(page=None) | _in_force("page__"))
    return links.filter(_is_broken(hiding)).annotate(reason=_reason(hiding))


@dataclass(frozen=True)
class _Hiding:
    """What hides the pages below it: paths in the tree of which there are few, asked for once."""

    unpublished: tuple[str, ...]
    restricted: tuple[str, ...]

    @classmethod
    def now(cls) -> "_Hiding":
        above = Page.objects.filter(numchild__gt=0, depth__gt=1).exclude(_in_force())
        restrictions = PageViewRestriction.objects.all()
        return cls(
            tuple(above.order_by().values_list("path", flat=True)),
            tuple(restrictions.values_list("page__path", flat=True)),
        )

    def published(self, pages: QuerySet[Page]) -> QuerySet[Page]:
        """Published, and so is every page above."""
        return pages.filter(_in_force()).exclude(_below(self.unpublished))

    def shown(self, pages: QuerySet[Page]) -> QuerySet[Page]:
        """Those that an anonymous visitor may see."""
        profile = Exists(AdvisorPage.objects.order_by().filter(pk=OuterRef("pk")))
        consents = AdvisorConsent.objects.in_force().order_by()
        consented = consents.filter(advisor__translation_key=OuterRef("translation_key"))
        public = self.published(pages.order_by()).exclude(_below(self.restricted))
        return public.filter(~profile | Exists(consented))


def _below(paths: tuple[str, ...]) -> Q:
    """At or below one of these places in the tree of pages."""
    return reduce(or_, (Q(path__startswith=path) for path in paths), Q(pk__in=()))


def _in_force(prefix: str = "") -> Q:
    """Published and not expired; `prefix` leads to the page."""
    expiry = f"{prefix}expire_at"
    not_expired = Q(**{expiry: None}) | Q(**{f"{expiry}__gt": timezone.now()})
    return Q(**{f"{prefix}live": True}) & not_expired


# Each link is looked at by keys alone, which are indexed: of the page that it names and, if that is
# not shown, of one more. With one OR about both, all pages were looked through for every link.


def _is_broken(hiding: _Hiding) -> Q:
    to_address = Q(address__isnull=False) & ~Q(address__problem="")
    named = hiding.shown(Page.objects.filter(pk=OuterRef("target_page")))
    # A link leads to the page that it names, or to its translation into the language of the page
    # on which it stands (see `References.targets`).
    keys = Page.objects.filter(pk=OuterRef(OuterRef("target_page"))).order_by()
    in_language = hiding.shown(
        Page.objects.filter(
            translation_key__in=keys.values("translation_key"), locale=OuterRef("page__locale")
        )
    )
    to_page = Q(target_page__isnull=False) & ~Q(Exists(named)) & ~Q(Exists(in_language))
    documents = get_document_model().objects.order_by()
    to_document = Q(target_document__isnull=False) & (
        ~Q(target_document__in=documents.values("pk"))
        | Q(target_document__in=_private(documents).values("pk"))
    )
    return to_address | to_page | to_document


def _reason(hiding: _Hiding) -> Case:
    """Of a link that is broken."""
    to_page = Q(target_page__isnull=False)
    page = Page.objects.filter(pk=OuterRef("target_page")).order_by()
    document = get_document_model().objects.filter(pk=OuterRef("target_document"))
    published = hiding.published(page)
    return Case(
        When(address__isnull=False, then=Value(Reason.ADDRESS)),
        When(to_page & ~Exists(page), then=Value(Reason.DELETED_PAGE)),
        When(
            to_page & Exists(published.filter(_below(hiding.restricted))),
            then=Value(Reason.PRIVATE_PAGE),
        ),
        When(to_page & Exists(published), then=Value(Reason.NO_CONSENT)),
        When(to_page, then=Value(Reason.UNPUBLISHED)),
        When(~Exists(document), then=Value(Reason.DELETED_DOCUMENT)),
        default=Value(Reason.PRIVATE_DOCUMENT),
        output_field=CharField(),
    )


def _private(documents: QuerySet) -> QuerySet:
    below = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    restrictions = CollectionViewRestriction.objects.annotate(below=below)
    return documents.filter(Exists(restrictions.filter(below__startswith=F("collection__path"))))
