"""Whose links somebody may correct."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from ..contents.recording import sources
from ..models import Link


def editable(links: QuerySet[Link], user: Any) -> QuerySet[Link]:
    """The links on pages that the user may edit, and in snippets and settings that they may
    change."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    on_page = Exists(pages.order_by().filter(pk=OuterRef("page_id")))
    others = [model for model in sources() if not issubclass(model, Page)]
    allowed = [model for model in others if _may_change(user, model)]
    types = [ContentType.objects.get_for_model(model).pk for model in allowed]
    return links.filter(Q(on_page) | Q(page=None, content_type__in=types))


def _may_change(user: Any, model: type) -> bool:
    return policy_registry.get_by_type(model).user_has_permission(user, "change")
