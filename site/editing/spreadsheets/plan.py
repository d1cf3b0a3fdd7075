"""What an import would change: what the preview shows, and what is written when it is confirmed."""

import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from pool.models import Consultation, Municipality

from .entries import Problem


class Operation(StrEnum):
    ADD = "add"
    CHANGE = "change"
    DELETE = "delete"


@dataclass(frozen=True)
class CellChange:
    """A value before and after, as the preview shows it (`shown_…`) and as the model has it."""

    field: str
    heading: str
    before: Any
    after: Any
    shown_before: str
    shown_after: str


@dataclass(frozen=True)
class Step:
    """One object to write. `line` is the row that says so, None for a removal."""

    operation: Operation
    obj: Model
    municipality: Municipality
    cells: tuple[CellChange, ...] = ()
    line: int | None = None

    @property
    def title(self) -> str:
        """The municipality, and the consultation if the step is about one."""
        if isinstance(self.obj, Consultation):
            return f"{self.municipality}: {self.obj}"
        return str(self.municipality)

    def identity(self) -> list[Any]:
        """What the step does, without what differs from one request to the next."""
        cells = [[cell.field, cell.before, cell.after] for cell in self.cells]
        return [self.operation, self.obj._meta.label, self.municipality.ags, self.obj.pk, cells]


@dataclass
class Plan:
    """The steps in the order of the file, and what speaks against writing them."""

    steps: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def digest(self) -> str:
        """The same for two plans that write the same to the same data."""
        steps = [step.identity() for step in self.steps]
        return sha256(json.dumps(steps, cls=DjangoJSONEncoder).encode()).hexdigest()

    @property
    def may_be_written(self) -> bool:
        return bool(self.steps) and not self.problems

    def count(self, operation: Operation) -> int:
        return self.counts()[operation]

    def counts(self) -> Counter[str]:
        """How many steps there are of each operation."""
        return Counter(step.operation.value for step in self.steps)
