"""What came of doing one kind of fault many times."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

# So many of the failures are shown in a report.
SHOWN = 20


@dataclass(slots=True)
class Outcome:
    """A tally.

    Attributes:
        fault: what was done.
        promise: what must hold after it.
        engine: of the indexes.
        tried: how many times it was done.
        failures: what was lost or went wrong, a line for each time that the promise did not hold.
        notes: counts that tell more, by name.
    """

    fault: str
    promise: str
    engine: str
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)

    @property
    def survived(self) -> int:
        """How many times the promise held."""
        return self.tried - len(self.failures)

    def count(self, failure: str | None, note: str | None = None) -> None:
        """Count one try: what went wrong with it, if anything, and what is to be told of it."""
        self.tried += 1
        if failure is not None:
            self.failures.append(failure)
        if note is not None:
            self.notes[note] = self.notes.get(note, 0) + 1

    def record(self) -> dict[str, Any]:
        """Return the tally for JSON."""
        return {**asdict(self), "survived": self.survived, "failures": self.failures[:SHOWN]}


def table(outcomes: Iterable[Outcome]) -> str:
    """Return the tallies as Markdown."""
    rows = ["| fault | engine | tried | survived | lost | of them |", "| --- | --- | --- | --- | --- | --- |"]
    for each in outcomes:
        lost = "nothing" if not each.failures else f"{len(each.failures)} failed: {each.failures[0]}"
        notes = "; ".join(f"{count:,} {name}" for name, count in sorted(each.notes.items()))
        rows.append(f"| {each.fault} | {each.engine} | {each.tried:,} | {each.survived:,} | {lost} | {notes} |")
    return "\n".join(rows) + "\n"
