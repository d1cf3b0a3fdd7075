"""The site's addresses with those of the cards, whether or not the site serves them."""

from django.urls import include, path

from config import urls
from config.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("share/", include("home.urls")), *urls.urlpatterns]
