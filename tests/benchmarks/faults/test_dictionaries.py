"""Broken and malicious dictionaries."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING
from unittest.mock import patch

from benchmarks.faults import dictionaries
from bisearch.engines.registry import LOCAL_ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from benchmarks.faults.outcome import Outcome

    Check = Callable[[Iterable[Outcome], int], None]


def test_no_dictionary_crashes_or_hangs(tmp_path: Path, assert_survived: Check) -> None:
    with patch.dict(dictionaries.MALICIOUS):
        del dictionaries.MALICIOUS["one article many times"]  # slow on purpose
        assert_survived(dictionaries.run(tmp_path, LOCAL_ENGINES[0], 40, Random(7)), 1)
