"""`states/`: the Länder with their pages and the number of news, advisors and municipalities."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import path, re_path, reverse
from django.utils import translation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet
from typing_extensions import TypedDict

from core.facets import tally
from core.facts import fact
from core.names import collation_key
from core.page_types import load_page_types
from core.places import State
from core.shapes import Link, Listing, Url
from core.urls import absolute_url, page_link
from core.visibility import visible
from delivery.changes import resources
from delivery.endpoint import PublicEndpoint
from delivery.nothing import NoModel
from delivery.parameters import LIMIT, LOCALE, OFFSET
from news.models import NewsPage

from ..models import AdvisorPage, Municipality, StatePage


class StateData(TypedDict):
    """A Land by its code (the second half of ISO 3166-2), with its name in the language asked for.

    `page` is its landing page in this language. News and profiles are those of this language that
    everybody may see; municipalities those that used the offer, with the addresses of their list
    and of their points on a map (null without any).
    """

    code: State
    name: str
    page: Link | None
    news_count: int
    advisor_count: int
    municipality_count: int
    municipalities_url: Url | None
    geojson_url: Url | None


def states(language: str) -> list[StateData]:
    """All Länder by name."""
    load_page_types()
    with translation.override(language):
        pages = _visible_in(StatePage, language).defer_streamfields().select_related("locale")
        by_state = {page.state: page for page in pages.order_by("-path")}
        news = _by_state("news", language, lambda: _visible_in(NewsPage, language))
        advisors = _by_state("advisors", language, lambda: _visible_in(AdvisorPage, language))
        municipalities = _by_state(
            "municipalities", "", lambda: Municipality.objects.filter(consultations__isnull=False)
        )
        return [
            {
                "code": state.value,
                "name": str(state.label),
                "page": page_link(by_state[state]) if state in by_state else None,
                "news_count": news.get(state, 0),
                "advisor_count": advisors.get(state, 0),
                "municipality_count": municipalities.get(state, 0),
                **_addresses(state, is_empty=state not in municipalities),
            }
            for state in sorted(State, key=lambda state: collation_key(str(state.label)))
        ]


def _by_state(name: str, language: str, find: Callable[[], QuerySet]) -> dict[str, int]:
    """How many there are of each Land, counted once for a state of the site."""
    return fact(f"{name} by state {language}", lambda: tally(find(), "state"))


def _visible_in(model: Any, language: str) -> Any:
    return visible(model.objects.filter(locale__language_code=language))


def _addresses(state: State, *, is_empty: bool) -> dict[str, str | None]:
    if is_empty:
        return {"municipalities_url": None, "geojson_url": None}
    query = f"?state={state.value}"
    return {
        name: absolute_url(reverse(f"wagtailapi:municipalities:{view}") + query)
        for name, view in (("municipalities_url", "listing"), ("geojson_url", "geojson"))
    }


class StatesEndpoint(PublicEndpoint, GenericViewSet):
    """The 16 Länder."""

    name = "states"
    model = NoModel
    parameters = {
        "listing_view": {"locale": LOCALE, "limit": LIMIT, "offset": OFFSET},
        "detail_view": {"locale": LOCALE},
    }
    answers = {"listing_view": Listing[StateData], "detail_view": StateData}

    def listing_view(self, request: Request) -> Response:
        """All Länder by name, with what there is of each."""
        found, start = states(self.asked["locale"]), self.asked["offset"]
        items = found[start : start + self.asked["limit"]]
        return Response({"meta": {"total_count": len(found)}, "items": items})

    def detail_view(self, request: Request, code: str) -> Response:
        """One Land by its code, such as NW."""
        for state in states(self.asked["locale"]):
            if state["code"] == code:
                return Response(state)
        raise Http404

    @classmethod
    def get_urlpatterns(cls) -> list[Any]:
        return [
            path("", cls.as_view({"get": "listing_view"}), name="listing"),
            re_path("^(?P<code>[A-Z]{2})/$", cls.as_view({"get": "detail_view"}), name="detail"),
        ]


# A change of one Land is a change of the list: the same codes stand in both languages.
resources.register("states", lambda language: [(language, states(language))])
