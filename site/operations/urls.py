"""The addresses below /health/."""

from django.urls import path

from .health import views
from .metrics.views import metrics

app_name = "operations"

urlpatterns = [
    path("live", views.live, name="live"),
    path("ready", views.ready, name="ready"),
    path("metrics", metrics, name="metrics"),
]
