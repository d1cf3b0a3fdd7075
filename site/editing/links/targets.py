"""Which links lead nowhere, and why, for all links in one query.

What a visitor may see is decided in `core.visibility`; here it is said in SQL, so that a question
about all links needs no list of hidden branches first.
"""

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
    links = Link.objects.filter(Q(page=None) | Q(page__in=Page.objects.filter(_in_force())))
    return links.annotate(reason=_reason()).exclude(reason="")


def _outer(path: str) -> ExpressionWrapper:
    return ExpressionWrapper(OuterRef(path), output_field=CharField())


def _in_force() -> Q:
    return Q(live=True) & (Q(expire_at=None) | Q(expire_at__gt=timezone.now()))


def _reason() -> Case:
    to_page = Q(target_page__isnull=False)
    to_document = Q(target_document__isnull=False)
    page = Page.objects.filter(pk=OuterRef("target_page"))
    document = get_document_model().objects.filter(pk=OuterRef("target_document"))
    return Case(
        When(Q(address__isnull=False) & ~Q(address__problem=""), then=Value(Reason.ADDRESS)),
        When(to_page & Exists(_shown(_as_read())), then=Value("")),
        When(to_page & ~Exists(page), then=Value(Reason.DELETED_PAGE)),
        When(
            to_page & Exists(_published(page)) & Exists(page.filter(_is_restricted())),
            then=Value(Reason.PRIVATE_PAGE),
        ),
        When(to_page & Exists(_published(page)), then=Value(Reason.NO_CONSENT)),
        When(to_page, then=Value(Reason.UNPUBLISHED)),
        When(to_document & ~Exists(document), then=Value(Reason.DELETED_DOCUMENT)),
        When(to_document & Exists(_private(document)), then=Value(Reason.PRIVATE_DOCUMENT)),
        default=Value(""),
    )


def _as_read() -> QuerySet[Page]:
    """The pages that a link can lead to: the one that it names, or its translation into the
    language of the page on which the link stands (see `References.targets`)."""
    named = Page.objects.filter(pk=OuterRef(OuterRef("target_page")))
    in_language = Q(
        translation_key__in=named.values("translation_key"), locale=OuterRef("page__locale")
    )
    return Page.objects.filter(Q(pk=OuterRef("target_page")) | in_language)


def _published(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Published, and so is every page above."""
    above = Page.objects.filter(numchild__gt=0, depth__gt=1).exclude(_in_force())
    hiding = above.annotate(below=_outer("path")).filter(below__startswith=F("path"))
    return pages.filter(_in_force()).exclude(Exists(hiding))


def _is_restricted() -> Exists:
    restrictions = PageViewRestriction.objects.annotate(below=_outer("path"))
    return Exists(restrictions.filter(below__startswith=F("page__path")))


def _shown(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Those that an anonymous visitor may see."""
    consents = AdvisorConsent.objects.in_force()
    profiles = AdvisorPage.objects.filter(pk=OuterRef("pk"))
    consented = consents.filter(advisor__translation_key=OuterRef("translation_key"))
    return (
        _published(pages).exclude(_is_restricted()).exclude(Exists(profiles) & ~Exists(consented))
    )


def _private(documents: QuerySet) -> QuerySet:
    restrictions = CollectionViewRestriction.objects.annotate(below=_outer("collection__path"))
    return documents.filter(Exists(restrictions.filter(below__startswith=F("collection__path"))))
