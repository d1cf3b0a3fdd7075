"""Indexes for tables in use can be made and dropped on both databases."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from core.concurrent_indexes import (
    AddIndexConcurrently,
    AddIndexToTable,
    RemoveIndexConcurrently,
)

TABLE = "visits_visit"
NAME = "visits_by_place"


def indexes() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, TABLE))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_index_comes_and_goes_on_the_database_in_use() -> None:
    fields = [("id", models.AutoField(primary_key=True)), ("place", models.CharField(max_length=9))]
    states = [ProjectState()]
    operations = [
        migrations.CreateModel("Visit", fields),
        AddIndexConcurrently("visit", models.Index(fields=["place"], name=NAME)),
        RemoveIndexConcurrently("visit", NAME),
    ]
    for operation in operations:
        states.append(states[-1].clone())
        operation.state_forwards("visits", states[-1])
    create, add, remove = operations
    with connection.schema_editor() as editor:
        create.database_forwards("visits", editor, states[0], states[1])
    try:
        with connection.schema_editor(atomic=False) as editor:
            add.database_forwards("visits", editor, states[1], states[2])
            assert NAME in indexes()
            remove.database_forwards("visits", editor, states[2], states[3])
            assert NAME not in indexes()
            remove.database_backwards("visits", editor, states[3], states[2])
            assert NAME in indexes()
            add.database_backwards("visits", editor, states[2], states[1])
            assert NAME not in indexes()
            by_hand = AddIndexToTable(NAME, TABLE, '"place" DESC NULLS LAST, "id"')
            for _twice in range(2):
                by_hand.database_forwards("visits", editor, states[1], states[1])
                assert NAME in indexes()
            by_hand.database_backwards("visits", editor, states[1], states[1])
            assert NAME not in indexes()
    finally:
        with connection.schema_editor() as editor:
            create.database_backwards("visits", editor, states[1], states[0])
