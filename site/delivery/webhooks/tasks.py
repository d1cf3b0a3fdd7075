"""What the background worker does (`manage.py db_worker --backend background`)."""

from django_tasks import task

from ..changes.settling import settle
from . import delivering


@task(backend="background")
def deliver_due(endpoint_id: int) -> None:
    """Send an endpoint what is due."""
    delivering.deliver(endpoint_id)


@task(backend="background")
def look_for_changes() -> None:
    """Settle what was written: for webhooks, and so that whoever asks need not wait for it."""
    settle()
