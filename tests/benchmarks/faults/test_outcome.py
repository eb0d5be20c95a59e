"""The tally of a kind of fault."""

from __future__ import annotations

from benchmarks.faults.outcome import Outcome, table


def test_a_failure_is_shown_in_the_table() -> None:
    outcome = Outcome("kill", "nothing lost", "whoosh")
    outcome.count(None, "old state")
    outcome.count("all lost")
    assert (outcome.tried, outcome.survived) == (2, 1)
    assert "| kill | whoosh | 2 | 1 | 1 failed: all lost | 1 old state |" in table([outcome])
