"""Who may do what with which page, tried through the admin's own views."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests.people import person, signed_in

pytestmark = pytest.mark.django_db

EDITS = {
    "editors-nw": {"state nw", "below nw", "news nw", "draft nw", "advisor nw"},
    "editors-bw": {"state bw", "below bw", "news bw", "draft bw", "advisor bw"},
    "translators": {"english home", "english list", "english news nw", "english news bw"},
}


def refused(response) -> bool:
    """Wagtail sends who may not to the admin's front page, with a message."""
    return response.status_code == 302 and response.url == reverse("wagtailadmin_home")


@pytest.mark.parametrize("role", EDITS)
def test_the_editor_opens_for_ones_own_pages_only(role: str, world) -> None:
    client = signed_in(role)

    opened = {
        name
        for name, page in world.pages.items()
        if not refused(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    }

    assert opened == EDITS[role]


@pytest.mark.rendering
@pytest.mark.parametrize("role", ["publishers", "managers"])
def test_publishers_and_managers_edit_everything(role: str, world) -> None:
    client = signed_in(role)

    for page in world.pages.values():
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


@pytest.mark.parametrize("role", EDITS)
def test_lists_and_single_pages_say_the_same(role: str, world) -> None:
    from wagtail.permissions import policy_registry

    user = person(role)
    policy = policy_registry.get_by_type(Page)

    for action, may in (
        ("change", lambda page: page.permissions_for_user(user).can_edit()),
        ("publish", lambda page: page.permissions_for_user(user).can_publish()),
    ):
        listed = set(
            policy.instances_user_has_permission_for(user, action).values_list("pk", flat=True)
        )
        one_by_one = {
            page.pk
            for page in Page.objects.all()
            if policy.user_has_permission_for_instance(user, action, page)
        }
        tester = {page.pk for page in Page.objects.filter(depth__gt=1) if may(page)}
        assert listed == one_by_one == tester
