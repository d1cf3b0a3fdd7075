"""Content that a whole module starts from, made once: `with made_once(django_db_blocker): …`.

Making a site with pages in two languages takes up to a second, and some modules ask for it often.
A module fixture makes it inside a transaction that stays open; each test (`db`) runs in a
savepoint within, so that the next one finds it as it was made. Only for modules in which every test
that uses the database starts from this content: the others would find it too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache
from django.db import transaction


@contextmanager
def made_once(blocker: Any) -> Iterator[None]:
    """What is written inside stays until the end of the block, and then is taken back."""
    cache.clear()  # keys of another test's pages
    around = transaction.atomic()
    around._from_testcase = True  # durable blocks inside are those of a test, as in Django's own
    with blocker.unblock(), around:
        yield
        transaction.set_rollback(True)
