"""Previews in a front end elsewhere, for sites that have one (`HEADLESS_PREVIEW_CLIENT_URLS`).

The editor's preview then shows that front end, in a frame and with a token in its address. With the
token it reads the draft from the API (`delivery.preview`). Without the setting nothing changes:
previews are the site's own templates.
"""

import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import checks
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from wagtail_headless_preview.models import HeadlessPreviewMixin, PagePreview
from wagtail_headless_preview.settings import headless_preview_settings

from .language_previews import Mode, preview_in_other_language, preview_modes


class HeadlessPreview(HeadlessPreviewMixin):
    """Mixin for page types."""

    @property
    def preview_modes(self) -> list[Mode]:
        """The page, and its translations."""
        return preview_modes(self, super().preview_modes)

    def serve_preview(self, request: HttpRequest, preview_mode: str) -> HttpResponse:
        """The frame with the front end's preview, or what Wagtail shows without one."""
        if translation := preview_in_other_language(self, request, preview_mode):
            return translation
        if not previews_elsewhere():
            return super(HeadlessPreviewMixin, self).serve_preview(request, preview_mode)
        response = super().serve_preview(request, preview_mode)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def get_preview_url(self, request: HttpRequest, token: str) -> str:
        """The front end's address; `mode` names what is shown if the page has several previews."""
        url = super().get_preview_url(request, token)
        mode = getattr(request, "preview_mode", "")
        is_usual = not mode or mode == self.default_preview_mode
        return url if is_usual else f"{url}&{urlencode({'mode': mode})}"

    def create_page_preview(self) -> PagePreview:
        """Keep the draft as it is now, under a token of its own.

        The library makes the token of the page's key and the second, so that two editors who look
        at once would see each other's draft.
        """
        forget_expired_previews()
        token = self.get_preview_signer().sign(f"{self.pk or 'new'}.{secrets.token_urlsafe(16)}")
        return self.update_page_preview(token)[0]


def previews_elsewhere() -> bool:
    """Whether previews open in another front end."""
    return bool(headless_preview_settings.CLIENT_URLS)


@checks.register
def check_client_urls(**kwargs: Any) -> list[checks.CheckMessage]:
    """Say at the start, and not to an editor, that an address of a front end is wrong."""
    urls = headless_preview_settings.CLIENT_URLS
    wrong = [url for url in urls.values() if not url.startswith(("https://", "http://", "{"))]
    if wrong or (urls and "default" not in urls):
        return [
            checks.Error(
                "HEADLESS_PREVIEW_CLIENT_URLS must name an address for the default site.",
                hint="default=https://preview.example.org,other.example.org=https://…",
                id="core.E001",
            )
        ]
    return []


def token_lifetime() -> timedelta:
    """How long a draft can be read with its token."""
    return timedelta(minutes=settings.HEADLESS_PREVIEW_MINUTES)


def forget_expired_previews() -> int:
    """Delete the drafts whose tokens are no longer good for anything. Returns how many."""
    signer = HeadlessPreviewMixin.get_preview_signer()
    expired = []
    for pk, token in PagePreview.objects.values_list("pk", "token"):
        try:
            signer.unsign(token, max_age=token_lifetime())
        except BadSignature:
            expired.append(pk)
    PagePreview.objects.filter(pk__in=expired).delete()
    return len(expired)
