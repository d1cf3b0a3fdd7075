"""Hands out files to those who may have them."""

from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.static import serve as serve_file
from wagtail.documents.views.serve import serve as serve_document
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from ..unshown import unshown_pictures
from .names import harmless
from .storage import KEPT, PRIVATE, is_public

PICTURE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
# Nothing in a file may run, load or send anything, whatever it holds and whoever opens it.
FILE_POLICY = (
    "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
NEVER_KEPT = "private, no-store"


@require_safe
def document(request: HttpRequest, document_id: str, filename: str) -> HttpResponse:
    """A document, for who may read its collection; always as a download."""
    response = serve_document(request, document_id, filename)
    if response.has_header("Content-Disposition") or response.status_code == 304:
        response["Content-Security-Policy"] = FILE_POLICY
        # Kept only if the site is asked each time: what is withdrawn is withdrawn at once.
        response["Cache-Control"] = NEVER_KEPT if _is_restricted(document_id) else "no-cache"
    else:  # a form for the password, or the way to the sign-in
        response["Cache-Control"] = NEVER_KEPT
    return response


def _is_restricted(document_id: str) -> bool:
    from wagtail.documents import get_document_model

    found = get_document_model().objects.select_related("collection").get(pk=document_id)
    return found.collection.get_view_restrictions().exists()


@require_safe
def private_picture(request: HttpRequest, path: str) -> HttpResponse:
    """A picture of a restricted collection, for who passes its restrictions or works with it; one
    that nobody may see (`core.unshown`), for who works with it.

    Everybody else is told that there is none (404).
    """
    name = f"{PRIVATE}{path}"
    image = _picture_of(name)
    if image is None or not _may_see(request, image):
        raise Http404
    try:
        file = default_storage.open(name)
    except (OSError, ValueError):
        raise Http404 from None
    response = FileResponse(file, content_type=type_of(name))
    response["Cache-Control"] = NEVER_KEPT
    return _as_file(response, name)


def _picture_of(name: str) -> Any:
    """The picture to which a file belongs, as its original or as a rendition."""
    model = get_image_model()
    if image := model.objects.filter(file=name).first():
        return image
    renditions = model.get_rendition_model().objects.select_related("image")
    rendition = renditions.filter(file=name).first()
    return rendition and rendition.image


def _may_see(request: HttpRequest, image: Any) -> bool:
    restrictions = image.collection.get_view_restrictions()
    is_shown = image.pk not in unshown_pictures([image.pk])
    if is_shown and all(restriction.accept_request(request) for restriction in restrictions):
        return True
    policy = policy_registry.get_by_type(type(image))
    actions = ["add", "change", "delete", "choose"]
    return request.user.is_active and policy.user_has_any_permission_for_instance(
        request.user, actions, image
    )


@require_safe
def local_media(request: HttpRequest, path: str) -> HttpResponse:
    """Pictures for everybody, on a machine without a web server in front. Nothing else."""
    if not is_public(path):
        raise Http404
    response = serve_file(request, path, document_root=settings.MEDIA_ROOT)
    response["Content-Type"] = type_of(path)
    response["Cache-Control"] = KEPT
    return _as_file(response, path)


def type_of(name: str) -> str:
    """The media type of a stored picture; what is no picture is for no program to open."""
    ending = f".{name.rpartition('.')[2].lower()}"
    return PICTURE_TYPES.get(ending, "application/octet-stream")


def _as_file(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Security-Policy"] = FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    if response["Content-Type"] not in PICTURE_TYPES.values():
        response["Content-Disposition"] = f'attachment; filename="{harmless(name)}"'
    return response
