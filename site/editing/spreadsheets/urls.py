"""The addresses below the admin's `municipalities/`."""

from django.urls import path, re_path

from . import views

app_name = "municipality_spreadsheets"

urlpatterns = [
    path("import/", views.UploadView.as_view(), name="upload"),
    path("import/<int:pk>/", views.PreviewView.as_view(), name="preview"),
    path("template.xlsx", views.TemplateFileView.as_view(), name="template"),
    re_path(r"^export\.(?P<ending>csv|xlsx)$", views.ExportView.as_view(), name="export"),
]
