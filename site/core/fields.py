from typing import Any

from django import forms
from django.db import models


class HttpsURLField(models.URLField):
    """An address; what is typed as "www.example.org" is taken for https."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self):
        # Nothing of this class concerns the database: migrations know Django's field.
        name, __, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
