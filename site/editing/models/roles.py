"""Who keeps what: groups that are limited to states, and what `setup_roles` has made."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from core.places import State


class GroupState(models.Model):
    """The page permissions of a group count only for pages of a state.

    A group may have several states. One without any is not limited.
    """

    group = models.ForeignKey(
        Group, verbose_name=_("group"), on_delete=models.CASCADE, related_name="state_limits"
    )
    state = models.CharField(_("state"), max_length=2, choices=State.choices)

    class Meta:
        verbose_name = _("state of a group")
        verbose_name_plural = _("states of groups")
        constraints = [
            models.UniqueConstraint(fields=["group", "state"], name="editing_state_once_per_group")
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.get_state_display()}"


class Role(models.Model):
    """A group that `setup_roles` has made, under whatever name it has by now."""

    key = models.CharField(_("key"), max_length=30, unique=True)
    group = models.OneToOneField(
        Group, verbose_name=_("group"), on_delete=models.CASCADE, related_name="role"
    )

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return self.key


class StateCollection(models.Model):
    """The collection in which the pictures and documents of a state lie.

    The one without a state holds what all states share.
    """

    state = models.CharField(
        _("state"), max_length=2, choices=State.choices, blank=True, unique=True
    )
    collection = models.OneToOneField(
        Collection,
        verbose_name=_("collection"),
        on_delete=models.CASCADE,
        related_name="state_collection",
    )

    class Meta:
        verbose_name = _("collection of a state")
        verbose_name_plural = _("collections of states")

    def __str__(self) -> str:
        return f"{self.collection} · {self.get_state_display()}"
