"""Advisors as electronic business cards, as far as their consent reaches."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from core.social import jpeg
from core.urls import absolute_url
from core.vcard import VCard
from core.visibility import visible

from .models import AdvisorPage

PORTRAIT_SPECIFICATION = "width-400|format-jpeg"


def advisor_card(page: AdvisorPage) -> VCard:
    """The card of an advisor, in the language of the page and of its public parts only."""
    profile, language = page.public, page.locale.language_code
    source = absolute_url(reverse("advisor_vcard", args=[page.pk]))
    card = VCard(page.translation_key, profile.name, language, source)
    card.personal_name(profile.last_name, profile.first_name)
    card.address(profile.city, profile.state_name)
    card.phone(profile.phone_uri)
    card.text("email", profile.email)
    card.uri("url", profile.website)
    for spoken in profile.languages:
        card.text("lang", spoken["code"])
    card.categories(topic.name for topic in profile.topics)
    portrait = jpeg(profile.portrait, PORTRAIT_SPECIFICATION)
    card.uri("photo", absolute_url(portrait.url) if portrait else "", MEDIATYPE="image/jpeg")
    return card


@require_safe
def advisor_vcard(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of an advisor; 404 if the profile is not visible, as without a consent in force.

    The file's name says nothing about the person.
    """
    # By `id` and not `pk`, a foreign key: only for a number Django knows that none is too large.
    page = visible(AdvisorPage.objects.filter(id=pk)).select_related("locale").first()
    if page is None:
        raise Http404
    with translation.override(page.locale.language_code):
        return advisor_card(page).response(f"advisor-{page.pk}.vcf")
