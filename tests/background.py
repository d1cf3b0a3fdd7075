"""What a worker would do: `work()` does what waits in the queue, once."""

from django_tasks_db.models import DBTaskResult


def work() -> int:
    """Run what is due; how many tasks there were. An error in one is the test's."""
    waiting = list(DBTaskResult.objects.ready())
    for row in waiting:
        args = row.args_kwargs
        row.delete()
        row.task.call(*args["args"], **args["kwargs"])
    return len(waiting)
