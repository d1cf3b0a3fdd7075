"""Uploading pictures: each form begins with what its file says, and duplicates are named."""

import hashlib
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.images.utils import find_image_duplicates
from wagtail.images.views import images, multiple

from .suggestions import suggestion


class AddView(multiple.AddView):
    """Wagtail's, for pictures that wait for their alternative text and credit."""

    def post(self, request: Any) -> Any:
        # The upload is stored without most of its metadata; what is proposed is read before.
        file = request.FILES.get("files[]")
        self.suggestion = suggestion(file) if file else None
        return super().post(request)

    def get_edit_upload_form_context_data(self) -> dict[str, Any]:
        if self.suggestion:
            self.object.credit = self.suggestion.credit
            self.object.description = self.suggestion.description
        return super().get_edit_upload_form_context_data()

    def get_edit_upload_response_data(self) -> dict[str, Any]:
        """Wagtail names duplicates among stored pictures only; here before somebody describes it
        for the second time."""
        data = super().get_edit_upload_response_data()
        with self.upload_object.file.open("rb") as file:
            stored = file.read()
        self.object.file_hash = hashlib.sha1(stored, usedforsecurity=False).hexdigest()
        duplicates = find_image_duplicates(self.object, self.request.user, self.permission_policy)
        if duplicates:
            notice = self.get_confirm_duplicate_upload_response(duplicates)
            data.update(duplicate=True, confirm_duplicate_upload=notice)
        return data

    def get_confirm_duplicate_upload_response(self, duplicates: Any) -> str:
        if self.object.pk:
            return super().get_confirm_duplicate_upload_response(duplicates)
        url = reverse(self.delete_upload_url_name, args=[self.upload_object.pk])
        return render_to_string(
            "wagtailimages/images/confirm_duplicate_upload.html",
            {"existing_image": duplicates[0], "delete_action": url},
            request=self.request,
        )


class CreateView(images.CreateView):
    """Wagtail's form for one picture, which does not look for duplicates."""

    def save_instance(self) -> Any:
        image = super().save_instance()
        duplicates = find_image_duplicates(image, self.request.user, self.permission_policy)
        if existing := duplicates.first():
            url = reverse(self.edit_url_name, args=[existing.pk])
            messages.warning(
                self.request,
                _("The same picture was there already as “%(title)s”.") % {"title": existing.title},
                buttons=[messages.button(url, _("Show that picture"))],
            )
        return image
