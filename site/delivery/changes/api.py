"""`GET /api/v2/changes/`: what a consumer has to fetch again, and what to forget."""

import re
from typing import Any

from django.urls import path
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet
from wagtail.api.v2.utils import BadRequestError

from ..endpoint import PublicEndpoint
from ..models import Change, Clock
from ..parameters import LIMIT, Parameter
from .settling import settle
from .shapes import ChangesData, change_data

MAX_CHANGES = 1000
_CURSOR = re.compile(r"([0-9a-f]{8})-([0-9]{1,18})")


class CursorTooOld(APIException):
    """410: the record does not reach back to the cursor."""

    status_code = status.HTTP_410_GONE
    default_detail = (
        "since is older than what is kept, or from before the site was restored: "
        "fetch everything again, and take a new cursor before you begin"
    )


class ChangesEndpoint(PublicEndpoint, GenericViewSet):
    """What was published, changed, moved or removed."""

    name = "changes"
    model = Change
    parameters = {
        "listing_view": {
            "since": Parameter(
                description="The cursor of the answer before; without it, only one to begin with.",
                max_length=40,
            ),
            "limit": Parameter(
                type="integer",
                minimum=1,
                maximum=MAX_CHANGES,
                default=100,
                description=LIMIT.description,
                example=5,
            ),
        }
    }
    answers = {"listing_view": ChangesData}

    def listing_view(self, request: Request) -> Response:
        """What changed since a cursor.

        To keep a copy of the public site: take a cursor, fetch everything, and then ask with the
        cursor again and again. Fetch again what was published, changed or moved; forget what was
        removed. 410 if the cursor is older than the record: then start anew.
        """
        clock = settle()
        if self.asked["since"] is None:
            return Response(_start(clock))
        since = _sequence(self.asked["since"], clock)
        changes = list(Change.objects.filter(sequence__gt=since)[: self.asked["limit"]])
        last = changes[-1].sequence if changes else since
        data: ChangesData = {
            "cursor": cursor(clock, last),
            "has_more": last < clock.sequence,
            "items": [change_data(change) for change in _latest(changes)],
        }
        return Response(data)

    @classmethod
    def get_urlpatterns(cls) -> list[Any]:
        return [path("", cls.as_view({"get": "listing_view"}), name="listing")]


def _start(clock: Clock) -> ChangesData:
    return {"cursor": cursor(clock, clock.sequence), "has_more": False, "items": []}


def cursor(clock: Clock, sequence: int) -> str:
    """Where a consumer stands; says nothing to anybody else."""
    return f"{clock.epoch}-{sequence}"


def _sequence(since: str, clock: Clock) -> int:
    match = _CURSOR.fullmatch(since)
    if match is None:
        raise BadRequestError("since must be the cursor of an answer before")
    sequence = int(match[2])
    if match[1] != clock.epoch or not clock.first_sequence <= sequence <= clock.sequence:
        raise CursorTooOld
    return sequence


def _latest(changes: list[Change]) -> list[Change]:
    """Those after which the same object did not change again, in the whole record.

    An earlier one could tell the address of what has been withdrawn since.
    """
    keys = {change.object_id for change in changes}
    later = Change.objects.filter(object_id__in=keys).order_by("sequence")
    rows = later.values_list("what", "object_id", "sequence")
    last = {(what, key): sequence for what, key, sequence in rows}
    return [change for change in changes if last[change.what, change.object_id] == change.sequence]
