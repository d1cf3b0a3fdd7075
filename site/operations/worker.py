"""The background worker of `make run`; a server runs `manage.py db_worker` beside the site."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from django.db import connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from delivery.webhooks.delivering import wake_all

BACKEND = "background"
INTERVAL = 2  # seconds between two looks for something to do
PAUSE = 10  # seconds after an error

logger = logging.getLogger(__name__)


@contextmanager
def background_worker(interval: float = INTERVAL) -> Iterator[None]:
    """Inside, a thread does what is queued for the background; what it is at, it ends first."""
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=interval,
        batch=False,
        backend_name=BACKEND,
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
    thread = Thread(target=_work, args=[worker], name="background worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        worker.running = False
        thread.join(timeout=interval + 1)


def _work(worker: Worker) -> None:
    try:
        wake_all()
        while worker.running:
            _run(worker)
    finally:
        connections.close_all()


def _run(worker: Worker) -> None:
    try:
        worker.run()
    except Exception:
        logger.exception("The background worker stopped; it goes on in %s seconds", PAUSE)
        connections.close_all()
        for _ in range(PAUSE):
            if worker.running:
                time.sleep(1)
