"""The figures of the relevance benchmark."""

from __future__ import annotations

from benchmarks.relevance.measures import means


def test_a_mean_is_rounded_to_four_digits() -> None:
    assert means({"RR@10": {"q1": 0.5, "q2": 0.0, "q3": 0.5}}) == {"RR@10": 0.3333}
