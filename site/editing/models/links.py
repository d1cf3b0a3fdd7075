from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

TEXT_LENGTH = 255


class Problem(models.TextChoices):
    """Why an address of another website counts as broken."""

    GONE = "gone", _("The page does not exist any more.")
    ANSWER = "answer", _("The website answers with an error.")
    SERVER = "server", _("The website has a fault at the moment.")
    LOOP = "loop", _("The address redirects without end.")
    UNKNOWN_HOST = "unknown-host", _("There is no website of this name.")
    CERTIFICATE = "certificate", _("The website’s certificate is not valid.")
    TIMEOUT = "timeout", _("The website does not answer in time.")
    CONNECTION = "connection", _("The website cannot be reached.")
    REFUSED = "refused", _("The address is not one that everybody can open.")


class WebAddress(models.Model):
    """An address of another website that pages link to, with what the last check found."""

    url = models.CharField(_("address"), max_length=2000, unique=True)
    status = models.PositiveSmallIntegerField(
        _("HTTP status"), null=True, help_text=_("The answer to the last check.")
    )
    problem = models.CharField(_("problem"), max_length=20, choices=Problem.choices, blank=True)
    broken_since = models.DateTimeField(_("broken since"), null=True)
    checked_at = models.DateTimeField(_("last checked"), null=True, db_index=True)

    class Meta:
        verbose_name = _("web address")
        verbose_name_plural = _("web addresses")

    def __str__(self) -> str:
        return self.url


class Link(models.Model):
    """A link that a page, snippet or setting holds: to a page, a document, or another website.

    Exactly one target. Keys of pages and documents are kept after these were deleted: it is then
    that somebody wants to know. `content_path` is the place, as in Wagtail's index of references.
    """

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    content_type = models.ForeignKey(
        "contenttypes.ContentType",
        verbose_name=_("type of the source"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    object_id = models.CharField(_("key of the source"), max_length=64)
    content_path = models.CharField(_("place"), max_length=255)
    text = models.CharField(_("text of the link"), max_length=TEXT_LENGTH, blank=True)
    target_page = models.BigIntegerField(_("page it leads to"), null=True, db_index=True)
    target_document = models.BigIntegerField(_("document it leads to"), null=True, db_index=True)
    address = models.ForeignKey(
        WebAddress,
        verbose_name=_("address it leads to"),
        null=True,
        on_delete=models.CASCADE,
        related_name="links",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        indexes = [models.Index(fields=["content_type", "object_id"], name="link_source")]
        constraints = [
            models.CheckConstraint(
                name="link_has_one_target",
                condition=(
                    Q(target_page__isnull=False, target_document=None, address=None)
                    | Q(target_page=None, target_document__isnull=False, address=None)
                    | Q(target_page=None, target_document=None, address__isnull=False)
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id} {self.content_path}"
