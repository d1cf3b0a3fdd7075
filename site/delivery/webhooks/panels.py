from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class StoredFieldPanel(FieldPanel):
    """A field that the system fills in: shown, once it is stored."""

    def __init__(self, field_name: str, **kwargs) -> None:
        super().__init__(field_name, read_only=True, **kwargs)

    def clone_kwargs(self) -> dict[str, object]:
        kwargs = super().clone_kwargs()
        del kwargs["read_only"]
        return kwargs

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return super().is_shown() and self.instance.pk is not None


ENDPOINT_PANELS = [
    MultiFieldPanel(
        [FieldPanel("name"), FieldPanel("address"), StoredFieldPanel("secret")],
        heading=_("Who is told"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("on_published"),
            FieldPanel("on_changed"),
            FieldPanel("on_moved"),
            FieldPanel("on_removed"),
            FieldPanel("language"),
        ],
        heading=_("What is told"),
        help_text=_("Tick what the other side wants to know."),
    ),
    MultiFieldPanel([FieldPanel("is_active")], heading=_("On or off")),
]
