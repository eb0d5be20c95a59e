from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bisearch.export.marked_text import asterisked, marked_runs, side_runs
from bisearch.model import PassageText


def test_a_text_is_cut_at_its_marks() -> None:
    assert marked_runs("one two", [(0, 3)]) == [("one", True), (" two", False)]


def test_adjacent_marks_make_one_run() -> None:
    assert marked_runs("onetwo three", [(0, 3), (3, 6)]) == [("onetwo", True), (" three", False)]


@given(st.text(max_size=40), st.lists(st.integers(0, 40), max_size=8))
def test_the_runs_of_a_text_make_the_text_and_none_is_empty(text: str, places: list[int]) -> None:
    cuts = sorted({min(place, len(text)) for place in places})
    runs = marked_runs(text, list(zip(cuts[::2], cuts[1::2], strict=False)))
    assert "".join(run.text for run in runs) == text
    assert all(run.text for run in runs)
    assert all(a.is_marked != b.is_marked for a, b in pairwise(runs))


def test_a_missing_side_has_no_runs() -> None:
    assert side_runs(None, []) == []
    assert side_runs(PassageText("Да", ()), [(0, 1, "why")]) == [("Д", True), ("а", False)]


def test_marks_are_between_asterisks() -> None:
    assert asterisked(marked_runs("one two three", [(0, 3), (8, 13)])) == "**one** two **three**"
