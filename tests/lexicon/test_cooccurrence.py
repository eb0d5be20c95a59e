"""Usable beads and the cognate scores of their words."""

from __future__ import annotations

import numpy as np
import pytest

from bisearch.lexicon.cooccurrence import (
    MAX_WORDS,
    cognate_scores,
    distinct_numbers,
    group,
    grouped_entries,
    usable,
    usable_beads,
)


def test_one_sided_and_long_beads_are_not_usable() -> None:
    long = ["слово"] * (MAX_WORDS + 1)
    beads = [(["мир"], ["peace"]), (["мир"], []), ([], ["peace"]), (long, ["word"]), (["дом"], ["house"])]
    assert list(usable_beads(beads, 100)) == [beads[0], beads[-1]]


def test_beads_are_yielded_until_they_hold_enough_pairs_of_words() -> None:
    bead = (["два", "слова"], ["two", "words"])
    assert list(usable_beads([bead] * 5, 8)) == [bead] * 2


def test_names_numbers_and_identical_words_have_the_highest_cognate_score() -> None:
    ru, en = ["смита", "1946", "visa", "дом"], ["smith", "1946", "visa", "house"]
    places = np.arange(4)
    assert cognate_scores(places, places, ru, en).tolist() == [1.0, 1.0, 1.0, 0.0]


def test_distinct_numbers_ascend() -> None:
    assert distinct_numbers(np.array([3, 1, 3, 2, 1])).tolist() == [1, 2, 3]


@pytest.mark.parametrize("limit", [4, 1 << 62])
def test_keys_are_grouped_in_their_order_whatever_their_size(limit: int) -> None:
    order, first = group(np.array([3, 1, 3, 2, 1]), limit)
    assert (order.tolist(), first.tolist()) == ([1, 4, 3, 0, 2], [0, 2, 3])


def test_the_entries_of_groups_are_listed_group_after_group() -> None:
    entries, counts = grouped_entries(np.array([0, 2, 2, 5]), np.array([2, 1, 0, 2]))
    assert (entries.tolist(), counts.tolist()) == ([2, 3, 4, 0, 1, 2, 3, 4], [3, 0, 2, 3])


def test_equal_keys_of_any_size_stay_in_their_order() -> None:
    keys = np.random.default_rng(3).integers(0, 1 << 40, 50).repeat(3)
    keys[::7] = 1 << 20
    order, first = group(keys, 1 << 40)
    assert order.tolist() == np.argsort(keys, kind="stable").tolist()
    assert first.tolist() == np.unique(keys[order], return_index=True)[1].tolist()


def test_numbers_of_words_tell_the_same_usable_beads() -> None:
    beads = [(["два", "слова"], ["two", "words"]), (["мир"], []), (["слово"] * (MAX_WORDS + 1), ["word"])] * 3
    counts = np.array([[len(side) for side in bead] for bead in beads])
    for limit in (1, 8, 9, 100):
        chosen = usable(counts[:, 0], counts[:, 1], limit)
        assert [bead for bead, is_used in zip(beads, chosen, strict=True) if is_used] == list(
            usable_beads(beads, limit)
        )
