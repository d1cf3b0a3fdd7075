"""An uploaded file from the preview to the database."""

from copy import copy
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from pool.models import Consultation, Municipality

from ..models import SpreadsheetUpload
from .entries import read_entries
from .plan import Operation, Plan, Step
from .planning import May, make_plan
from .tables import read_table

LOG_ACTION = "editing.import_spreadsheet"


class ChangedMeanwhileError(Exception):
    """The data is no longer what the preview was made of; `plan` is the new preview."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


def policy() -> Any:
    """Who may do what with municipalities."""
    return Municipality.snippet_viewset.permission_policy


def may(user: Any) -> May:
    """Whether a user may do something with a municipality."""
    allowed = policy()

    def answer(operation: Operation, municipality: Municipality) -> bool:
        if operation is Operation.ADD:
            return allowed.user_has_permission(user, "add")
        return allowed.user_has_permission_for_instance(user, operation.value, municipality)

    return answer


def plan_of(upload: SpreadsheetUpload) -> Plan:
    """What the file would change now. Raises `FileRefusedError`."""
    reading = read_entries(read_table(bytes(upload.content)))
    return make_plan(reading, upload.missing, may(upload.user))


def apply(upload: SpreadsheetUpload, digest: str) -> Plan:
    """Write what the preview with this digest showed, all or nothing, and forget the file.

    Raises `ChangedMeanwhileError` if that would be something else by now, or has problems.
    """
    with transaction.atomic():
        # Nobody changes them until this is through; editing one writes its row first.
        list(Municipality.objects.select_for_update().order_by("pk").values_list("pk"))
        plan = plan_of(upload)
        if plan.digest != digest or not plan.may_be_written:
            raise ChangedMeanwhileError(plan)
        for step in plan.steps:
            _write(step)
        _log(upload, plan)
        upload.delete()
    return plan


def _write(step: Step) -> None:
    if step.operation is Operation.DELETE:
        copy(step.obj).delete()  # which forgets its key; the log needs it
    else:
        step.obj.full_clean(validate_unique=False)
        step.obj.save()


def _log(upload: SpreadsheetUpload, plan: Plan) -> None:
    """One entry for each municipality, where its history shows it."""
    by_key = {step.municipality.ags: step.municipality for step in plan.steps}
    deleted = {
        step.obj.pk: step
        for step in plan.steps
        if step.operation is Operation.DELETE and isinstance(step.obj, Municipality)
    }
    changes: dict[str, list[dict[str, Any]]] = {ags: [] for ags in by_key}
    for step in plan.steps:
        changes[step.municipality.ags].append(
            {
                "operation": step.operation.value,
                "consultation": str(step.obj) if isinstance(step.obj, Consultation) else "",
                "line": step.line,
                "cells": [
                    {"field": c.field, "before": c.shown_before, "after": c.shown_after}
                    for c in step.cells
                ],
            }
        )
    for ags, municipality in by_key.items():
        log(
            instance=municipality,
            action=LOG_ACTION,
            user=upload.user,
            title=str(municipality),
            data={"file": upload.name, "changes": changes[ags]},
            deleted=ags in deleted,
        )
