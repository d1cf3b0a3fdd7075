from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField
from django.db.models.functions import Cast
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from core.unshown import register_unshown_pictures

from .models import AdvisorPage, Scope


@register_unshown_pictures
def portraits_without_consent(among: Collection[int] | None = None) -> list[int]:
    """Keys of portraits that no consent allows to be shown: of all, or of those `among` these.

    Not the portrait that another profile may show, nor drawings that others use.
    """
    with_portrait = AdvisorPage.objects.exclude(portrait=None).order_by()
    if among is not None:
        with_portrait = with_portrait.filter(portrait__in=among)
    shown = with_portrait.showing(Scope.PORTRAIT).values("portrait")
    of_types = ContentType.objects.get_for_models(get_image_model(), AdvisorPage)
    used_by_others = (
        ReferenceIndex.objects.filter(to_content_type=of_types[get_image_model()])
        .exclude(content_type=of_types[AdvisorPage])
        .values(key=Cast("to_object_id", BigIntegerField()))
    )
    hidden = with_portrait.exclude(portrait__in=shown).exclude(
        portrait__is_illustration=True, portrait__in=used_by_others
    )
    return list(hidden.order_by().values_list("portrait", flat=True).distinct())
