"""Link probabilities from beads, dictionaries and lemmas with the same prefix."""

from __future__ import annotations

import pytest

from bisearch.lexicon.translation_table import (
    CHANCE_LINK,
    MIN_FUNCTION_WORD_BEADS,
    MIN_LETTER_BEADS,
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


def pair_is_kept(pair: tuple[str, str], beads: int, entries: list[tuple[str, str, float, float]] | None = None) -> bool:
    """Return whether a table has a pair that is aligned in some beads."""
    counts = {pair: (float(beads), beads)}
    table = build_table(counts, {pair[0]: float(beads)}, {pair[1]: float(beads)}, entries or [])
    return pair in {(row.ru, row.en) for row in table}


@pytest.mark.parametrize(
    "pair",
    [
        ("кот", "the"),
        ("установка", "or"),
        ("полярный", "of"),
        ("зпт", "cat"),
        ("тчк", "and"),
        ("ящик", "its"),
        ("шесть", "be"),
    ],
)
def test_a_function_word_translates_a_content_word_only_after_many_beads_or_in_a_dictionary(
    pair: tuple[str, str],
) -> None:
    assert not pair_is_kept(pair, MIN_FUNCTION_WORD_BEADS - 1)
    assert pair_is_kept(pair, MIN_FUNCTION_WORD_BEADS)
    assert pair_is_kept(pair, 1, [(*pair, 0.5, 0.5)])


@pytest.mark.parametrize("pair", [("эйхгорн", "k"), ("н", "department"), ("тихонов", "v")])
def test_a_single_letter_translates_a_word_of_another_sound_only_after_several_beads(pair: tuple[str, str]) -> None:
    assert not pair_is_kept(pair, MIN_LETTER_BEADS - 1)
    assert pair_is_kept(pair, MIN_LETTER_BEADS)


@pytest.mark.parametrize("pair", [("т", "ton"), ("ш", "sh"), ("п", "point")])
def test_a_single_letter_translates_a_word_of_the_same_sound_after_one_bead(pair: tuple[str, str]) -> None:
    assert pair_is_kept(pair, 1)


@pytest.mark.parametrize("translations", [1, 3, 5])
def test_one_bead_never_outvotes_a_dictionary(translations: int) -> None:
    share = 1 / translations
    listed = [("пес", f"dog{number}", share, 1.0) for number in range(translations)]
    table = build_table({("пес", "cat"): (1.0, 1)}, FREQUENCY_RU, FREQUENCY_EN, listed)
    by_word = {row.en: row.to_en for row in table}
    assert by_word["cat"] < min(by_word[en] for _, en, _, _ in listed)


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
