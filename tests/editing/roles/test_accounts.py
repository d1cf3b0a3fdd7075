"""Site managers look after accounts, and do not become administrators by it."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from editing.models import Role
from tests import factories
from tests.editing.roles.admin import is_refused
from tests.people import person, signed_in

pytestmark = pytest.mark.django_db

PASSWORD = "einfach-zu-merken-1"


@pytest.fixture
def manager(home) -> Client:
    return signed_in("managers")


@pytest.fixture
def administrator(home):
    return factories.UserFactory(username="chefin")


def account_form(**values: Any) -> dict[str, Any]:
    return {
        "username": "neu",
        "email": "neu@example.org",
        "first_name": "Nele",
        "last_name": "Neu",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "is_active": "on",
        **values,
    }


def test_a_manager_adds_a_colleague_with_a_role(manager) -> None:
    group = Role.objects.get(key="editors-nw").group

    manager.post(reverse("wagtailusers_users:add"), account_form(groups=[group.pk]))

    assert get_user_model().objects.get(username="neu").groups.get() == group


def test_a_manager_makes_no_administrators(manager) -> None:
    manager.post(reverse("wagtailusers_users:add"), account_form(is_superuser="on"))
    colleague = get_user_model().objects.get(username="neu")
    manager.post(
        reverse("wagtailusers_users:edit", args=[colleague.pk]), account_form(is_superuser="on")
    )

    colleague.refresh_from_db()
    assert not colleague.is_superuser


def test_an_administrator_makes_another(administrator) -> None:
    client = signed_in(administrator)

    client.post(reverse("wagtailusers_users:add"), account_form(is_superuser="on"))

    assert get_user_model().objects.get(username="neu").is_superuser


def test_a_manager_does_not_touch_an_administrators_account(manager, administrator) -> None:
    edit = reverse("wagtailusers_users:edit", args=[administrator.pk])
    delete = reverse("wagtailusers_users:delete", args=[administrator.pk])
    before = get_user_model().objects.filter(pk=administrator.pk).values().get()

    assert is_refused(manager.get(edit))
    assert is_refused(manager.post(edit, account_form()))
    assert is_refused(manager.post(delete))
    for action, data in (
        ("set_active_state", {"mark_as_active": "False"}),
        ("delete", {}),
        ("assign_role", {"role": Role.objects.get(key="translators").group.pk}),
    ):
        path = reverse("wagtail_bulk_action", args=["core", "user", action])
        manager.post(f"{path}?id={administrator.pk}", data)

    assert get_user_model().objects.filter(pk=administrator.pk).values().get() == before
    assert not administrator.groups.exists()


def test_managers_look_after_each_other(manager) -> None:
    other = person("managers")

    response = manager.get(reverse("wagtailusers_users:edit", args=[other.pk]))

    assert response.status_code == 200


def test_the_states_of_a_group_are_chosen_in_its_form(manager) -> None:
    group = Role.objects.get(key="editors-nw").group
    path = reverse("wagtailusers_groups:edit", args=[group.pk])
    shown = manager.get(path)
    panel = next(
        form for form in shown.context["permission_panels"] if form.prefix == "state_limits"
    )
    assert panel["states"].value() == ["NW"]

    manager.post(path, {**group_form(shown), "state_limits-states": ["NW", "RP"]})

    assert set(group.state_limits.values_list("state", flat=True)) == {"NW", "RP"}


def test_a_new_group_may_be_limited_at_once(manager) -> None:
    path = reverse("wagtailusers_groups:add")
    data = group_form(manager.get(path))

    manager.post(path, {**data, "name": "Redaktion Hessen", "state_limits-states": ["HE"]})

    group = get_user_model().groups.rel.model.objects.get(name="Redaktion Hessen")
    assert list(group.state_limits.values_list("state", flat=True)) == ["HE"]


def group_form(response: Any) -> dict[str, Any]:
    """What the form of a group sends if nothing in it is changed but permissions, which go."""
    data = {"name": response.context["form"]["name"].value() or ""}
    for panel in response.context["permission_panels"]:
        if hasattr(panel, "management_form"):
            data |= {f"{panel.prefix}-TOTAL_FORMS": 0, f"{panel.prefix}-INITIAL_FORMS": 0}
    return data
