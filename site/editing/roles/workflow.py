"""Editors submit, publishers approve: the workflow of both language trees."""

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

# What Wagtail's migrations bring along.
WAGTAILS_WORKFLOW = "Moderators approval"
WAGTAILS_GROUPS = {
    "Editors": {"add_page", "change_page"},
    "Moderators": {"add_page", "change_page", "lock_page", "publish_page", "unlock_page"},
}


def replace_that_of_wagtail(approvers: list[Group]) -> list[str]:
    """Assign a workflow to the whole tree instead of Wagtail's. What was done, in words."""
    root = Page.get_first_root_node()
    assigned = WorkflowPage.objects.filter(page=root).select_related("workflow").first()
    if assigned is None or not _is_untouched(assigned.workflow):
        return []
    former = assigned.workflow
    assigned.workflow = _make(approvers)
    assigned.save()
    if not former.workflow_states.active().exists():
        _retire(former)
    return [_("Workflow: %(name)s") % {"name": assigned.workflow.name}]


def remove_groups_of_wagtail() -> list[str]:
    """Delete Wagtail's own groups where nobody uses them. What was done, in words."""
    removed = []
    for name, codenames in WAGTAILS_GROUPS.items():
        group = Group.objects.filter(name=name, role=None, user=None).first()
        if group and _is_as_wagtail_made_it(group, codenames):
            group.delete()
            removed.append(
                _("Removed Wagtail’s group “%(name)s”, which nobody used") % {"name": name}
            )
    return removed


def _make(approvers: list[Group]) -> Workflow:
    task = GroupApprovalTask.objects.create(name=_("Approval"))
    task.groups.set(approvers)
    workflow = Workflow.objects.create(name=_("Approval before publishing"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow


def _is_untouched(workflow: Workflow) -> bool:
    tasks = [link.task.specific for link in workflow.workflow_tasks.select_related("task")]
    return (
        workflow.name == WAGTAILS_WORKFLOW
        and len(tasks) == 1
        and isinstance(tasks[0], GroupApprovalTask)
        and set(tasks[0].groups.values_list("name", flat=True)) == {"Moderators"}
    )


def _retire(workflow: Workflow) -> None:
    for link in workflow.workflow_tasks.select_related("task"):
        link.task.specific.deactivate()
    workflow.deactivate()


def _is_as_wagtail_made_it(group: Group, codenames: set[str]) -> bool:
    granted = group.page_permissions.select_related("permission", "page")
    approves = GroupApprovalTask.objects.filter(active=True, groups=group).exists()
    return (
        not approves
        and {permission.permission.codename for permission in granted} == codenames
        and all(permission.page.is_root() for permission in granted)
        and all(
            permission.collection.is_root()
            for permission in group.collection_permissions.select_related("collection")
        )
    )
