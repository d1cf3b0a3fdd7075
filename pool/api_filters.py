"""What lists of profiles can be narrowed by in the API, beside fields.

Only what consents allow to be public: what a profile keeps to itself can't be found by filtering.
"""

from django.db.models import QuerySet
from wagtail.api.v2.utils import BadRequestError

from core.visibility import visible
from delivery.lookups import PageFilter, register_filters
from delivery.parameters import Parameter
from delivery.topics import TOPIC, translation_keys

from .models import AdvisorPage

CITY = Parameter(max_length=120, description="Only in this city.", example="Bochum")
COUNTRY = Parameter(
    several=True,
    pattern="^[A-Z]{2}$",
    description="Only from one of these countries of origin (ISO 3166-1).",
    example="GH",
)
SPOKEN_LANGUAGE = Parameter(
    several=True,
    pattern="^[a-z]{2,3}$",
    description="Only of advisors who speak one of these languages (ISO 639).",
    example="fr",
)


def _in_city(advisors: QuerySet, city: str) -> QuerySet:
    if not visible(AdvisorPage.objects.in_city(city)).exists():
        raise BadRequestError(f"city has no value '{city}'")
    return advisors.in_city(city)


register_filters(
    AdvisorPage,
    {
        "topic": PageFilter(
            TOPIC, lambda advisors, slugs: advisors.about_any(translation_keys(slugs))
        ),
        "city": PageFilter(CITY, _in_city),
        "country": PageFilter(COUNTRY, lambda advisors, codes: advisors.from_any(codes)),
        "spoken_language": PageFilter(
            SPOKEN_LANGUAGE, lambda advisors, codes: advisors.speaking_any(codes)
        ),
    },
)
