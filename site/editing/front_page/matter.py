"""What waits for an editor: a number on the admin's front page, and the list that shows it.

Both ask the same `find`, so that they cannot disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse


@dataclass(frozen=True)
class Matter:
    """One thing to look after.

    `name` is its part of addresses, `label` stands beside the number. `is_for` says whether a user
    may do something about it and costs no query of its own; `find` gets what waits for them, no
    more than they may see. `list_url` leads to the list, if that is not one of the front page's.
    """

    name: str
    label: Any
    icon: str
    is_for: Callable[[Any], bool]
    find: Callable[[Any], QuerySet]
    list_url: Callable[[], str] | None = None

    def count(self, user: Any) -> int:
        """How much waits, in one query."""
        return self.find(user).count()

    def url(self) -> str:
        """Where the list is that shows exactly what is counted."""
        return self.list_url() if self.list_url else reverse(f"editing_{self.name}")
