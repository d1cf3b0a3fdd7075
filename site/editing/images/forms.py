"""The form for a picture, wherever one is uploaded or edited (`WAGTAILIMAGES_IMAGE_FORM_BASE`)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from .fields import PictureField
from .suggestions import suggestion


class ImageForm(BaseImageForm):
    """Asks for an alternative text and the credit; proposes what the file says of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self._use_own_field()
        if "description" in self.fields:
            field = self.fields["description"]
            field.label = _("Alternative text")
            field.help_text = _(
                "What the picture shows, for people who cannot see it (WCAG 1.1.1). On a page you "
                "can change it, or mark the picture as decorative."
            )
            field.required = True

    def _use_own_field(self) -> None:
        wagtails = self.fields["file"]
        self.fields["file"] = PictureField(
            label=wagtails.label, widget=wagtails.widget, required=wagtails.required
        )

    def _clean_fields(self) -> None:
        self._take_from_file()
        super()._clean_fields()

    def _take_from_file(self) -> None:
        """Fill what was left empty with what a new file says of itself."""
        file = self.files.get(self.add_prefix("file"))
        if not file:
            return
        found = suggestion(file)
        data = self.data.copy()
        for name, text in (("credit", found.credit), ("description", found.description)):
            key = self.add_prefix(name)
            if name in self.fields and text and not data.get(key, "").strip():
                data[key] = text
        self.data = data
