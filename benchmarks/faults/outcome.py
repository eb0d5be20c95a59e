"""The tally of one kind of fault, injected many times."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

# Maximum number of failures in a JSON record.
MAX_FAILURES = 20
# Most characters of a failure in a table.
MAX_CELL = 120


@dataclass(slots=True)
class Outcome:
    """The tally of one kind of fault.

    Attributes:
        fault: description of the fault.
        promise: what must hold afterwards.
        engine: engine of the indexes.
        tried: number of times it was injected.
        failures: one line for each time the promise was broken.
        notes: counts of how the tries ended, by description.
        remarks: further results, such as the worst measured value.
    """

    fault: str
    promise: str
    engine: str
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def survived(self) -> int:
        """Number of times the promise held."""
        return self.tried - len(self.failures)

    def count(self, failure: str | None, note: str | None = None) -> None:
        """Count one try.

        Args:
            failure: how the promise was broken; None if it held.
            note: how the try ended.
        """
        self.tried += 1
        if failure is not None:
            self.failures.append(failure)
        if note is not None:
            self.notes[note] = self.notes.get(note, 0) + 1

    def record(self) -> dict[str, Any]:
        """Return the tally as a JSON object."""
        return {**asdict(self), "survived": self.survived, "failures": self.failures[:MAX_FAILURES]}


def _cell(text: str) -> str:
    """Return a text as a cell of a Markdown table, shortened if it is long."""
    text = " ".join(text.replace("|", "\\|").split())
    return text if len(text) <= MAX_CELL else f"{text[:MAX_CELL]}..."


def table(outcomes: Iterable[Outcome]) -> str:
    """Return tallies as a Markdown table."""
    rows = ["| fault | engine | tried | survived | lost | details |", "| --- | --- | --- | --- | --- | --- |"]
    for each in outcomes:
        lost = "nothing" if not each.failures else f"{len(each.failures)} failed: {_cell(each.failures[0])}"
        notes = "; ".join([*(f"{count:,} {name}" for name, count in sorted(each.notes.items())), *each.remarks])
        rows.append(f"| {each.fault} | {each.engine} | {each.tried:,} | {each.survived:,} | {lost} | {notes} |")
    return "\n".join(rows) + "\n"
