"""What the background worker does (`manage.py db_worker --backend background`)."""

from django_tasks import task


@task(backend="background")
def purge_caches() -> None:
    """Tell the caches in front of the site what to forget."""
    from . import purging

    purging.purge()
