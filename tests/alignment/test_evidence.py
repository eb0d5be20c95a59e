"""What two texts show of omissions and of how closely one translates the other."""

from __future__ import annotations

import pytest

from bisearch.alignment.feature_names import FEATURES
from bisearch.alignment.features import Evidence, features
from bisearch.alignment.numbered_text import WordNumbers, number_sentences
from bisearch.alignment.word_matches import Matcher

TABLE = {"вернулся": {"returned": 1.0}, "принял": {"received": 1.0}, "обедал": {"dined": 1.0}}


def evidence(ru: list[str], en: list[str]) -> Evidence:
    """Return the features of two texts in which each form is its own lemma."""
    numbers_ru, numbers_en = WordNumbers("ru"), WordNumbers("en")
    texts = number_sentences(ru, numbers_ru), number_sentences(en, numbers_en)
    matcher = Matcher(numbers_ru, numbers_en, lambda forms: {form: (form,) for form in forms}, [TABLE])
    return features(*texts, matcher.matches())


def omission(ru: list[str], en: list[str]) -> dict[str, float]:
    """Return the features of leaving out the second Russian sentence after the first English one."""
    return dict(zip(FEATURES, evidence(ru, en).features[1, 0][:, 1, 1].tolist(), strict=True))


def test_typical_coverage_is_high_where_words_are_translated_and_low_elsewhere() -> None:
    ru = ["Трумэн, Микоян, Бирнс вернулся.", "Жуковецкий, Торнбери, Вершинин принял."]
    close = evidence(ru, ["Truman, Mikoyan, Byrnes returned.", "Zhukovetsky, Thornbury, Vershinin received."])
    free = evidence(ru, ["A quiet evening among good friends.", "Something strange happened there."])
    assert close.coverage > free.coverage + 0.1


def test_a_sentence_whose_words_the_counterpart_of_its_neighbour_has_was_hardly_omitted() -> None:
    ru = ["Трумэн вернулся.", "Микоян принял."]
    merged, dropped = omission(ru, ["Truman returned, Mikoyan received."]), omission(ru, ["Truman returned."])
    assert merged["added nearby"] > 0.5
    assert dropped["added nearby"] == pytest.approx(0.0)
    assert merged["unexplained nearby"] > dropped["unexplained nearby"]
    assert merged["room nearby"] > dropped["room nearby"]


def test_a_word_that_neither_the_dictionary_nor_the_other_text_knows_is_unknown() -> None:
    seen = omission(["Трумэн вернулся.", "Хлюздовать обедал."], ["Truman returned."])
    assert seen["omitted unknown words"] > 0  # the first word; the dictionary has the second
    assert seen["omitted words"] > 0


def test_speech_that_begins_on_one_side_only_is_a_feature() -> None:
    both = evidence(["— Трумэн вернулся."], ["“Truman returned.”"])
    one = evidence(["Трумэн вернулся."], ["“Truman returned.”"])
    at = FEATURES.index("speech starts")
    assert (both.features[1, 1][at, 0, 0], one.features[1, 1][at, 0, 0]) == (0, 1)


def test_headings_that_both_end_without_a_full_stop_are_not_unfinished() -> None:
    both = evidence(["Запись беседы"], ["Record of a conversation"])
    one = evidence(["Запись беседы."], ["Record of a conversation"])
    at = FEATURES.index("unfinished")
    assert (both.features[1, 1][at, 0, 0], one.features[1, 1][at, 0, 0]) == (0, 1)
