"""Files of every form, as large as may be and larger."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from benchmarks.faults import large
from benchmarks.faults.large_files import LARGE_FILES
from bisearch.sources.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from benchmarks.faults.large_files import LargeFile
    from benchmarks.faults.outcome import Outcome

    Check = Callable[[Iterable[Outcome], int], None]


@pytest.mark.parametrize("kind", LARGE_FILES, ids=lambda kind: kind.name)
def test_a_short_file_of_every_form_is_read(kind: LargeFile, tmp_path: Path) -> None:
    errors: list[Exception] = []
    found = list(read([kind.write(tmp_path, 300)], on_error=errors.append))
    assert found
    assert not errors


def test_more_memory_than_promised_and_a_refusal_without_a_reason_are_found_out() -> None:
    assert "MiB" in (large.fault(large.Run(1, 1, ""), large.MOST_MEMORY + 1, "a") or "")
    assert large.fault(large.Run(1, 0, ""), 1, "a")
    assert large.fault(large.Run(1, 0, "one line\nand another"), 1, "a")
    assert large.fault(large.Run(1, 0, "too large"), 1, "a") is None


def test_large_files_are_refused_in_one_line_and_leave_the_index_unchanged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, assert_survived: Check
) -> None:
    monkeypatch.setattr(large, "LARGE_FILES", LARGE_FILES[:1])
    monkeypatch.setattr(large, "LARGEST", 20_000)
    monkeypatch.setattr(large, "TOO_LARGE", (11_000_000,))
    reading, indexed = large.run(tmp_path, "whoosh", 1, Random(1))
    assert_survived([reading], 2)
    assert_survived([indexed], 2)
    assert reading.notes == {"read": 1, "refused": 1}
    assert indexed.notes == {"unchanged": 1, "indexed": 1}
