"""Addresses of the site, as the design lists them."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from core import views
from core.files import views as files
from core.routing import serve
from core.sitemap import robots, sitemap, sitemap_part
from core.vcard import contact_vcard
from delivery import management_api
from operations.accounts.first_step import PublicSignInView, to_sign_in
from operations.headers.reports import csp_report
from operations.outages.answers import server_error
from pool.vcard import advisor_vcard

from .api import api_router

# Wagtail's admin is where editors work; Django's is a last resort for superusers.
admin.site.has_permission = lambda request: request.user.is_active and request.user.is_superuser

PAGES = "wagtail_serve"  # Wagtail's name of the view that serves all pages

urlpatterns = [
    path("", views.choose_language),
    path("admin/", include("operations.accounts.urls")),
    path("admin/", include("editing.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("django-admin/login/", to_sign_in),
    path("django-admin/", admin.site.urls),
    re_path(r"^documents/(\d+)/(.*)$", files.document),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v2/", api_router.urls),
    *management_api.urls(),
    path("share/", include("home.urls")),
    path("geo/", include("pool.urls")),
    path("health/", include("operations.urls")),
    path("vcard/contact/<int:pk>.vcf", contact_vcard, name="contact_vcard"),
    path("vcard/advisor/<int:pk>.vcf", advisor_vcard, name="advisor_vcard"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", sitemap_part, name="sitemap_part"),
    path("robots.txt", robots),
    path("csp-report", csp_report),
    path("media/private/<path:path>", files.private_picture),
    *([path("media/<path:path>", files.local_media)] if settings.IS_LOCAL else []),
    *i18n_patterns(
        path("feeds/", include("news.urls")),
        path("", include("core.search.urls")),
        path("_util/login/", PublicSignInView.as_view(), name="wagtailcore_login"),
        *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != PAGES),
        re_path(serve_pattern, serve, name=PAGES),
        prefix_default_language=True,
    ),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = server_error  # 503 and 507, where not the site itself fails
