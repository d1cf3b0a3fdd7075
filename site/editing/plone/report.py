"""What is told about an import: what was made, and everything that was not understood."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Note:
    """Something that a person should look at: where it stood in Plone, and what about it."""

    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path or '/'}: {self.problem}"


@dataclass
class Report:
    """`made` and `known` count by kind what was made, and what an earlier import had made."""

    made: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)

    def note(self, path: str, problem: str) -> None:
        """Tell something once, however often it is found at the same place."""
        note = Note(path, problem)
        if note not in self.notes:
            self.notes.append(note)

    def data(self) -> dict[str, Any]:
        """The report as JSON: `{made: {kind: count}, known: {…}, notes: [{path, problem}]}`."""
        return {
            "made": dict(sorted(self.made.items())),
            "known": dict(sorted(self.known.items())),
            "notes": [{"path": note.path, "problem": note.problem} for note in self.notes],
        }

    def lines(self, *, dry_run: bool) -> Iterator[str]:
        """The report as a person reads it."""
        yield "What would be made:" if dry_run else "Made:"
        yield from _counted(self.made)
        if self.known:
            yield "Imported before, left as they are:"
            yield from _counted(self.known)
        if self.notes:
            yield f"To look at ({len(self.notes)}):"
            yield from (f"  {note}" for note in self.notes)
        else:
            yield "Everything was understood."


def _counted(counts: Counter[str]) -> Iterator[str]:
    for kind, count in sorted(counts.items()):
        yield f"  {count:>5}  {kind}"
    if not counts:
        yield "      0"
