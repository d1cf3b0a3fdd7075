"""Wagtail's API and pages as its documentation says, beside the site's own remaining addresses."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.views import serve

from config import urls

router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", PagesAPIViewSet)
router.register_endpoint("images", ImagesAPIViewSet)
router.register_endpoint("documents", DocumentsAPIViewSet)

# The site's templates link to its other addresses, so those stay; these two come first.
urlpatterns = [
    path("api/v2/", router.urls),
    *i18n_patterns(path("<path:path>", serve), prefix_default_language=True),
    *urls.urlpatterns,
]
