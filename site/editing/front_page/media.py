"""Pictures in use of which something is missing.

A picture is in use if Wagtail's index of references knows a page, snippet or setting that shows it.

- Its credit is missing if the field is empty (§ 13 UrhG; imported pictures may lack it).
- Its alternative text is missing if somewhere it stands without a text of that place and without
  being marked as decorative there, and the picture has no description either: then nobody has ever
  said what it shows. A place that leaves its text empty relies on the description, and where the
  field says “Empty: decorative” somebody who knew the description decided so.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, Case, CharField, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Cast
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry

from ..models import SilentPicture
from .pages import editable_pages


def may_edit_pictures(user: Any) -> bool:
    return policy_registry.get_by_type(get_image_model()).user_has_permission(user, "change")


def pictures_in_use() -> QuerySet:
    model = get_image_model()
    uses = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id=Cast(OuterRef("pk"), CharField()),
    )
    return model.objects.filter(Exists(uses))


def incomplete_pictures(user: Any) -> QuerySet:
    """Pictures in use without credit or without alternative text, for who may change them or a
    page on which they stand without text.

    Annotated: `lacks_credit`, `lacks_text`, `may_change` (the picture, not only the page)."""
    policy = policy_registry.get_by_type(get_image_model())
    own = policy.instances_user_has_permission_for(user, "change").order_by()
    silent = SilentPicture.objects.filter(image=OuterRef("pk"))
    on_own_pages = Exists(silent.filter(page__in=editable_pages(user).order_by().values("pk")))
    lacks_text = Q(description="") & Exists(silent)
    return (
        pictures_in_use()
        .annotate(
            lacks_credit=_flag(Q(credit="")),
            lacks_text=_flag(lacks_text),
            may_change=_flag(Q(pk__in=own.values("pk"))),
        )
        .filter(
            Q(may_change=True) & (Q(lacks_credit=True) | Q(lacks_text=True))
            | Q(lacks_text=True) & on_own_pages
        )
        .order_by("title", "pk")
    )


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())
