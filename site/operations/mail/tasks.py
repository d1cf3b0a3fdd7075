"""What the background worker does for mails."""

from django_tasks import task

from . import delivering


@task(backend="background")
def deliver_mails() -> None:
    """Deliver what is due."""
    delivering.deliver_due()
