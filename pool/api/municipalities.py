"""`municipalities/`: those that used the offer, as a list and as points on a map."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import path, re_path, reverse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.names import collation_key
from core.places import State
from core.search.words import spelling_key
from core.shapes import Listing
from core.urls import absolute_url
from delivery.changes import resources
from delivery.endpoint import PublicEndpoint
from delivery.parameters import LIMIT, MAX_SEARCH_LENGTH, OFFSET, Parameter

from ..map import geojson, properties
from ..models import Consultation, Municipality
from ..shapes import MunicipalityData, MunicipalityFeatures

GEOJSON = "application/geo+json"
STATE = Parameter(enum=tuple(State.values), description="Only of this Land.", example="NW")
FILTERS = {
    "state": STATE,
    "district": Parameter(
        pattern="^[0-9]{5}$",
        description="Only of this district, by its official number.",
        example="05911",
    ),
    "kind": Parameter(
        enum=tuple(Consultation.Kind.values),
        description="Only with a consultation of this kind.",
        example="first",
    ),
    "year": Parameter(
        type="integer",
        minimum=1900,
        maximum=2100,
        description="Only with a consultation in this year.",
        example=2018,
    ),
    "search": Parameter(
        max_length=MAX_SEARCH_LENGTH,
        description="Only with this text in the name or the name of the district.",
        example="Bochum",
    ),
}
# The filters that the database answers: all of one consultation, where they are about one.
LOOKUPS = {
    "state": "state",
    "district": "district_ags",
    "kind": "consultations__kind",
    "year": "consultations__year",
}


def advised() -> QuerySet[Municipality]:
    """The municipalities that used the offer, with their consultations."""
    found = Municipality.objects.filter(consultations__isnull=False).distinct()
    return found.order_by("ags").prefetch_related("consultations")


def municipality_data(municipality: Municipality) -> MunicipalityData:
    """A municipality as the API shows it; its consultations should be prefetched."""
    return {
        **properties(municipality),
        "latitude": float(municipality.latitude),
        "longitude": float(municipality.longitude),
        "detail_url": absolute_url(
            reverse("wagtailapi:municipalities:detail", args=[municipality.ags])
        ),
    }


class MunicipalitiesEndpoint(PublicEndpoint, GenericViewSet):
    """Municipalities that used the offer."""

    name = "municipalities"
    model = Municipality
    parameters = {
        "listing_view": {**FILTERS, "limit": LIMIT, "offset": OFFSET},
        "detail_view": {},
        "geojson_view": {"state": STATE},
    }
    answers = {
        "listing_view": Listing[MunicipalityData],
        "detail_view": MunicipalityData,
        "geojson_view": MunicipalityFeatures,
    }
    media_types = {"geojson_view": GEOJSON}

    def listing_view(self, request: Request) -> Response:
        """The municipalities by name."""
        lookups = {
            lookup: self.asked[name]
            for name, lookup in LOOKUPS.items()
            if self.asked[name] is not None
        }
        # In one call: kind and year must be those of the same consultation.
        found = list(_searched(advised().filter(**lookups), self.asked["search"] or ""))
        found.sort(key=lambda municipality: (collation_key(municipality.name), municipality.ags))
        start = self.asked["offset"]
        items = found[start : start + self.asked["limit"]]
        data = {
            "meta": {"total_count": len(found)},
            "items": [municipality_data(municipality) for municipality in items],
        }
        return Response(data)

    def detail_view(self, request: Request, ags: str) -> Response:
        """One municipality by its official number."""
        municipality = advised().filter(ags=ags).first()
        if municipality is None:
            raise Http404
        return Response(municipality_data(municipality))

    def geojson_view(self, request: Request) -> Response:
        """The municipalities as GeoJSON (RFC 7946), of one Land or of all."""
        state = self.asked["state"]
        found = advised().filter(state=state) if state else advised()
        return Response(geojson(state, found), content_type=GEOJSON)

    @classmethod
    def get_urlpatterns(cls) -> list[Any]:
        return [
            path("", cls.as_view({"get": "listing_view"}), name="listing"),
            path("geojson/", cls.as_view({"get": "geojson_view"}), name="geojson"),
            re_path("^(?P<ags>[0-9]{8})/$", cls.as_view({"get": "detail_view"}), name="detail"),
        ]


def _searched(municipalities: QuerySet[Municipality], text: str) -> list[Municipality]:
    """Those with a text in their names, whatever its case and spelling ("koln", "Koeln").

    In Python: SQLite knows lower case of ASCII letters only, and there are a few hundred.
    """
    key = spelling_key(text.strip())
    return [
        municipality
        for municipality in municipalities
        if key in spelling_key(municipality.name) or key in spelling_key(municipality.district)
    ]


resources.register(
    "municipalities",
    lambda language: [(found.ags, municipality_data(found)) for found in advised()],
    has_languages=False,
    models=(Municipality._meta.label, Consultation._meta.label),
)
