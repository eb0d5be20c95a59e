"""Broken and malicious source files."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from benchmarks.faults import files
from benchmarks.faults.malicious_files import MALICIOUS_FILES
from benchmarks.faults.outcome import Outcome
from bisearch.engines.registry import LOCAL_ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Check = Callable[[Iterable[Outcome], int], None]


# Files that are slow on purpose are left to the full run.
SLOW = {"long-line.jsonl", "dots.ru.txt", "initials.en.txt", "lines.ru", "blank-lines.ru.txt"}


def test_no_broken_file_crashes_or_hangs(engine: str, assert_survived: Check) -> None:
    mutated = Outcome("", "", engine)
    files.try_mutated(engine, 20, Random(4), mutated)
    assert_survived([mutated], 20)


@pytest.mark.parametrize("name", sorted(MALICIOUS_FILES.keys() - SLOW))
def test_no_malicious_file_crashes_or_hangs(name: str, assert_survived: Check) -> None:
    outcome = Outcome("", "", LOCAL_ENGINES[0])
    files.try_batch({name: MALICIOUS_FILES[name]}, LOCAL_ENGINES[0], outcome)
    assert_survived([outcome], 1)
