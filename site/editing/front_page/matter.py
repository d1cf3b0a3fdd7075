"""What waits for an editor: a number on the admin's front page, and the list that shows it.

Both ask the same `find`, so that they cannot disagree.
"""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse


class Matter:
    """One thing to look after.

    `name` is its part of addresses, `label` stands beside the number, `url_name` leads to the list.
    """

    name: ClassVar[str]
    label: ClassVar[Any]
    icon: ClassVar[str]

    def is_for(self, user: Any) -> bool:
        """Whether the user may do something about it. Costs no query of its own."""
        raise NotImplementedError

    def find(self, user: Any) -> QuerySet:
        """What waits for this user, no more than they may see."""
        raise NotImplementedError

    def count(self, user: Any) -> int:
        """How much waits, in one query."""
        return self.find(user).count()

    def url(self) -> str:
        """Where the list is that shows exactly what is counted."""
        return reverse(f"editing_{self.name}")
