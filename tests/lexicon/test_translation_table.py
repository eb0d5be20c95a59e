"""Link probabilities from beads, dictionaries and lemmas with the same prefix."""

from __future__ import annotations

import pytest

from bisearch.lexicon.translation_table import (
    CHANCE_LINK,
    FUNCTION_WORD_LINK,
    SUPPORTED_LINK,
    build_table,
    lemma_prefix,
)

SEEN_TWICE = {("советский", "soviet"): (1.9, 2)}
FREQUENCY_RU = {"советский": 2.0, "советы": 1.0, "кот": 1.0, "пес": 1.0}
FREQUENCY_EN = {"soviet": 2.0, "soviets": 1.0, "cat": 9.0, "dog": 1.0, "the": 9.0}


def links(
    counts: dict[tuple[str, str], tuple[float, int]], entries: list[tuple[str, str, float, float]] | None = None
) -> dict[tuple[str, str], float]:
    return {(row.ru, row.en): row.link for row in build_table(counts, FREQUENCY_RU, FREQUENCY_EN, entries or [])}


def test_the_link_of_a_frequent_pair_is_the_mean_of_both_directions() -> None:
    (row,) = build_table(SEEN_TWICE, FREQUENCY_RU, FREQUENCY_EN, [])
    assert row.link == pytest.approx((row.to_en * row.to_ru) ** 0.5, abs=1e-4)
    assert row.link > SUPPORTED_LINK


def test_a_pair_of_one_bead_has_the_link_probability_of_chance() -> None:
    assert links({("пес", "dog"): (1.0, 1), ("кот", "cat"): (0.2, 0)}) == {
        ("пес", "dog"): CHANCE_LINK,
        ("кот", "cat"): CHANCE_LINK,
    }


def test_a_function_word_with_a_content_word_has_the_lowest_link_probability() -> None:
    assert links({("кот", "the"): (1.0, 1)}) == {("кот", "the"): FUNCTION_WORD_LINK}


def test_a_dictionary_raises_the_link_probability_of_a_pair() -> None:
    listed = links({("пес", "dog"): (1.0, 1)}, [("пес", "dog", 1.0, 1.0), ("кот", "cat", 0.01, 0.01)])
    assert listed["пес", "dog"] > 0.5
    assert listed["кот", "cat"] == SUPPORTED_LINK


def test_lemmas_with_the_same_prefix_support_each_other() -> None:
    one = ("советы", "soviets"), (1.0, 1)
    assert links(dict([one]))[one[0]] == CHANCE_LINK
    assert links(SEEN_TWICE | dict([one]))[one[0]] == SUPPORTED_LINK
    assert links(dict([one]), [("советский", "soviet", 1.0, 1.0)])[one[0]] == SUPPORTED_LINK


def test_only_numbers_are_kept_whole_as_prefixes() -> None:
    assert lemma_prefix("194612") == "194612"
    assert lemma_prefix("атомный") == lemma_prefix("атомная")
