"""The state of the site as servers read it: on a connection of its own."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from delivery.changes.clock import read_clock
from delivery.models import Clock, Mark
from delivery.page_cache.clock_line import ClockLine

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("django_db_serialized_rollback"),
]


@pytest.fixture
def line():
    line = ClockLine()
    yield line
    line.close()


def test_it_reads_what_is_committed_and_nothing_else(line):
    read_clock()
    first = line.read()
    assert first == line.read()
    assert first.token == Clock.objects.get().token
    Mark.objects.create(what=Mark.What.EVERYTHING)
    second = line.read()
    assert second.token != first.token
    assert second == line.read()
    if connection.vendor == "postgresql":  # SQLite's tests share one database in memory
        with transaction.atomic():
            Mark.objects.create(what=Mark.What.EVERYTHING)
            seen = []

            def look() -> None:
                other = ClockLine()
                seen.append(other.read())
                other.close()

            thread = Thread(target=look)
            thread.start()
            thread.join()
        assert seen == [second]
    assert not Mark.objects.filter(is_noticed=False).exclude(what="everything").exists()


def test_it_begins_with_an_empty_table(line):
    Clock.objects.all().delete()
    assert line.read().token == Clock.objects.get().token


def test_what_is_due_makes_another_state(line):
    clock = read_clock()
    first = line.read()
    Clock.objects.filter(pk=clock.pk).update(due_at=timezone.now() + timedelta(hours=1))
    assert line.read() == first
    Clock.objects.filter(pk=clock.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    assert line.read().token != first.token


def test_a_lost_connection_is_replaced(line):
    first = line.read()
    line._connection.connection.close()
    if connection.vendor == "sqlite":  # whose wrapper would not notice
        line._connection.connection = None
        line._run = lambda: 1 / 0
    assert line.read() == first


def test_a_database_that_does_not_answer_is_no_state(line, monkeypatch, caplog):
    def refuse() -> None:
        raise OperationalError("no connection to be had")

    monkeypatch.setattr(line, "_open", refuse)
    assert line.read() is None
    assert "could not be read" in caplog.text
