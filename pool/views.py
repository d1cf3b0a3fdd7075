"""Addresses of the pool that are no pages."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from core.places import State

from .map import geojson
from .models import Municipality


@require_safe
def municipalities_geojson(request: HttpRequest, state: str) -> JsonResponse:
    """The municipalities advised in a state ("NW") as GeoJSON (RFC 7946); 404 for others."""
    if state not in State:
        raise Http404
    data = geojson(state, Municipality.objects.advised_in(state))
    return JsonResponse(data, content_type="application/geo+json")
