from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from .urls import is_safe_address


class HttpsURLField(models.URLField):
    """An address; what is typed as "www.example.org" is taken for https."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def get_prep_value(self, value: Any) -> Any:
        """Also what comes past all forms must be an address. Raises `ValidationError`."""
        value = super().get_prep_value(value)
        if isinstance(value, str) and not is_safe_address(value):
            raise ValidationError(_("This is no address of a website."), code="invalid")
        return value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """What came into the database past Django is not shown."""
        return value if value is None or is_safe_address(value) else ""

    def deconstruct(self):
        # Nothing of this class concerns the database: migrations know Django's field.
        name, __, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
