from django.urls import path

from . import views

app_name = "pool"

urlpatterns = [
    path("municipalities/<str:state>.geojson", views.municipalities_geojson, name="geojson"),
]
