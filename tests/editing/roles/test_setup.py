"""`manage.py setup_roles`: adds what is missing, and leaves alone what people have made of it."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db.models import Model
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    ReferenceIndex,
    Workflow,
    WorkflowPage,
)

from core.places import State
from editing.models import GroupState, Role, StateCollection
from editing.roles.media import sort_media
from editing.roles.setup import setup_roles
from tests import factories
from tests.editing.roles.world import World, make_world
from tests.people import person

pytestmark = pytest.mark.django_db

KEPT: tuple[type[Model], ...] = (
    Group,
    Role,
    GroupState,
    GroupPagePermission,
    GroupCollectionPermission,
    Collection,
    StateCollection,
    Workflow,
    GroupApprovalTask,
    WorkflowPage,
    Group.permissions.through,
)


@pytest.fixture
def world(db: None) -> World:
    """A site for one test alone: others here start from an empty one."""
    return make_world()


def everything() -> dict[str, list]:
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in KEPT}


def group_of(key: str) -> Group:
    return Role.objects.get(key=key).group


def workflow_of_site() -> Workflow:
    return WorkflowPage.objects.get(page=Page.get_first_root_node()).workflow


def test_the_names_read_well_in_german(home) -> None:
    setup_roles()

    assert set(Group.objects.values_list("name", flat=True)) == {
        "Redaktion Nordrhein-Westfalen",
        "Redaktion Baden-Württemberg",
        "Übersetzung",
        "Freigabe",
        "Verwaltung der Website",
    }
    assert workflow_of_site().name == "Freigabe vor der Veröffentlichung"


def test_a_second_run_changes_nothing(world) -> None:
    before = everything()
    output = StringIO()

    call_command("setup_roles", stdout=output)

    assert everything() == before
    assert "Nothing was missing." in output.getvalue()


def test_what_people_added_or_renamed_stays(world) -> None:
    editors = group_of("editors-nw")
    editors.name = "Team Bonn"
    editors.save()
    redirects = Permission.objects.get(codename="add_redirect")
    editors.permissions.add(redirects)
    GroupState.objects.create(group=editors, state=State.RP)
    collection = StateCollection.objects.get(state="NW").collection
    collection.name = "Bilder NRW"
    collection.save()
    member = person("editors-nw")
    before = everything()

    setup_roles()

    assert everything() == before
    assert member.groups.get() == editors


def test_a_limit_that_was_lifted_stays_lifted(world) -> None:
    group_of("editors-nw").state_limits.all().delete()

    setup_roles()

    assert not group_of("editors-nw").state_limits.exists()


def test_what_is_missing_is_added_again(world) -> None:
    publishers = group_of("publishers")
    publishers.permissions.clear()
    GroupPagePermission.objects.filter(group=publishers).delete()
    Group.objects.filter(pk=group_of("translators").pk).delete()

    made = setup_roles().made

    assert publishers.permissions.filter(codename="add_advisorconsent").exists()
    assert publishers.page_permissions.filter(permission__codename="publish_page").exists()
    assert group_of("translators").page_permissions.exists()
    assert len(made) == 2


def test_a_new_state_gets_editors_with_its_page(world) -> None:
    page = factories.StatePageFactory(parent=world["home"], title="Hessen", state="HE")

    setup_roles()

    hesse = group_of("editors-he")
    assert list(hesse.state_limits.values_list("state", flat=True)) == ["HE"]
    assert person("editors-he").groups.get() == hesse
    assert page.permissions_for_user(person("editors-he")).can_edit()
    assert not world["state nw"].permissions_for_user(person("editors-he")).can_edit()


def test_a_state_that_does_not_exist_is_refused() -> None:
    with pytest.raises(CommandError, match="XX"):
        call_command("setup_roles", "XX")


def test_the_workflow_of_wagtail_is_replaced_for_the_whole_tree(world) -> None:
    assert {page.get_workflow() for page in world.pages.values()} == {workflow_of_site()}
    task = workflow_of_site().tasks.get().specific
    assert set(task.groups.all()) == {group_of("publishers"), group_of("managers")}
    assert not Workflow.objects.get(name="Moderators approval").active


def test_a_workflow_that_somebody_chose_stays(home) -> None:
    own = Workflow.objects.create(name="Vier Augen")
    WorkflowPage.objects.update(workflow=own)

    setup_roles()

    assert workflow_of_site() == own


def test_a_workflow_of_wagtail_that_somebody_changed_stays(home) -> None:
    GroupApprovalTask.objects.get().groups.add(Group.objects.create(name="Leitung"))

    setup_roles()

    assert workflow_of_site().name == "Moderators approval"


def test_groups_of_wagtail_that_are_in_use_stay(home) -> None:
    factories.UserFactory().groups.add(Group.objects.get(name="Editors"))

    setup_roles()

    assert Group.objects.filter(name="Editors").exists()
    assert not Group.objects.filter(name="Moderators").exists()


def test_media_of_the_root_go_where_they_are_used(world) -> None:
    root = Collection.get_first_root_node()
    of_nrw, of_both, of_nobody = (factories.ImageFactory(collection=root) for __ in range(3))
    left = world.images["bw"]
    for name, image in (("news nw", of_nrw), ("draft nw", of_both), ("news bw", of_both)):
        page = world[name]
        page.image = image
        page.save()
        ReferenceIndex.create_or_update_for_object(page)

    assert sort_media() == 3

    places = {}
    for name, image in (("nrw", of_nrw), ("both", of_both), ("nobody", of_nobody), ("bw", left)):
        image.refresh_from_db()
        places[name] = image.collection
    shared = world.collections["shared"]
    assert places == {
        "nrw": world.collections["nw"],
        "both": shared,
        "nobody": shared,
        "bw": world.collections["bw"],
    }
