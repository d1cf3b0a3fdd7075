"""`GET /api/v2/page_preview/`: a draft, for the front end in which an editor's preview opens.

The same JSON as the page's detail, for whoever has the token from the preview's address: it is good
for this one draft, for reading, and for some minutes. What a visitor would not see in the draft
after publishing is not in it either: links lead only to public pages, private pictures are null,
and of a profile it shows what the advisor's consent covers.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.signing import BadSignature, SignatureExpired
from django.http import Http404
from django.urls import path
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError
from wagtail.models import Page
from wagtail_headless_preview.models import HeadlessPreviewMixin, PagePreview

from core.previews import previews_elsewhere, token_lifetime

from .pages import PagesAPIViewSet
from .parameters import Parameter

# Stands for the key of a page that was never saved, in its `id` and `detail_url`.
UNSAVED = 0


class PagePreviewEndpoint(PagesAPIViewSet):
    """One draft, by its token."""

    name = "page_preview"
    further_parameters = {
        "content_type": Parameter(
            required=True, description="The type of the draft, as in the preview's address."
        ),
        "token": Parameter(required=True, description="The token from the preview's address."),
    }
    refusals = {"detail_view": {403: "The token is forged or too old."}}
    detail_query_parameters = PagesAPIViewSet.detail_query_parameters | {"content_type", "token"}

    @classmethod
    def get_urlpatterns(cls) -> list[Any]:
        return [path("", cls.as_view({"get": "detail_view"}), name="detail")]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if not previews_elsewhere():
            raise Http404("not found")
        super().initial(request, *args, **kwargs)

    def detail_view(self, request: Request) -> Response:
        """The draft with all its fields; `fields` asks for less."""
        return super().detail_view(request, pk=None)

    def get_object(self) -> Page:
        if not hasattr(self, "_draft"):
            parameters = self.request.GET
            missing = [name for name in ("content_type", "token") if not parameters.get(name)]
            if missing:
                raise BadRequestError(f"{' and '.join(missing)} must be given")
            self._draft = read_draft(parameters["content_type"], parameters["token"])
            self._load([self._draft])
        return self._draft

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response


def read_draft(content_type: str, token: str) -> Page:
    """The draft that was kept under a token.

    Raises `PermissionDenied` for a token that is forged or too old, `Http404` where there is no
    such draft of this type ("news.newspage").
    """
    try:
        HeadlessPreviewMixin.get_preview_signer().unsign(token, max_age=token_lifetime())
    except SignatureExpired:
        raise PermissionDenied("the token has expired") from None
    except BadSignature:
        raise PermissionDenied("the token is not valid") from None
    app, __, model = content_type.lower().partition(".")
    kept = PagePreview.objects.filter(
        token=token,
        content_type__in=ContentType.objects.filter(app_label=app, model=model),
    )
    if (preview := kept.first()) is None:
        raise Http404("there is no such preview")
    page = preview.as_page()
    if page.pk is None:
        page.id = page.pk = UNSAVED
    return page
