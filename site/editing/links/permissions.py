"""Whose links somebody may correct."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page
from wagtail.permissions import policy_registry

from ..contents.recording import sources
from ..models import Link


def editable(links: QuerySet[Link], user: Any) -> QuerySet[Link]:
    """The links on pages that the user may edit, and in snippets and settings that they may
    change."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    on_page = Exists(pages.order_by().filter(pk=OuterRef("page_id")))
    others = Q(pk__in=())
    for model in sources():
        if not issubclass(model, Page):
            others |= _in_others(model, user)
    return links.filter(Q(on_page) | Q(page=None) & others)


def _in_others(model: type[Model], user: Any) -> Q:
    """Links in the snippets or settings of a kind; of shared content in one's own languages."""
    policy = policy_registry.get_by_type(model)
    if not policy.user_has_permission(user, "change"):
        return Q(pk__in=())
    objects = policy.instances_user_has_permission_for(user, "change").order_by()
    keys = objects.annotate(key=Cast("pk", CharField())).values("key")
    return Q(content_type=ContentType.objects.get_for_model(model).pk, object_id__in=keys)
