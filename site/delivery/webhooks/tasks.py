"""What the background worker does (`manage.py db_worker --backend background`)."""

from django_tasks import task

from ..changes.clock import read_clock
from . import delivering


@task(backend="background")
def deliver_due(endpoint_id: int) -> None:
    """Send an endpoint what is due."""
    delivering.deliver(endpoint_id)


@task(backend="background")
def look_for_changes() -> None:
    """Settle what was written, so that webhooks are told without a visitor's request."""
    read_clock()
