"""All pictures that visitors see, with those who made them: the list of picture credits.

German copyright law (§ 13 UrhG) gives authors the right to be named.
"""

from django.contrib.contenttypes.models import ContentType
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from .models import Partner
from .references import visible_media
from .unshown import unshown_pictures
from .visibility import visible


def pictures_in_use() -> list:
    """The pictures on visible pages and the partners' logos, by title; none that is hidden."""
    image_model = get_image_model()
    to_pictures = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(image_model)
    )
    pages = {str(pk) for pk in visible(Page.objects.all()).values_list("pk", flat=True)}
    on_pages = to_pictures.filter(base_content_type=ContentType.objects.get_for_model(Page))
    of_partners = to_pictures.filter(base_content_type=ContentType.objects.get_for_model(Partner))
    keys = {key for page, key in on_pages.values_list("object_id", "to_object_id") if page in pages}
    keys.update(of_partners.values_list("to_object_id", flat=True))
    wanted = {int(key) for key in keys} - unshown_pictures()
    return list(visible_media(image_model.objects.filter(pk__in=wanted)).order_by("title", "pk"))
