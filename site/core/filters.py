"""Filters of public lists: every value is chosen from a list, anything else is a 404."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

PAGE_PARAMETER = "page"
_NUMBER = re.compile(r"[1-9][0-9]*")


@dataclass
class Choice:
    """One filter: its parameter, its label and the values that exist as (value, label)."""

    name: str
    label: str | Promise
    options: Sequence[tuple[str, str | Promise]]
    selected: str = field(default="", init=False)
    # How many entries each value leaves, where somebody counted (`core.facets`).
    counts: Mapping[str, int] | None = field(default=None, init=False)

    @property
    def counted_options(self) -> list[tuple[str, str | Promise, int | None]]:
        """(value, label, number of entries or None if they were not counted)."""
        if self.counts is None:
            return [(value, label, None) for value, label in self.options]
        return [(value, label, self.counts.get(value, 0)) for value, label in self.options]

    @property
    def selected_label(self) -> str:
        return next((str(label) for value, label in self.options if value == self.selected), "")


class Filters:
    """The filters of a list with what the address chose.

    `arrangement` is how the list is shown, chosen like a filter but leaving nothing out: it stays
    when all filters are removed.

    Raises `Http404`, with a sentence that names the parameter, for a parameter that does not
    exist, one given twice, or a value that is not in its list.
    """

    def __init__(
        self, parameters: QueryDict, choices: Sequence[Choice], arrangement: Choice | None = None
    ) -> None:
        self.choices = list(choices)
        self.arrangement = arrangement
        self._all = [*self.choices, arrangement] if arrangement else self.choices
        self._by_name = {choice.name: choice for choice in self._all}
        self.page_number = "1"
        for name, values in parameters.lists():
            if len(values) != 1:
                raise Http404(_("The filter “%(name)s” is given more than once.") % {"name": name})
            self._select(name, values[0])

    def _select(self, name: str, value: str) -> None:
        if name == PAGE_PARAMETER:
            self.page_number = value
            return
        choice = self._by_name.get(name)
        if choice is None:
            raise Http404(_("There is no filter “%(name)s”.") % {"name": name})
        if value and value not in [option for option, __ in choice.options]:
            raise Http404(
                _("“%(value)s” is no value of the filter “%(name)s”.")
                % {"value": value, "name": name}
            )
        choice.selected = value

    def __getitem__(self, name: str) -> str:
        """The chosen value, "" if none is."""
        return self._by_name[name].selected

    @property
    def active(self) -> list[Choice]:
        """The filters that are set."""
        return [choice for choice in self.choices if choice.selected]

    @property
    def is_plain(self) -> bool:
        """Whether this is the list as it stands at its own address, whichever page of it."""
        return not any(choice.selected for choice in self._all)

    def without_filters(self) -> str:
        """The query string of the list with no filter set, shown the same way."""
        return self.query(**{choice.name: "" for choice in self.choices})

    def query(self, **changes: str) -> str:
        """The query string ("?…") of this choice with changes; empty values are left out."""
        values = {choice.name: choice.selected for choice in self._all} | changes
        parameters = QueryDict(mutable=True)
        parameters.update({name: value for name, value in values.items() if value})
        return f"?{parameters.urlencode()}" if parameters else "?"


def paginate(entries: QuerySet | Sequence, filters: Filters, size: int) -> Page:
    """One page of a list. Raises `Http404` past the end and for what is not a number."""
    try:
        # int() also takes " 1", "+1", "1_0" and digits of other scripts: one page, many addresses.
        if not _NUMBER.fullmatch(filters.page_number):
            raise PageNotAnInteger
        return Paginator(entries, size).page(filters.page_number)
    except (EmptyPage, PageNotAnInteger):
        raise Http404(
            _("There is no page “%(number)s” of this list.") % {"number": filters.page_number}
        ) from None
