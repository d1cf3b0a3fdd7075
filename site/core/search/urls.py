from django.urls import path

from . import views
from .addresses import ROUTE

urlpatterns = [
    path(ROUTE, views.search_page, name="search"),
    path("opensearch.xml", views.opensearch_description, name="opensearch"),
]
