"""Commits many times to one index: nothing accumulates, and readers keep what they opened."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

import bisearch
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.states import answers_of, digest_of, prepare_toggle

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random


# Commits until the sizes are compared with those of the beginning, between two looks at the answers, and between two
# times that the oldest reader opens the index anew.
SETTLED, LOOK, KEPT_OPEN = 20, 10, 100
# How many times as much as in the beginning may be held: postings are merged, and the descriptors of readers that are
# dropped are closed, only now and then.
GROWTH = 2.0
# The committed generation, and one for each of two readers.
MOST_GENERATIONS = 3


class _Held(NamedTuple):
    """What is held: bytes in the index's folder, generations there, and open descriptors of this process."""

    size: int
    generations: int
    descriptors: int

    @classmethod
    def now(cls, index: Path) -> _Held:
        """Return what is held now."""
        descriptors = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 -- only their number
        size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
        return cls(size, len(list(index.glob("generation-*"))), descriptors)


def run(folder: Path, engine: str, count: int, _random: Random) -> list[Outcome]:
    """Commit `count` times, with one reader that stays open and one that follows."""
    toggle = prepare_toggle(folder, engine)
    index, states = toggle.index, toggle.states
    outcome = Outcome(
        "commits to one index, one after the other",
        "sizes and descriptors are bounded, replaced generations are removed, readers answer as before",
        engine,
    )
    sizes: list[_Held] = []
    following, staying = bisearch.open(index), bisearch.open(index)
    try:
        expected = digest_of(answers_of(staying))
        for number in range(count):
            fault = None if toggle.turn(index, number) else "nothing was committed"
            if number % LOOK == LOOK - 1:
                fault = fault or _answer_fault(following, staying, expected, states)
            if number % KEPT_OPEN == KEPT_OPEN - 1:
                staying.close()
                staying = bisearch.open(index)
                expected = digest_of(answers_of(staying))
            following.refresh()
            sizes.append(_Held.now(index))
            outcome.count(fault or _size_fault(sizes))
    finally:
        following.close()
        staying.close()
    last = sizes[-1]
    outcome.remarks.append(
        f"after the last one {last.size:,} bytes, {last.generations} generations and {last.descriptors} descriptors; "
        f"most {max(each.size for each in sizes):,} bytes"
    )
    outcome.failures += [f"at the end: {line}" for line in bisearch.check(index)]
    return [outcome]


def _answer_fault(
    following: bisearch.Index, staying: bisearch.Index, expected: str, states: frozenset[str]
) -> str | None:
    following.refresh()
    if digest_of(answers_of(following)) not in states:
        return "a reader that follows has answers of no committed state"
    if digest_of(answers_of(staying)) != expected:
        return "a reader that stays open has other answers than before"
    return None


def _size_fault(sizes: list[_Held]) -> str | None:
    """Return how the last commit left more than the first ones."""
    held = sizes[-1]
    if held.generations > MOST_GENERATIONS:
        return f"{held.generations} generations are left"
    if len(sizes) <= SETTLED:
        return None
    first = sizes[:SETTLED]
    if held.size > GROWTH * max(each.size for each in first):
        return f"{held.size:,} bytes, after {max(each.size for each in first):,} in the beginning"
    if held.descriptors > GROWTH * max(each.descriptors for each in first):
        return f"{held.descriptors} open descriptors, after {max(each.descriptors for each in first)} in the beginning"
    return None
