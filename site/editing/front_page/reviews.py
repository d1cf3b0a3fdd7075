"""What waits for somebody's approval."""

from typing import Any

from django.db.models import QuerySet
from wagtail.models import GroupApprovalTask, TaskState, WorkflowState


def waiting_for_review(user: Any) -> QuerySet[TaskState]:
    """The steps of workflows that the user may take now, as `TaskState.objects.reviewable_by` says
    it, but in one query: all tasks of this site are approvals by groups (`GroupApprovalTask`)."""
    tasks = GroupApprovalTask.objects.filter(active=True)
    if not user.is_superuser:
        tasks = tasks.filter(groups__user=user)
    return TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        task__in=tasks.order_by().values("pk"),
    ).order_by("started_at", "pk")
