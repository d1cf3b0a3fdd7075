"""The public, read-only Wagtail API: one router lists all endpoints."""

from wagtail.api.v2.router import WagtailAPIRouter

from delivery.changes.api import ChangesEndpoint
from delivery.media import DocumentsAPIViewSet, ImagesAPIViewSet
from delivery.pages import PagesAPIViewSet
from delivery.preview import PagePreviewEndpoint

api_router = WagtailAPIRouter("wagtailapi")
api_router.register_endpoint("pages", PagesAPIViewSet)
api_router.register_endpoint("images", ImagesAPIViewSet)
api_router.register_endpoint("documents", DocumentsAPIViewSet)
api_router.register_endpoint("changes", ChangesEndpoint)
api_router.register_endpoint("page_preview", PagePreviewEndpoint)
