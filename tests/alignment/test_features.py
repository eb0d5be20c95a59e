from __future__ import annotations

import random

import numpy as np
import pytest

from bisearch.alignment.feature_names import FEATURES
from bisearch.alignment.features import WindowBeads, features
from bisearch.alignment.numbered_text import WordNumbers, number_sentences
from bisearch.alignment.word_matches import Matcher

TABLE = {"вернуться": {"return": 0.5}, "принять": {"receive": 0.5}}


def lemmas(forms: object) -> dict[str, tuple[str, ...]]:
    """Return each form as its own lemma, except two verbs, so that the figures can be checked by hand."""
    known = {"вернулся": "вернуться", "returned": "return", "принял": "принять", "received": "receive"}
    return {form: (known.get(form, form),) for form in forms}  # type: ignore[attr-defined]


def found(ru: list[str], en: list[str], shape: tuple[int, int]) -> dict[str, float]:
    """Return the features of the first bead of a shape."""
    vocabulary_ru, vocabulary_en = WordNumbers("ru"), WordNumbers("en")
    texts = number_sentences(ru, vocabulary_ru), number_sentences(en, vocabulary_en)
    matches = Matcher(vocabulary_ru, vocabulary_en, lemmas, [TABLE]).matches()
    return dict(zip(FEATURES, features(*texts, matches).features[shape][:, 0, 0].tolist(), strict=True))


def test_numbers_are_covered_by_the_same_numbers_and_months_in_either_convention() -> None:
    seen = found(["Он вернулся 20.XI.46г."], ["He returned on 20 November 1946."], (1, 1))
    assert seen["uncovered numbers"] == pytest.approx(0.0)
    assert seen["covered numbers"] == pytest.approx(3.0)  # day, month and year on both sides, in units of two


def test_a_name_is_covered_by_its_transliteration_in_any_case() -> None:
    seen = found(["Он принял Деканозова."], ["He received Dekanozov."], (1, 1))
    assert seen["covered names"] > 0.8
    assert seen["uncovered names"] < 0.2


def test_an_unrelated_sentence_lowers_gain_and_weakest_share() -> None:
    both = found(["Он вернулся.", "Он принял Смита."], ["He returned and received Smith."], (2, 1))
    alien = found(["Он вернулся.", "Снег шел."], ["He returned and received Smith."], (2, 1))
    assert both["gain"] > alien["gain"] == pytest.approx(0.0)
    assert both["weakest share"] > alien["weakest share"]


def test_words_moved_over_a_sentence_border_raise_crossed() -> None:
    seen = found(
        ["Он вернулся, принял Смита.", "Ждал Трумэн."], ["He returned.", "He received Smith, as Truman waited."], (2, 2)
    )
    assert seen["crossed"] > 0


def test_lower_case_starts_and_final_initials_are_features() -> None:
    assert found(["Э. И. Дюпон основал завод."], ["E.I."], (1, 1))["unfinished"] == 1
    assert found(["Э. И. Дюпон основал завод."], ["du Pont established it."], (1, 1))["lower-case start"] == 1


def test_moved_ignores_words_that_match_by_chance() -> None:
    moved = found(["Принял Смита.", "Трумэн вернулся."], ["Received Smith. Truman", "returned."], (2, 2))
    chance = found(["Принял Смита Трумэн.", "Трумэн вернулся."], ["Received Smith Truman.", "Returned Truman."], (2, 2))
    assert moved["moved"] > chance["moved"] == pytest.approx(0.0)


def test_a_larger_bead_includes_what_moved_in_a_smaller_one() -> None:
    texts = ["Принял Смита.", "Трумэн вернулся.", "Снег шел."], ["Received Smith. Truman", "returned."]
    assert found(*texts, (3, 2))["moved"] >= found(*texts, (2, 2))["moved"] > 0


def test_a_sentence_that_repeats_its_neighbour_is_not_needed() -> None:
    merged = found(["Вернулся Трумэн.", "Принял Смита."], ["Truman returned, received Smith."], (2, 1))
    echo = found(["Вернулся Трумэн.", "Трумэн вернулся."], ["Truman returned, received Smith."], (2, 1))
    assert merged["least needed"] > 0.3
    assert echo["least needed"] == pytest.approx(0.0)


def test_words_that_the_next_sentence_translates_raise_better_outside() -> None:
    elsewhere = found(["Принял Смита."], ["Truman returned.", "Received Smith."], (1, 1))
    here = found(["Принял Смита."], ["Received Smith.", "Truman returned."], (1, 1))
    assert elsewhere["better outside"] > 0.5
    assert here["better outside"] == pytest.approx(0.0)


def random_texts(seed: int) -> list[tuple[list[str], list[str]]]:
    """Return pairs of texts of one to nine short sentences, of words that partly match."""
    draw = random.Random(seed)
    ru = ["вернулся", "принял", "Смита", "— Трумэн", "1946", "снег!", "(шел)", "и,", "почему?"]
    en = ["returned", "received", "Smith", "“Truman", "1946", "snow!", "(fell)", "and,", "why?"]

    def text(words: list[str]) -> list[str]:
        return [
            " ".join(draw.choices(words, k=draw.randint(1, 6))).capitalize() + "." for _ in range(draw.randint(1, 9))
        ]

    return [(text(ru), text(en)) for _ in range(5)]


@pytest.mark.parametrize("seed", range(5))
def test_windows_computed_together_have_the_weighted_features_of_each_alone(seed: int) -> None:
    numbers_ru, numbers_en = WordNumbers("ru"), WordNumbers("en")
    texts = [(number_sentences(ru, numbers_ru), number_sentences(en, numbers_en)) for ru, en in random_texts(seed)]
    matches = Matcher(numbers_ru, numbers_en, lemmas, [TABLE]).matches()
    weights = np.random.default_rng(seed).normal(size=(len(texts), len(FEATURES)))
    together = WindowBeads(texts, matches)
    scores = together.weighted(weights)
    for place, (ru, en) in enumerate(texts):
        alone = features(ru, en, matches)
        assert together.coverage[place] == pytest.approx(alone.coverage)
        for (a, b), found in alone.features.items():
            n, m = found.shape[1:]
            assert scores[a, b][place, :n, :m] == pytest.approx(np.tensordot(weights[place], found, 1), abs=1e-4)
