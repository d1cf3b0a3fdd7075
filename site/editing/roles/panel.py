"""The choice of states in a group's form."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from core.places import State

from ..models import GroupState


class GroupStatesPanel(forms.Form):
    """To which states the page permissions of a group are limited."""

    states = forms.MultipleChoiceField(
        label=_("States"),
        choices=State.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The page permissions above then count only for the state pages, news and profiles "
            "of these states. No state: they count for all pages."
        ),
    )

    def __init__(self, data: Any = None, files: Any = None, instance: Group | None = None) -> None:
        self.group = instance if instance is not None else Group()
        chosen = (
            list(self.group.state_limits.values_list("state", flat=True)) if self.group.pk else []
        )
        super().__init__(data, files, prefix="state_limits", initial={"states": chosen})

    def save(self) -> None:
        """Keep what was chosen; the group has been saved by now."""
        chosen = set(self.cleaned_data["states"])
        self.group.state_limits.exclude(state__in=chosen).delete()
        kept = set(self.group.state_limits.values_list("state", flat=True))
        for state in sorted(chosen - kept):
            GroupState.objects.create(group=self.group, state=state)

    def as_admin_panel(self) -> str:
        return render_to_string("editing/roles/group_states.html", {"form": self})
