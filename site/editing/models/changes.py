from collections.abc import Iterable
from typing import Any, TypedDict

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangedSentence(TypedDict):
    """A sentence of an original that is not what it was when it was translated."""

    # Where it stands: field, block and so on, joined by "." as wagtail-localize does.
    path: str
    # The names of field and block type that an editor knows it by: ["body", "paragraph"].
    names: list[str]
    # In plain text; "" for a sentence that was added, or taken away.
    old: str
    new: str


class SourceChange(models.Model):
    """What changed in an original (page or snippet) since its translation into a language.

    There is at most one record per original and language; later changes are added to it. It goes
    when the translation has followed (see `editing.translations.receivers`).
    """

    translation_key = models.UUIDField()
    locale = models.ForeignKey(
        "wagtailcore.Locale", on_delete=models.CASCADE, related_name="+"
    )  # of the translation
    # Of `ChangedSentence`: what the translation's editor asks for already, and what it does not
    # know of yet.
    taken_over = models.JSONField(default=list)
    pending = models.JSONField(default=list)
    is_taken_over = models.BooleanField(default=False)  # nothing is pending
    since = models.DateTimeField(_("changed since"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Whether readers of the original see the change: not while it is a draft only.
    is_published = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("change of an original")
        verbose_name_plural = _("changes of originals")
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "locale"], name="source_change_once_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.translation_key} ({self.locale_id})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.is_taken_over = not self.pending
        super().save(*args, **kwargs)

    @property
    def sentences(self) -> list[ChangedSentence]:
        """All that changed since the translation was up to date."""
        return merged(self.taken_over, self.pending)


def merged(
    earlier: Iterable[ChangedSentence], later: Iterable[ChangedSentence]
) -> list[ChangedSentence]:
    """Two steps of change as one.

    A sentence that was changed twice is one change; one that was changed back is none.
    """
    result = list(earlier)
    for change in later:
        continues = (
            index
            for index, known in enumerate(result)
            if change["old"] and (known["path"], known["new"]) == (change["path"], change["old"])
        )
        if (index := next(continues, None)) is not None:
            result[index] = {**result[index], "new": change["new"]}
        elif change not in result:
            result.append(change)
    return [change for change in result if change["old"] != change["new"]]
