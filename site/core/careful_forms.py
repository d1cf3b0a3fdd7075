"""Forms of content without versions: who saves second is told before anything is overwritten."""

import hashlib
import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from modelcluster.models import ClusterableModel
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import registry

FIELD = "seen_version"


class CarefulForm(WagtailAdminModelForm):
    """Carries what was stored when it was opened. If something else is stored when it is sent, it
    comes back as it was filled in, once, and says who saved when; sending it again stores it."""

    seen_version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields[FIELD]
            return
        self._stored = version_of(self.instance)
        self.initial[FIELD] = self._stored

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        seen = self.cleaned_data.pop(FIELD, "")
        if seen and seen != self._stored:
            # Whoever sends it again knows what is there now.
            self.data = self.data.copy()
            self.data[self.add_prefix(FIELD)] = self._stored
            raise ValidationError(_question(self.instance))
        return cleaned

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - {FIELD})


def version_of(instance: models.Model) -> str:
    """A digest of what the database holds of an object, with the children that its form shows;
    "" if it is not there any more."""
    stored = type(instance)._base_manager.filter(pk=instance.pk).first()
    if stored is None:
        return ""
    if isinstance(stored, ClusterableModel):
        data = stored.serializable_data()
    else:
        fields = stored._meta.concrete_fields
        data = {field.attname: field.value_from_object(stored) for field in fields}
    text = json.dumps(data, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _question(instance: models.Model) -> str:
    entry = registry.get_logs_for_instance(instance).select_related("user").first()
    not_stored = _(
        "What you entered is not stored yet; it stands in the form. Look at the stored state in "
        "another window if you are not sure. If you save again now, yours takes its place."
    )
    if entry is None or entry.user is None:
        changed = _("This was changed after you had opened it.")
    else:
        changed = _("%(who)s changed this at %(when)s, after you had opened it.") % {
            "who": get_user_display_name(entry.user),
            "when": date_format(timezone.localtime(entry.timestamp), "SHORT_DATETIME_FORMAT"),
        }
    return f"{changed} {not_stored}"
