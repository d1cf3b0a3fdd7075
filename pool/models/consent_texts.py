"""The texts that advisors consent to: each version as it was signed (Art. 7 (1) GDPR)."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from .only_added import OnlyAdded, OnlyAddedQuerySet


def checksum(text_de: str, text_en: str) -> str:
    """SHA-256 of a consent text in both languages: of the JSON object `{"de": …, "en": …}` in
    UTF-8, keys in this order, line ends as "\\n"."""
    texts = {"de": _lines(text_de), "en": _lines(text_en)}
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


class ConsentText(OnlyAdded):
    """One version of the text, in both languages. A new wording is a new version."""

    version = models.CharField(
        _("version"),
        max_length=30,
        unique=True,
        help_text=_("By which consents name this text, for example “2026-1”."),
    )
    text_de = models.TextField(
        _("German text"), help_text=_("Word for word as it is signed, all of it.")
    )
    text_en = models.TextField(
        _("English text"), help_text=_("The translation that goes with it, word for word.")
    )
    checksum = models.CharField(
        _("checksum"),
        max_length=64,
        editable=False,
        help_text=_("SHA-256 of both texts: by it can be shown that they are what was signed."),
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    # As in Wagtail's log: the number of the account outlives the account, and no record changes.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        editable=False,
        db_constraint=False,
        db_index=False,
        on_delete=models.DO_NOTHING,
        related_name="+",
    )

    objects = OnlyAddedQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    panels = [FieldPanel("version"), FieldPanel("text_de"), FieldPanel("text_en")]

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.version

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.text_de, self.text_en = _lines(self.text_de), _lines(self.text_en)
        self.checksum = checksum(self.text_de, self.text_en)
        super().save(*args, **kwargs)
