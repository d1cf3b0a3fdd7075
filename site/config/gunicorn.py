"""How gunicorn serves the site: `gunicorn --config site/config/gunicorn.py`, from any folder.

Why gunicorn, and why threads, stands in docs/operations.md; tests/benchmarks/servers.py measures.
A proxy in front ends TLS, holds slow clients and limits bodies; this server answers the proxy only.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site"))

from config.handover import PatientWorker, on_reload, post_fork, post_worker_init  # noqa: E402
from operations.logs.configuration import logging_configuration  # noqa: E402

__all__ = ["on_reload", "post_fork", "post_worker_init"]  # which gunicorn calls

wsgi_app = "config.wsgi"
chdir = str(ROOT)
pythonpath = str(ROOT / "site")
proc_name = "site"

bind = os.environ.get("BIND", "127.0.0.1:8000").split(",")

# Processes use the cores, threads the time in which one of them waits for the database. A process
# takes up to 8 connections out of its pool, so more threads than that would wait for one.
worker_class = PatientWorker  # gthread
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_connections = 200  # that one process keeps open; others wait in the backlog

# A process whose main thread is silent for this long is replaced. A request may take longer.
timeout = 60
# How long a process that is told to end goes on with what it has begun.
graceful_timeout = 30
# Longer than a proxy keeps an idle connection (nginx and Caddy: 60 seconds and less), so that it is
# the proxy who hangs up: a POST on a connection that is just being closed can't be sent again.
keepalive = 75
# Begins anew after so many requests, one process after the other, whatever has piled up in it. A
# kept answer is a request too, and there may be thousands in a second.
max_requests = 1_000_000
max_requests_jitter = 200_000

# What a request's head may be; of its body, operations.requests.size decides.
limit_request_line = 8190
limit_request_fields = 100
limit_request_field_size = 8190

# Whom to believe about the client's address and TLS is for Django's settings alone: gunicorn would
# believe any neighbour on this machine.
forwarded_allow_ips = ""
secure_scheme_headers = {}
forwarder_headers = ""

# The file by which a process says that it lives; on a disk it may wait for others' writes.
if os.path.isdir("/dev/shm"):  # noqa: S108 - only whether it is there
    worker_tmp_dir = "/dev/shm"  # noqa: S108 - a nameless file
control_socket_disable = True
accesslog = None  # the site writes its own, without whole addresses of people
# The server's own messages in the same form: it quotes addresses with their queries.
logconfig_dict = logging_configuration(
    os.environ.get("LOG_FORMAT") or "json", os.environ.get("LOG_LEVEL") or "INFO"
)

# Counts of processes that have ended stay, so that totals never go down; a new server begins anew.
METRICS_FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")


def on_starting(server):
    if METRICS_FOLDER:
        Path(METRICS_FOLDER).mkdir(parents=True, exist_ok=True)
        for file in Path(METRICS_FOLDER).glob("*.db"):
            file.unlink()
