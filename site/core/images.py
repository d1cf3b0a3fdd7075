"""The sizes and formats in which pictures leave the site, and their one shape in the API."""

from typing import Any

from wagtail.images.models import SourceImageIOError

from .shapes import Picture, Renditions
from .urls import absolute_url

# Widths in CSS pixels × 1 to × 3 of what the layout shows; never enlarged beyond the original.
WIDTHS = {"small": 400, "medium": 800, "large": 1600}
FORMATS = ("avif", "webp", "jpeg")


def specification(width: int, file_format: str) -> str:
    """Wagtail's filter specification; `{% picture %}` of `core_tags` uses the same."""
    return f"width-{width}|format-{file_format}"


SPECIFICATIONS = tuple(
    specification(width, file_format) for width in WIDTHS.values() for file_format in FORMATS
)

_SPECIFICATIONS = frozenset(SPECIFICATIONS)

# The size that large consumers of the Open Graph protocol ask for (1.91 : 1).
SHARE_SIZE = (1200, 630)
SHARE_SPECIFICATION = f"fill-{SHARE_SIZE[0]}x{SHARE_SIZE[1]}|format-jpeg"

# All that the website, the API, feeds and shared links show; made when a picture is saved
# (`core.renditions`), so that no visitor waits for one.
ALL_SPECIFICATIONS = (*SPECIFICATIONS, SHARE_SPECIFICATION)


def image_data(image: Any, alt: str | None = None, caption: str = "") -> Picture | None:
    """A picture as the API shows it; None without a picture.

    `alt` is "" for a decorative picture; None takes the alternative text of this use, or the
    picture's own. If the file is missing, `renditions` is None.
    """
    if image is None:
        return None
    if alt is None:
        alt = alternative_text(image)
    return {
        "id": image.pk,
        "title": image.title,
        "alt": alt,
        "caption": caption,
        "credit": image.credit,
        "width": image.width,
        "height": image.height,
        "focal_point": (
            {"x": image.focal_point_x, "y": image.focal_point_y}
            if image.focal_point_x is not None
            else None
        ),
        "renditions": _renditions(image),
    }


def alternative_text(image: Any) -> str:
    """The alternative text of this use of the picture, else its own; "" if it is decorative."""
    if image.decorative:
        return ""
    return image.contextual_alt_text or image.default_alt_text


def standard_renditions(image: Any) -> dict[str, Any]:
    """The renditions of a picture by specification, made where they are missing.

    Raises `SourceImageIOError` if the picture's file is missing.
    """
    loaded = getattr(image, "prefetched_renditions", None) or ()
    # A width does not hang on the focal point. Wagtail would take apart each specification of each
    # picture to find that out.
    found = {made.filter_spec: made for made in loaded if not made.focal_point_key}
    if found.keys() >= _SPECIFICATIONS:
        return found
    return image.get_renditions(*SPECIFICATIONS)


def _renditions(image: Any) -> Renditions | None:
    try:
        made = standard_renditions(image)
    except SourceImageIOError:
        return None
    return {
        name: {
            file_format: {
                "url": absolute_url(rendition.url),
                "width": rendition.width,
                "height": rendition.height,
            }
            for file_format in FORMATS
            for rendition in [made[specification(width, file_format)]]
        }
        for name, width in WIDTHS.items()
    }
