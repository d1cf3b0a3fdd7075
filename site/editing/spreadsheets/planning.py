"""The rows of a file against the database and the official list of municipalities."""

from collections import defaultdict
from collections.abc import Callable
from copy import copy
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pool.models import Consultation, Municipality
from pool.reference_data import read_municipalities

from .columns import AGS, CONSULTATION, FACTS, NAME, NUMBER, SAMPLE, YEAR, Column, shown
from .entries import Entry, Problem, Reading, WantedConsultation
from .plan import CellChange, Operation, Plan, Step

# Whether the editor may do something with a municipality.
May = Callable[[Operation, Municipality], bool]

# Facts that the key itself decides.
OF_THE_KEY = ("state", "district_ags")
OF_CONSULTATION = {"kind": CONSULTATION, "year": YEAR, "is_sample": SAMPLE}
# What of a new municipality the preview shows.
_OF_NEW = (NAME, *FACTS)


class Missing(models.TextChoices):
    """What happens with what the file does not have."""

    KEEP = "keep", gettext_lazy("Keep it")
    CONSULTATIONS = "consultations", gettext_lazy("Remove consultations")
    MUNICIPALITIES = "municipalities", gettext_lazy("Remove consultations and municipalities")


def make_plan(reading: Reading, missing: str, may: May) -> Plan:
    """Compare; the number of queries does not grow with the file."""
    planner = _Planner(reading, may)
    planner.compare()
    if missing != Missing.KEEP and not planner.plan.problems:
        planner.remove_missing(with_municipalities=missing == Missing.MUNICIPALITIES)
    planner.plan.problems.sort(key=lambda problem: problem.line)
    return planner.plan


class _Planner:
    def __init__(self, reading: Reading, may: May) -> None:
        self.reading = reading
        self.may = may
        self.plan = Plan(problems=list(reading.problems), notes=list(reading.notes))
        self.current = {found.ags: found for found in Municipality.objects.all()}
        self.official = {found.ags: found for found in read_municipalities()}
        self.keys_by_name: dict[str, list[str]] = defaultdict(list)
        for found in (self.official | self.current).values():
            self.keys_by_name[found.name.casefold()].append(found.ags)
        self.consultations: dict[str, list[Consultation]] = defaultdict(list)
        for consultation in Consultation.objects.order_by("sort_order", "pk"):
            self.consultations[consultation.municipality_id].append(consultation)

    def compare(self) -> None:
        by_key: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.reading.entries:
            by_key[entry.ags].append(entry)
        for ags, entries in by_key.items():
            if ags in self.current or ags in self.official:
                self._compare_municipality(ags, entries)
            else:
                self._problems_of_unknown(entries)

    def remove_missing(self, *, with_municipalities: bool) -> None:
        """Steps that delete what no row names."""
        if not self.reading.has_consultations:
            reason = _("To remove consultations the file must have this column.")
            self.plan.problems.append(Problem(1, str(CONSULTATION.heading), "", reason))
            return
        named = {entry.ags for entry in self.reading.entries}
        for ags, municipality in self.current.items():
            if with_municipalities and ags not in named:
                self._step(Operation.DELETE, municipality, municipality, line=None)
                continue
            for consultation in self.consultations[ags]:
                self._step(Operation.DELETE, consultation, municipality, line=None)

    def _problems_of_unknown(self, entries: list[Entry]) -> None:
        for entry in entries:
            reason = _(
                "There is no municipality with this key in the official list. If it is new, please "
                "add it by hand first."
            )
            self._problem(entry, AGS, entry.ags, f"{reason} {self._hint(entry.name)}".strip())

    def _compare_municipality(self, ags: str, entries: list[Entry]) -> None:
        before = len(self.plan.problems)
        for entry in entries:
            self._check_name(entry)
        facts, line = self._facts(entries)
        if len(self.plan.problems) > before:
            return
        steps = len(self.plan.steps)
        municipality = self._compare_facts(ags, facts, entries, line)
        changed = {step.line for step in self.plan.steps[steps:]}
        changed |= self._compare_consultations(municipality, entries)
        self.plan.unchanged += sum(entry.line not in changed for entry in entries)

    def _check_name(self, entry: Entry) -> None:
        versions = (self.current.get(entry.ags), self.official.get(entry.ags))
        names = list(dict.fromkeys(version.name for version in versions if version))
        if entry.name.casefold() in (name.casefold() for name in names):
            return
        reason = _("The municipality with the key %(ags)s is called “%(name)s”.") % {
            "ags": entry.ags,
            "name": names[0],
        }
        self._problem(entry, NAME, entry.name, f"{reason} {self._hint(entry.name)}".strip())

    def _hint(self, name: str) -> str:
        """Which key a name has, for somebody who mistyped the key."""
        known = self.official | self.current
        keys = self.keys_by_name.get(name.casefold(), [])
        named = ", ".join(f"{key} ({known[key].district})" for key in keys)
        hint = _("“%(name)s” has the key %(keys)s.") % {"name": name, "keys": named}
        return hint if keys else ""

    def _facts(self, entries: list[Entry]) -> tuple[dict[str, Any], dict[str, int]]:
        """What all rows of a municipality say together, and in which line each was said first."""
        facts: dict[str, Any] = {}
        lines: dict[str, int] = {}
        ags = entries[0].ags
        versions = [found for found in (self.current.get(ags), self.official.get(ags)) if found]
        for entry in entries:
            for column in FACTS:
                if column.name not in entry.facts:
                    continue
                value = entry.facts[column.name]
                right = [getattr(version, column.name) for version in versions]
                if column.name in OF_THE_KEY and value not in right:
                    reason = _("That does not fit the AGS: it would be “%(right)s”.")
                    reason %= {"right": shown(column, right[0])}
                    self._problem(entry, column, shown(column, value), reason)
                elif facts.setdefault(column.name, value) != value:
                    reason = _("Line %(line)s says otherwise of the same municipality.")
                    reason %= {"line": lines[column.name]}
                    self._problem(entry, column, shown(column, value), reason)
                lines.setdefault(column.name, entry.line)
        return facts, lines

    def _compare_facts(
        self, ags: str, facts: dict[str, Any], entries: list[Entry], lines: dict[str, int]
    ) -> Municipality:
        old = self.current.get(ags)
        new = copy(old or self.official[ags])
        if old and entries[0].name.casefold() != old.name.casefold():
            facts = {"name": self.official[ags].name, **facts}
        for name, value in facts.items():
            setattr(new, name, value)
        line = min(lines.values(), default=entries[0].line)
        if old is None:
            cells = _cells(_OF_NEW, None, new)
            self._step(Operation.ADD, new, new, line=line, cells=cells)
        elif cells := _cells(_OF_NEW, old, new):
            self._step(Operation.CHANGE, new, new, line=line, cells=cells)
        return new

    def _compare_consultations(self, municipality: Municipality, entries: list[Entry]) -> set[int]:
        """Pair rows and consultations; the lines of the rows that change something."""
        wanted = [(entry, entry.consultation) for entry in entries if entry.consultation]
        existing = self.consultations[municipality.ags]
        pairs = self._numbered(wanted, existing)
        for fits in (_is_same, _is_same_but_sample):
            for entry, want in wanted:
                if entry.line not in pairs and want.number is None:
                    free = (found for found in existing if found not in pairs.values())
                    match = next((found for found in free if fits(want, found)), None)
                    pairs |= {entry.line: match} if match else {}
        order = max((found.sort_order or 0 for found in existing), default=-1)
        changed = set()
        for entry, want in wanted:
            old = pairs.get(entry.line)
            new = copy(old) or Consultation(is_sample=False)
            new.municipality, new.kind, new.year = municipality, want.kind, want.year
            if want.is_sample is not None:
                new.is_sample = want.is_sample
            if old is None:
                order += 1
                new.sort_order = order
            cells = _cells_of_consultation(old, new)
            if cells:
                operation = Operation.CHANGE if old else Operation.ADD
                self._step(operation, new, municipality, line=entry.line, cells=cells)
                changed.add(entry.line)
        paired = [found.pk for found in pairs.values()]
        self.consultations[municipality.ags] = [f for f in existing if f.pk not in paired]
        return changed

    def _numbered(
        self, wanted: list[tuple[Entry, WantedConsultation]], existing: list[Consultation]
    ) -> dict[int, Consultation]:
        pairs: dict[int, Consultation] = {}
        lines: dict[int, int] = {}
        for entry, want in wanted:
            if want.number is None:
                continue
            if want.number in lines:
                reason = _("Line %(line)s has the same number for this municipality.")
                reason %= {"line": lines[want.number]}
                self._problem(entry, NUMBER, str(want.number), reason)
            elif want.number <= len(existing):
                pairs[entry.line] = existing[want.number - 1]
            lines.setdefault(want.number, entry.line)
        return pairs

    def _step(
        self,
        operation: Operation,
        obj: models.Model,
        municipality: Municipality,
        *,
        line: int | None,
        cells: tuple[CellChange, ...] = (),
    ) -> None:
        # Consultations are part of their municipality.
        needed = operation if isinstance(obj, Municipality) else Operation.CHANGE
        is_part_of_new = municipality.ags not in self.current
        if not self.may(Operation.ADD if is_part_of_new else needed, municipality):
            reason = _("Your role does not allow you to make this change.")
            self.plan.problems.append(Problem(line or 1, "", str(municipality), reason))
        self.plan.steps.append(Step(operation, obj, municipality, cells, line))

    def _problem(self, entry: Entry, column: Column, value: str, reason: str) -> None:
        self.plan.problems.append(Problem(entry.line, str(column.heading), value, reason))


def _is_same(want: WantedConsultation, found: Consultation) -> bool:
    is_sample = found.is_sample if want.is_sample is None else want.is_sample
    return _is_same_but_sample(want, found) and is_sample == found.is_sample


def _is_same_but_sample(want: WantedConsultation, found: Consultation) -> bool:
    return (want.kind, want.year) == (found.kind, found.year)


def _cells(
    columns: tuple[Column, ...], old: Municipality | None, new: Municipality
) -> tuple[CellChange, ...]:
    return _differences({column.name: column for column in columns}, old, new)


def _cells_of_consultation(old: Consultation | None, new: Consultation) -> tuple[CellChange, ...]:
    return _differences(OF_CONSULTATION, old, new)


def _differences(
    columns: dict[str, Column], old: models.Model | None, new: models.Model
) -> tuple[CellChange, ...]:
    """The fields in which two versions of an object differ; all of them for a new one."""
    found = []
    for name, column in columns.items():
        before, after = (getattr(old, name) if old else None), getattr(new, name)
        if old is None or before != after:
            shown_before = shown(column, before) if old else ""
            found.append(
                CellChange(
                    name, str(column.heading), before, after, shown_before, shown(column, after)
                )
            )
    return tuple(found)
