"""The record of public change (see `delivery.changes`).

A write leaves a `Mark` in its own transaction; nothing else, so that writers never wait for each
other. The next request notices it and gives the `Clock` a new token. Who wants to know what changed
settles the marks: compares what is public now with what was (`PublicItem`), and notes each
difference as a `Change` with the clock's next number.
"""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from ..changes.shapes import ChangeData


class Clock(models.Model):
    """One row: how far the record is.

    `token` is new after every write that may be a change, and says nothing about it. `epoch` stays
    until numbers begin anew. `due_at` is when the next page expires.
    """

    sequence = models.BigIntegerField(default=0)
    first_sequence = models.BigIntegerField(default=0)
    epoch = models.CharField(max_length=16)
    token = models.CharField(max_length=32)
    changed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("state of the record of changes")
        verbose_name_plural = _("states of the record of changes")

    def __str__(self) -> str:
        return str(self.sequence)


class Mark(models.Model):
    """Something was written that may have changed what is public; not settled yet.

    `what` and `key` name it: a page by its primary key, a branch of the tree by its path, pages
    that used a deleted object, any other object by model and primary key; that pages expired, or
    that the search has read something anew, has no key. `is_noticed`: the clock has a new token
    since.
    """

    class What(models.TextChoices):
        EVERYTHING = "everything", _("everything")
        PAGE = "page", _("page")
        BRANCH = "branch", _("branch of the tree")
        USER = "user", _("page that used something deleted")
        OBJECT = "object", _("other object")
        EXPIRY = "expiry", _("expiry of pages")
        SEARCH = "search", _("what the search knows")

    what = models.CharField(max_length=10, choices=What.choices)
    model = models.CharField(max_length=100, blank=True)
    key = models.CharField(max_length=255, blank=True)
    is_noticed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("mark of a change")
        verbose_name_plural = _("marks of changes")
        indexes = [
            # Each request asks whether there is one.
            models.Index(fields=["id"], condition=models.Q(is_noticed=False), name="mark_unnoticed")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.model} {self.key}".strip()


class PublicItem(models.Model):
    """What was public when the marks were last settled: as little as tells a difference.

    `what` is the endpoint that answers with it ("pages", "images", "topics" …). Pages have a URL,
    a title and a path; other things a digest of what the endpoint shows.
    """

    what = models.CharField(max_length=20)
    object_id = models.CharField(max_length=255)  # a redirect is known by its path
    type = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=2, blank=True)
    title = models.CharField(max_length=255, blank=True)
    url = models.TextField(blank=True)
    path = models.CharField(max_length=255, blank=True, db_index=True)
    digest = models.CharField(max_length=64, blank=True)
    # Which lists that change with other pages stand on this page ("newest", "credits").
    lists = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("public item")
        verbose_name_plural = _("public items")
        constraints = [
            models.UniqueConstraint(fields=["what", "object_id"], name="public_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.what}/{self.object_id}"


class Change(models.Model):
    """A change of what is public: what `GET /api/v2/changes/` and webhooks tell."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("published")
        CHANGED = "changed", _("changed")
        MOVED = "moved", _("moved")
        REMOVED = "removed", _("removed")

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    what = models.CharField(max_length=20)
    object_id = models.CharField(max_length=255)  # a redirect is known by its path
    type = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=2, blank=True)

    class Meta:
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        ordering = ["sequence"]
        indexes = [models.Index(fields=["what", "object_id"], name="change_of_object")]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.what}/{self.object_id} {self.kind}"

    def data(self) -> "ChangeData":
        """The change as the API and webhooks show it."""
        from ..changes.shapes import change_data

        return change_data(self)
