from django.db import models
from django.utils.translation import gettext_lazy as _


class SilentPicture(models.Model):
    """A place on a page where a picture stands without alternative text of its own and is not
    marked as decorative. What a screen reader then says is the picture's own description."""

    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )
    image = models.ForeignKey(
        "core.Image",
        verbose_name=_("picture"),
        on_delete=models.CASCADE,
        related_name="silent_uses",
    )
    content_path = models.CharField(_("place"), max_length=255)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("picture without alternative text")
        verbose_name_plural = _("pictures without alternative text")
        constraints = [
            models.UniqueConstraint(fields=["page", "content_path"], name="silent_picture_once")
        ]

    def __str__(self) -> str:
        return f"{self.image_id}: {self.page_id} {self.content_path}"
