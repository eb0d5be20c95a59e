from __future__ import annotations

import json

import pytest

from benchmarks.audit.measure import VERDICTS, read_verdicts, wilson


@pytest.mark.parametrize(
    ("part", "whole", "interval"),
    # Computed with statsmodels.stats.proportion.proportion_confint(part, whole, method="wilson").
    [(30, 32, (0.799, 0.983)), (0, 14, (0.0, 0.215)), (1, 1, (0.207, 1.0))],
)
def test_the_interval_of_a_share_is_wilsons(part: int, whole: int, interval: tuple[float, float]) -> None:
    assert wilson(part, whole) == interval


def test_nothing_has_no_interval() -> None:
    assert wilson(0, 0) is None


def test_every_verdict_says_why_and_none_is_there_twice() -> None:
    rows = [json.loads(line) for line in VERDICTS.read_text(encoding="utf-8").splitlines()]
    assert len(read_verdicts()) == len(rows)
    assert all(row["why"] and isinstance(row["true"], bool) for row in rows)
