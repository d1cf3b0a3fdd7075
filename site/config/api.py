"""The public, read-only Wagtail API: one router lists all endpoints."""

from delivery.changes.api import ChangesEndpoint
from delivery.media import DocumentsAPIViewSet, ImagesAPIViewSet
from delivery.navigation import NavigationEndpoint
from delivery.pages import PagesAPIViewSet
from delivery.preview import PagePreviewEndpoint
from delivery.redirects import RedirectsEndpoint
from delivery.router import PublicRouter
from delivery.search import SearchEndpoint
from delivery.site_info import SiteEndpoint
from delivery.snippets import ContactsEndpoint, PartnersEndpoint
from home.api import FormsEndpoint
from pool.api.municipalities import MunicipalitiesEndpoint
from pool.api.states import StatesEndpoint
from pool.api.topics import TopicsEndpoint

api_router = PublicRouter("wagtailapi")
api_router.register_endpoint("pages", PagesAPIViewSet)
api_router.register_endpoint("images", ImagesAPIViewSet)
api_router.register_endpoint("documents", DocumentsAPIViewSet)
api_router.register_endpoint("changes", ChangesEndpoint)
api_router.register_endpoint("page_preview", PagePreviewEndpoint)
api_router.register_endpoint("navigation", NavigationEndpoint)
api_router.register_endpoint("site", SiteEndpoint)
api_router.register_endpoint("contacts", ContactsEndpoint)
api_router.register_endpoint("partners", PartnersEndpoint)
api_router.register_endpoint("topics", TopicsEndpoint)
api_router.register_endpoint("states", StatesEndpoint)
api_router.register_endpoint("municipalities", MunicipalitiesEndpoint)
api_router.register_endpoint("redirects", RedirectsEndpoint)
api_router.register_endpoint("search", SearchEndpoint)
api_router.register_endpoint("forms", FormsEndpoint)
