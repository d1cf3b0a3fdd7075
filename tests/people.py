"""People with a role, signed in: `signed_in("editors-nw")`.

The roles are those that `manage.py setup_roles` makes for the pages that exist by then: make the
trees first. Keys: "editors-nw", "editors-bw", "translators", "publishers", "managers"; and
"administrator" for a superuser.
"""

from typing import Any

from django.test import Client

from editing.models import Role
from editing.roles.setup import setup_roles
from tests import factories

ADMINISTRATOR = "administrator"
ROLES = ("editors-nw", "editors-bw", "translators", "publishers", "managers")


def person(role: str, **values: Any) -> Any:
    """A new user with a role and nothing else; the roles are set up if they are not yet."""
    if role == ADMINISTRATOR:
        return factories.UserFactory(**values)
    if not Role.objects.filter(key=role).exists():
        setup_roles()
    user = factories.UserFactory(is_staff=False, is_superuser=False, **values)
    user.groups.add(Role.objects.get(key=role).group)
    return user


def signed_in(role: str | Any, **values: Any) -> Client:
    """A browser in which somebody with a role, or a user, is signed in."""
    user = person(role, **values) if isinstance(role, str) else role
    client = Client()
    client.force_login(user)
    return client
