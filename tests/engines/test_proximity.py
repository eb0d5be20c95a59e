from __future__ import annotations

from itertools import permutations, product

from hypothesis import given
from hypothesis import strategies as st

from bisearch.engines.proximity import filled_occurrences, occurrences

POSITIONS = st.sets(st.integers(0, 12), max_size=5)


def test_without_slop_words_must_be_adjacent_and_in_order() -> None:
    assert list(occurrences([{3, 7}, {4, 6}])) == [(3, 4)]


def test_with_slop_words_may_be_in_any_order() -> None:
    assert list(occurrences([{7}, {4}], slop=2)) == [(4, 7)]
    assert list(occurrences([{7}, {4}], slop=1)) == []


def test_only_the_innermost_of_nested_windows_counts() -> None:
    assert list(occurrences([{0, 4}, {5}], slop=10)) == [(4, 5)]


def test_a_repeated_word_needs_two_places() -> None:
    assert list(occurrences([{2}, {2}], slop=5)) == []
    assert list(occurrences([{2, 4}, {2, 4}], slop=5)) == [(2, 4)]


@given(st.lists(POSITIONS, min_size=1, max_size=3), st.integers(0, 6))
def test_every_occurrence_has_each_word_within_the_slop(slots: list[set[int]], slop: int) -> None:
    for places in occurrences(slots, slop):
        assert places == tuple(sorted(set(places)))
        assert places[-1] - places[0] + 1 - len(slots) <= slop
        assert all(slot & set(places) for slot in slots)


@given(st.lists(POSITIONS, min_size=2, max_size=2))
def test_two_distinct_words_within_the_slop_are_always_found(slots: list[set[int]]) -> None:
    first, second = slots
    close = any(0 < abs(one - two) <= 3 for one in first for two in second)
    found = any(len(places) == 2 for places in occurrences(slots, slop=2))
    assert found or not close or bool(first & second)


def test_the_words_of_a_run_must_be_adjacent_and_in_order_among_the_others() -> None:
    assert list(occurrences([{1}, {2}, {5}], slop=2, runs=(2, 1))) == [(1, 2, 5)]
    assert list(occurrences([{2}, {1}, {5}], slop=2, runs=(2, 1))) == []
    assert list(occurrences([{1}, {3}, {5}], slop=9, runs=(2, 1))) == []


RUNS = st.sampled_from([(2, 1), (1, 2), (3, 1), (2, 2), (1, 2, 1)])


def _is_close(runs: tuple[int, ...], slots: list[set[int]], slop: int) -> bool:
    """Try every choice of a place for each run."""
    groups, first = [], 0
    for length in runs:
        run = slots[first : first + length]
        groups.append([range(at, at + length) for at in run[0] if all(at + i in run[i] for i in range(length))])
        first += length
    for choice in product(*groups):
        places = [place for group in choice for place in group]
        if len(set(places)) == len(places) and max(places) - min(places) + 1 - len(places) <= slop:
            return True
    return False


@given(RUNS, st.data(), st.integers(1, 5))
def test_runs_are_found_wherever_all_of_them_are_close_together(
    runs: tuple[int, ...], data: st.DataObject, slop: int
) -> None:
    positions = st.sets(st.integers(0, 9), max_size=8)
    slots = data.draw(st.lists(positions, min_size=sum(runs), max_size=sum(runs)))
    assert any(True for _ in occurrences(slots, slop, runs)) == _is_close(runs, slots, slop)


def _innermost(runs: tuple[int, ...], slots: list[set[int]], slop: int) -> set[tuple[int, int]]:
    """Return the first and the last position of the shortest windows that hold all runs, by trying every choice."""
    groups, first = [], 0
    for length in runs:
        run = slots[first : first + length]
        groups.append([range(at, at + length) for at in run[0] if all(at + i in run[i] for i in range(length))])
        first += length
    found = set()
    for choice in product(*groups):
        places = [place for group in choice for place in group]
        if len(set(places)) == len(places):
            found.add((min(places), max(places)))
    return {
        (first, last)
        for first, last in found
        if last - first + 1 - len(slots) <= slop
        and not any(other != (first, last) and first <= other[0] and other[1] <= last for other in found)
    }


@given(
    st.sampled_from([(2, 1), (1, 2), (3, 1), (2, 2), (1, 2, 1), (2, 1, 2), (2, 2, 2), (3, 2)]),
    st.data(),
    st.integers(1, 5),
)
def test_the_places_of_runs_are_the_shortest_windows_with_every_run_at_its_own_positions(
    runs: tuple[int, ...], data: st.DataObject, slop: int
) -> None:
    positions = st.sets(st.integers(0, 9), min_size=1, max_size=8)
    slots = data.draw(st.lists(positions, min_size=sum(runs), max_size=sum(runs)))
    found = [(places[0], places[-1]) for places in occurrences(slots, slop, runs)]
    assert len(set(found)) == len(found)
    assert set(found) == _innermost(runs, slots, slop)


def test_two_runs_never_share_a_position() -> None:
    # The first run is at 2 or 4 and the second at 3 only, so that they overlap in either case.
    slots = [{0, 1, 2, 3, 4}, {3, 5}, {3}, {0, 1, 2, 3, 4}]
    assert list(occurrences(slots, slop=1, runs=(2, 2))) == []


def test_the_search_for_many_equal_runs_ends() -> None:
    # Thirty runs of two words are to fit into room for twenty-nine.
    slots = [set(range(59))] * 60
    assert list(occurrences(slots, slop=100, runs=(2,) * 30)) == []
    assert len(list(occurrences([set(range(60))] * 60, slop=100, runs=(2,) * 30))) == 1


def test_only_fillers_may_come_between_the_words_of_a_filled_phrase() -> None:
    # council(0) of(1) foreign(2) ministers(3); council(5) of(6) the(7) ministers(8)
    slots = [{0, 5}, {3, 8}]
    assert list(filled_occurrences(slots, {1, 6, 7}, 2, in_order=True)) == [(5, 8)]
    assert list(filled_occurrences(slots, {1, 6, 7}, 1, in_order=True)) == []


def test_a_filled_phrase_is_in_order_only_if_that_is_asked() -> None:
    slots = [{2}, {0}]
    assert list(filled_occurrences(slots, {1}, 1, in_order=True)) == []
    assert list(filled_occurrences(slots, {1}, 1, in_order=False)) == [(0, 2)]


@given(st.lists(st.sets(st.integers(0, 12), min_size=1), min_size=2, max_size=3), st.sets(st.integers(0, 12)))
def test_a_filled_occurrence_has_every_word_and_else_only_fillers(slots: list[set[int]], fillers: set[int]) -> None:
    for places in filled_occurrences(slots, fillers, 3, in_order=False):
        assert len(places) == len(slots)
        assert any(
            all(place in slot for place, slot in zip(order, slots, strict=True)) for order in permutations(places)
        )
        assert set(range(places[0], places[-1] + 1)) - set(places) <= fillers


@given(
    st.lists(st.sets(st.integers(0, 9), max_size=5), min_size=2, max_size=4),
    st.integers(1, 12),
)
def test_occurrences_are_the_innermost_stretches_in_which_every_word_has_its_own_place(
    slots: list[set[int]], slop: int
) -> None:
    places = sorted(set().union(*slots))

    def has_all(first: int, last: int) -> bool:
        inside = [[at for at in slot if first <= at <= last] for slot in slots]
        return any(len(set(chosen)) == len(slots) for chosen in product(*inside))

    whole = [(first, last) for first, last in product(places, places) if first <= last and has_all(first, last)]
    innermost = {
        (first, last)
        for first, last in whole
        if not any(other != (first, last) and first <= other[0] and other[1] <= last for other in whole)
        and last - first + 1 - len(slots) <= slop
    }
    assert {(found[0], found[-1]) for found in occurrences(slots, slop)} == innermost
