from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from .planning import Missing
from .tables import MAX_FILE_SIZE, too_large


class UploadForm(forms.Form):
    """The file, and what is to happen with what it does not have."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (.xlsx) or a CSV file, at most 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"empty": _("The file is empty.")},
    )
    missing = forms.ChoiceField(
        label=_("What the file does not have"),
        choices=Missing.choices,
        initial=Missing.KEEP,
        widget=forms.RadioSelect,
        help_text=_("Before anything is removed the next page shows what."),
    )

    def __init__(self, *args, may_delete: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not may_delete:
            offered = [choice for choice in Missing.choices if choice[0] != Missing.MUNICIPALITIES]
            self.fields["missing"].choices = offered

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE_SIZE:
            raise ValidationError(too_large())
        return file
