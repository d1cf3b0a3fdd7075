"""Records that are evidence: they are only added, never changed or deleted one by one."""

from typing import Any

from django.db import models

ONLY_ADDED = "Consent records are only added, never changed or deleted."


class OnlyAddedQuerySet(models.QuerySet):
    """There is no way to change or delete the records in bulk; the database refuses changes too
    (migration `0004_consent_texts`). All methods that would raise `TypeError`."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError(ONLY_ADDED)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise TypeError(ONLY_ADDED)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(ONLY_ADDED)


class OnlyAdded(models.Model):
    """Mixin: `save` takes new records only, `delete` none (`TypeError`)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `TypeError` for a record that exists already."""
        if not self._state.adding:
            raise TypeError(ONLY_ADDED)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises `TypeError`."""
        raise TypeError(ONLY_ADDED)
