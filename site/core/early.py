"""What a browser should fetch early: the stylesheet, and of the pictures the first one."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

_STYLESHEETS = "_stylesheets"
_HAS_PICTURE = "_has_picture"


def note_stylesheet(request: HttpRequest | None, url: str) -> None:
    """The answer to this request needs the stylesheet at this address."""
    if request is not None:
        vars(request).setdefault(_STYLESHEETS, []).append(url)


def is_first_picture(request: HttpRequest | None) -> bool:
    """Whether nobody has asked this for the same request; False without a request."""
    if request is None:
        return False
    is_first = not getattr(request, _HAS_PICTURE, False)
    setattr(request, _HAS_PICTURE, True)
    return is_first


class EarlyLinksMiddleware:
    """Names the stylesheets of a page in its `Link` header (RFC 8288, W3C Preload).

    A browser begins to fetch them before it reads the page; proxies and CDNs that send 103 Early
    Hints (RFC 8297) make them of this header, even before the page is there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if urls := vars(request).get(_STYLESHEETS):
            links = [f"<{url}>; rel=preload; as=style" for url in dict.fromkeys(urls)]
            response["Link"] = ", ".join(filter(None, [response.get("Link"), *links]))
        return response
