"""Nobody is somebody before the second step."""

from collections.abc import Callable
from functools import partial
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from . import session

GetResponse = Callable[[HttpRequest], HttpResponse]


class SecondStepMiddleware:
    """Who has given a password and still owes the code is anonymous, for every view there is.

    So no list of addresses has to be kept: the admin, its JSON answers, Django's admin, private
    pages, documents and previews all see somebody who is not signed in. After django-otp's
    middleware, before everything that asks who is there.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        settled = SimpleLazyObject(partial(session.settle, request, request.user))
        request.user = SimpleLazyObject(lambda: settled[0])
        request.half_way_in = SimpleLazyObject(lambda: settled[1])
        request.auser = partial(_asynchronously, request)
        return self.get_response(request)


async def _asynchronously(request: HttpRequest) -> Any:
    await sync_to_async(lambda: request.user.is_authenticated)()
    return request.user


def half_way_in(request: HttpRequest) -> Any:
    """The user who has given a password and not yet a code, or None."""
    user = request.half_way_in
    return user if user else None
