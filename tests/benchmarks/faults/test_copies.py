"""Copies of an index that is written."""

from __future__ import annotations

import shutil
from random import Random
from typing import TYPE_CHECKING

from benchmarks.faults import copies
from benchmarks.faults.states import prepare
from bisearch.storage.index_folder import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from benchmarks.faults.outcome import Outcome

    Check = Callable[[Iterable[Outcome], int], None]


def test_a_copy_is_sound_or_refused(tmp_path: Path, engine: str, assert_survived: Check) -> None:
    assert_survived(copies.run(tmp_path, engine, 6, Random(1)), 6)


def test_a_mixed_copy_is_refused_and_a_copy_of_another_state_is_found_out(tmp_path: Path) -> None:
    change = prepare(tmp_path, "whoosh")
    index = tmp_path / "copy"
    assert copies.copy_fault(index, frozenset({change.before, change.after})) == (None, "sound")
    fault, _ = copies.copy_fault(index, frozenset({change.before}))
    assert fault == "answers of no committed state"
    (new,), (old,) = index.glob("generation-*"), change.base.glob("generation-*")
    shutil.copy(old / DOCUMENTS, new / DOCUMENTS)
    assert copies.copy_fault(index, frozenset({change.before, change.after})) == (None, "refused")
