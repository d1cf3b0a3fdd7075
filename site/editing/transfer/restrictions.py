"""Who may see a page or collection. Passwords stay where they are."""

from collections import defaultdict
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model
from django.utils.crypto import get_random_string
from wagtail.models import BaseViewRestriction

from .work import Import


def write_restrictions(model: type[Model], field: str) -> dict[Any, list[dict[str, Any]]]:
    """The restrictions of one kind, by the primary key of what they restrict."""
    found: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for restriction in model.objects.prefetch_related("groups").order_by("pk"):
        groups = sorted(group.name for group in restriction.groups.all())
        entry = {"restriction_type": restriction.restriction_type, "groups": groups}
        found[getattr(restriction, field)].append(entry)
    return found


def read_restrictions(
    into: Import, model: type[Model], field: str, pk: Any, name: str, entry: dict[str, Any]
) -> None:
    """Restrict anew. Where a password was asked for, nobody knows the one that is set now."""
    if model.objects.filter(**{field: pk}).exists():
        return
    for row in entry["restrictions"]:
        kind = row["restriction_type"]
        restriction = model(**{field: pk}, restriction_type=kind)
        if kind == BaseViewRestriction.PASSWORD:
            restriction.password = get_random_string(40)
            into.notes.append(f"{name} needs a new password: passwords are not exported.")
        restriction.save()
        for group in row["groups"]:
            # A group of this name that is made here may do nothing until somebody says so.
            restriction.groups.add(Group.objects.get_or_create(name=group)[0])
        into.count("restrictions")
