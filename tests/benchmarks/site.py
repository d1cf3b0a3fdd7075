"""A site of any size, in minutes: N news items, N advisors, and municipalities.

What surrounds them is the demo content (`frame`). The items go straight into the tables, with all
that saving and publishing them one by one would have written for visitors and the API: search,
references, links, the record of public change. tests/benchmarks/test_site.py compares the two.
Left out is what only editors need: versions, and the sentences that wagtail-localize keeps.

    python -m tests.benchmarks.site --size 2000     # fills the database of DATABASE_URL

The database must be migrated and empty; pictures go to MEDIA_ROOT.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Report = Callable[[str], Any]
EACH = 10_000  # items between two lines of progress


def build(size: int, report: Report = lambda text: None, *, image_scale: float = 0.5) -> None:
    """Fill the database; `report` gets lines of progress."""
    from .frame import make_frame

    make_frame(image_scale)
    report("Frame")
    grow(size, report)


def grow(size: int, report: Report = lambda text: None) -> None:
    """Add the items to a site that has its frame."""
    from django.db import connection
    from django.utils import timezone
    from wagtail.search.index import insert_or_update_object
    from wagtail.search.models import IndexEntry

    from core.models.search import SearchOccurrence
    from core.search.index import update_pages
    from delivery.changes.marks import mark_object
    from delivery.changes.settling import settle
    from pool.models import Municipality, StatePage

    from .advisor_items import AdvisorItems
    from .indexing import Entries, SiteSearch
    from .items import Kit
    from .municipalities import add_municipalities
    from .news_items import NewsItems
    from .pages import Pages
    from .rows import Writer, in_bulk

    sequence = settle().sequence
    slow = [SearchOccurrence] if connection.vendor == "sqlite" else [SearchOccurrence, IndexEntry]
    with in_bulk(*slow):
        writer = Writer()
        entries, search = Entries(writer), SiteSearch(writer)
        pages = Pages(writer, entries, search)
        kit = Kit(writer, pages, entries)
        news, advisors = NewsItems(kit), AdvisorItems(kit)
        for kind, items in (("News", news), ("Advisors", advisors)):
            for number in range(size):
                items.add(number)
                if (number + 1) % EACH == 0:
                    report(f"{kind}: {number + 1}")
        add_municipalities(writer, entries, size, report)
        last = pages.finish(sequence, timezone.now())
        entries.write()
        search.write()
        writer.finish()
        pages.count_children(news.branch, advisors.branch)
        _set_clock(last)
        mark_object(Municipality())
        report("Indexes")
    _analyze()
    # They name the municipalities that were advised.
    states = list(StatePage.objects.all())
    update_pages([page.pk for page in states])
    for page in states:
        insert_or_update_object(page)
    settle()
    _analyze()
    report("Statistics of the tables")


def _set_clock(sequence: int) -> None:
    from delivery.changes.clock import locked_clock

    clock = locked_clock()
    clock.sequence = sequence
    clock.save(update_fields=["sequence"])


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        is_alone = connection.vendor == "postgresql" and not connection.in_atomic_block
        cursor.execute("VACUUM ANALYZE" if is_alone else "ANALYZE")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--size", type=int, default=200, help="news items, and advisors")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site"))
    import django

    django.setup()
    begun = time.monotonic()
    build(options.size, lambda text: print(f"{time.monotonic() - begun:6.1f} s  {text}"))


if __name__ == "__main__":
    main()
