"""Which request and which task this thread is at; every line of the log says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_request: ContextVar[str] = ContextVar("request", default="")
# The innermost last: a task may run others.
_tasks: ContextVar[tuple[str, ...]] = ContextVar("tasks", default=())


@contextmanager
def in_request(request_id: str) -> Iterator[None]:
    """Inside, lines belong to this request."""
    token = _request.set(request_id)
    try:
        yield
    finally:
        _request.reset(token)


@contextmanager
def in_task(name: str) -> Iterator[None]:
    """Inside, lines belong to this task or job."""
    begin_task(name)
    try:
        yield
    finally:
        end_task(name)


def begin_task(name: str) -> None:
    _tasks.set((*_tasks.get(), name))


def end_task(name: str) -> None:
    """Whatever began inside it has ended with it."""
    running = _tasks.get()
    if name in running:
        _tasks.set(running[: running.index(name)])


def current() -> dict[str, str]:
    """`{"request_id", "task"}`, as far as there are any."""
    tasks = _tasks.get()
    found = {"request_id": _request.get(), "task": tasks[-1] if tasks else ""}
    return {name: value for name, value in found.items() if value}
