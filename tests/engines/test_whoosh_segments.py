"""Which segments a commit of Whoosh merges."""

from __future__ import annotations

import pytest

from bisearch.engines.whoosh.engine import _first_to_merge


@pytest.mark.parametrize(
    ("sizes", "first"),
    [
        ([75_000, *[25] * 8], 1),
        ([75_000, 200, *[25] * 7], 1),
        ([75_000, 900, *[25] * 7], 2),
        ([100] * 9, 0),
        ([1_000_000, 100_000, 10_000, 1_000, 100, 10, 10, 10, 10], 4),
        ([10, 75_000], 0),
    ],
)
def test_small_commits_do_not_write_a_large_segment_again(sizes: list[int], first: int) -> None:
    assert _first_to_merge(sizes) == first


def test_many_small_commits_write_each_passage_a_few_times_only() -> None:
    sizes, written = [75_000], 0
    for _ in range(2_000):
        sizes.append(25)
        if len(sizes) > 8:
            first = _first_to_merge(sizes)
            written += sum(sizes[first:])
            sizes = [*sizes[:first], sum(sizes[first:])]
        assert len(sizes) <= 8
    assert written < 20 * 75_000
