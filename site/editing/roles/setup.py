"""Groups, collections and the workflow of a site: what is missing is made.

What this guarantees:
- A second run changes nothing. A group is known by its `Role`, a collection by its
  `StateCollection`: both may be renamed. A group that was deleted is made again.
- Permissions that a role should have and lacks are added. Permissions, users and states that
  somebody has added to a group by hand stay.
- A group is limited to its state when it is made; a limit that was lifted later stays lifted.
- The workflow is assigned only instead of the one that Wagtail itself brings along, and only while
  nobody has changed that. Wagtail's groups “Editors” and “Moderators” go if nobody is in them and
  they may do what Wagtail has given them, no more and no less.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from core.places import State

from ..models import GroupState, Role, StateCollection
from . import definitions, workflow
from .definitions import Definition

COLLECTION_APPS = ("wagtailimages", "wagtaildocs", "wagtailcore")


@dataclass
class Outcome:
    """What a run has made, in words for whoever ran it."""

    made: list[str] = field(default_factory=list)


@transaction.atomic
def setup_roles(states: list[State] | None = None) -> Outcome:
    """Make what is missing for these states; without any: for the project's and all with a page."""
    outcome = Outcome()
    with override(settings.LANGUAGE_CODE):
        root = Collection.get_first_root_node()
        shared = ensure_collection("", _("Shared"), outcome)
        groups = {
            definition.key: ensure_role(definition, outcome)
            for definition in (
                *(
                    definitions.editors_of(
                        state, ensure_collection(state, str(state.label), outcome), shared
                    )
                    for state in states or definitions.states_with_editors()
                ),
                definitions.translators(shared),
                definitions.publishers(root),
                definitions.managers(root),
            )
        }
        approvers = [groups[definitions.PUBLISHERS], groups[definitions.MANAGERS]]
        outcome.made += workflow.replace_that_of_wagtail(approvers)
        outcome.made += workflow.remove_groups_of_wagtail()
    return outcome


def ensure_collection(state: str, name: str, outcome: Outcome) -> Collection:
    """The collection of a state ("" for all), made below the root if there is none yet."""
    found = StateCollection.objects.filter(state=state).select_related("collection").first()
    if found:
        return found.collection
    root = Collection.get_first_root_node()
    collection = root.get_children().filter(name=name, state_collection=None).first()
    if collection is None:
        collection = root.add_child(name=name)
    StateCollection.objects.create(state=state, collection=collection)
    outcome.made.append(_("Collection: %(name)s") % {"name": name})
    return collection


def ensure_role(definition: Definition, outcome: Outcome) -> Group:
    """The group of a role with all that it needs; made, or taken over by its name."""
    role = Role.objects.filter(key=definition.key).select_related("group").first()
    if role is None:
        group, __ = Group.objects.get_or_create(name=definition.name)
        Role.objects.create(key=definition.key, group=group)
        if definition.state:
            GroupState.objects.get_or_create(group=group, state=definition.state)
        outcome.made.append(_("Group: %(name)s") % {"name": definition.name})
    else:
        group = role.group
    added = _add_permissions(group, definition)
    if role is not None and added:
        outcome.made.append(
            _("%(group)s: %(count)d permissions") % {"group": group.name, "count": added}
        )
    return group


def _add_permissions(group: Group, definition: Definition) -> int:
    """Grant what the group lacks. How many permissions that were."""
    missing = [
        permission
        for permission in _permissions(["wagtailadmin.access_admin", *definition.permissions])
        if not group.permissions.filter(pk=permission.pk).exists()
    ]
    group.permissions.add(*missing)
    added = len(missing)
    for page, actions in definition.pages:
        for permission in _permissions_of_pages(actions):
            __, is_new = GroupPagePermission.objects.get_or_create(
                group=group, page=Page(pk=page.pk), permission=permission
            )
            added += is_new
    for collection, codenames in definition.collections:
        for permission in _permissions_of_collections(codenames):
            __, is_new = GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )
            added += is_new
    return added


def _permissions(names: list[str]) -> list[Permission]:
    """Permissions by "app.codename"; `Permission.DoesNotExist` for one that does not exist."""
    return [
        Permission.objects.get(content_type__app_label=app, codename=codename)
        for app, __, codename in (name.partition(".") for name in names)
    ]


def _permissions_of_pages(actions: tuple[str, ...]) -> list[Permission]:
    return _permissions([f"wagtailcore.{action}_page" for action in actions])


def _permissions_of_collections(codenames: tuple[str, ...]) -> list[Permission]:
    return list(
        Permission.objects.filter(
            content_type__app_label__in=COLLECTION_APPS, codename__in=codenames
        )
    )
