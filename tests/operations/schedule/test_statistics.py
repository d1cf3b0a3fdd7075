"""SQLite chooses among indexes by statistics that somebody has to renew."""

import pytest
from django.db import connection

from operations.schedule.statistics import renew_statistics
from tests import factories

pytestmark = pytest.mark.django_db


def test_statistics_know_what_has_grown():
    if connection.vendor != "sqlite":
        assert "itself" in renew_statistics()
        return
    for number in range(30):
        factories.TopicFactory(name=f"Thema {number}")
    renew_statistics()
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'core_topic' LIMIT 1")
        (stat,) = cursor.fetchone()
    assert int(stat.split()[0]) >= 30
