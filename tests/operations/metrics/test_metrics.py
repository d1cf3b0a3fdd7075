"""The numbers as Prometheus reads them, and who gets none."""

import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as all_settings
from django.core.cache import cache
from django.core.checks import run_checks
from django.db import DatabaseError, connection, transaction
from django.db.backends.signals import connection_created
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from delivery.webhooks.models import WebhookDelivery
from delivery.webhooks.tasks import look_for_changes
from home.models import HomePage
from operations.mail.models import QueuedMail
from operations.metrics import numbers
from operations.models import ScheduledJob
from tests.people import signed_in
from tests.trees import home

__all__ = ["home"]
pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-more-than-twenty-characters"
ADDRESS = "/health/metrics"

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def on(settings) -> None:
    settings.METRICS_ENABLED, settings.METRICS_TOKEN = True, TOKEN
    for metric in (numbers.requests, numbers.durations, numbers.database_errors):
        metric.clear()


def ask(**headers: str) -> Any:
    return Client().get(ADDRESS, headers={"Authorization": f"Bearer {TOKEN}"} | headers)


def samples() -> Samples:
    text = ask().content.decode()
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(name: str, **labels: str) -> float:
    return samples()[name, frozenset(labels.items())]


# --- Who may ask ----------------------------------------------------------------------------------


@pytest.mark.parametrize("sent", ["", f"Bearer {TOKEN}"])
def test_nothing_is_there_unless_it_is_switched_on(settings, sent: str) -> None:
    settings.METRICS_TOKEN = TOKEN

    assert Client().get(ADDRESS, headers={"Authorization": sent}).status_code == 404


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
        (f"Basic {TOKEN}", 404),
        (f"Bearer {TOKEN}x", 404),
        ("Bearer ", 404),
        ("Bearer ä", 404),
        ("", 404),
    ],
)
def test_it_is_there_for_whoever_has_the_token(sent: str, status: int) -> None:
    assert Client().get(ADDRESS, HTTP_AUTHORIZATION=sent).status_code == status


@pytest.mark.parametrize(
    ("remote", "status"), [("10.1.2.3", 200), ("::ffff:10.1.2.3", 200), ("10.2.2.3", 404)]
)
def test_or_who_asks_from_an_address_that_is_allowed(
    on: None, settings, remote: str, status: int
) -> None:
    settings.METRICS_TOKEN, settings.METRICS_ALLOWED = "", ["10.1.0.0/16"]

    response = Client().get(ADDRESS, REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR="10.1.2.3")

    assert response.status_code == status


def test_without_token_and_addresses_nobody_gets_them(on: None, settings) -> None:
    settings.METRICS_TOKEN = ""

    assert Client().get(ADDRESS, HTTP_AUTHORIZATION="Bearer ").status_code == 404


def test_mistakes_are_found_by_the_checks(on: None, settings) -> None:
    settings.METRICS_TOKEN, settings.METRICS_ALLOWED = "short", ["example.org"]
    found = run_checks(tags=["security"])
    assert {"operations.E004", "operations.E005"} <= {message.id for message in found}

    settings.METRICS_TOKEN, settings.METRICS_ALLOWED = "", []
    found = run_checks(tags=["security"], include_deployment_checks=True)
    assert {"operations.W002", "operations.W003"} <= {message.id for message in found}


def test_no_cache_keeps_them(on: None) -> None:
    assert "no-store" in ask()["Cache-Control"]


# --- What they say --------------------------------------------------------------------------------


@pytest.mark.usefixtures("on")
def test_requests_are_counted_by_view_and_never_by_address(home: HomePage) -> None:
    client = Client()
    for path in ("/de/", "/de/?a=b", "/de/gibt-es-nicht/", "/de/auch-nicht/", "/nirgends"):
        client.get(path)
    client.generic("BREW", "/de/")
    signed_in("managers").get("/admin/pages/")

    def count(view: str, method: str = "GET", status: str = "200") -> float:
        return value("site_requests_total", view=view, method=method, status=status)

    assert count("wagtail_serve") == 2
    assert count("wagtail_serve", status="404") == 2
    assert count("none", status="404") == 1
    assert value("site_request_seconds_count", view="wagtail_serve") == 5
    labels = {label for (name, pairs) in samples() for label in dict(pairs).values()}
    assert "other" in labels
    assert "admin" in labels
    assert not any("/" in label or "gibt-es-nicht" in label or "BREW" in label for label in labels)


@pytest.mark.usefixtures("on")
def test_statements_that_fail_are_counted_by_kind(home: HomePage) -> None:
    before = list(connection.execute_wrappers)
    Client().get("/de/")  # from now on new connections are watched
    connection_created.send(sender=type(connection), connection=connection)
    try:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")
    finally:
        connection.execute_wrappers[:] = before

    [kind] = [
        dict(labels)["kind"] for name, labels in samples() if name == "site_database_errors_total"
    ]
    assert kind in ("OperationalError", "ProgrammingError")


@pytest.mark.usefixtures("on")
def test_the_queue_the_mails_and_the_schedule_are_told() -> None:
    now = timezone.now()
    ScheduledJob.objects.create(name="publish", started_at=now, finished_at=now, succeeded_at=now)
    ScheduledJob.objects.create(
        name="expire", started_at=now, finished_at=now, succeeded_at=now - timedelta(hours=1)
    )
    for state in ("waiting", "given_up", "given_up"):
        QueuedMail.objects.create(state=state)
    look_for_changes.enqueue()

    found = samples()

    def one(name: str, **labels: str) -> float:
        return found[name, frozenset(labels.items())]

    assert one("site_tasks_waiting") == 1
    assert 0 <= one("site_task_oldest_seconds") < 60
    assert one("site_mails", state="given_up") == 2
    assert one("site_mails", state="delivered") == 0
    assert one("site_webhook_deliveries", state=WebhookDelivery.State.GIVEN_UP) == 0
    assert one("site_schedule_failed", job="publish") == 0
    assert one("site_schedule_failed", job="expire") == 1
    assert one("site_schedule_finished_timestamp_seconds", job="publish") == now.timestamp()


@pytest.mark.usefixtures("on")
def test_asking_costs_the_same_however_much_there_is(django_assert_max_num_queries) -> None:
    for number in range(20):
        QueuedMail.objects.create()
        ScheduledJob.objects.create(name=f"job {number}", started_at=timezone.now())

    with django_assert_max_num_queries(6):
        ask()


@pytest.mark.redis
@pytest.mark.usefixtures("on")
def test_reads_of_the_cache_are_counted(settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "operations.metrics.caching.CountedRedisCache",
            "LOCATION": os.environ["REDIS_URL"],
        }
    }
    numbers.cache_reads.clear()
    cache.set("metrics-a", 1, 10)

    assert cache.get("metrics-a") == 1
    assert cache.get("metrics-b", "nothing") == "nothing"
    assert cache.get_many(["metrics-a", "metrics-b"]) == {"metrics-a": 1}

    assert value("site_cache_reads_total", result="hit") == 2
    assert value("site_cache_reads_total", result="miss") == 2


COUNT = """
import sys
from prometheus_client import CollectorRegistry, Counter
counter = Counter("site_requests", "Requests", ["view"], registry=CollectorRegistry())
counter.labels("wagtail_serve").inc(int(sys.argv[1]))
"""


@pytest.mark.usefixtures("on")
def test_all_processes_are_counted_together(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    for times in ("2", "3"):
        subprocess.run([sys.executable, "-c", COUNT, times], check=True, timeout=60)  # noqa: S603

    assert value("site_requests_total", view="wagtail_serve") == 5
    assert value("site_tasks_waiting") == 0


def test_it_is_off_unless_somebody_asks_for_it() -> None:
    assert all_settings.METRICS_ENABLED is False
