from __future__ import annotations

import pytest

from bisearch.similarity.skeletons import Cognates, anchors, cognate_score, skeleton


@pytest.mark.parametrize(
    ("ru", "en"),
    [
        ("смитом", "smith"),
        ("деканозов", "dekanozov"),
        ("щербатюк", "scherbatiuk"),
        ("хрящев", "khryashchev"),
        ("трумэна", "truman"),
    ],
)
def test_a_name_has_one_skeleton_across_scripts(ru: str, en: str) -> None:
    assert skeleton(ru) == skeleton(en)


@pytest.mark.parametrize(
    ("ru", "en"),
    [("20.XI.46г.", "20 November 1946"), ("3/II-49 г.", "February 3, 1949"), ("14 марта 1951 г.", "March 14, 1951")],
)
def test_a_date_has_the_same_anchors_in_both_conventions(ru: str, en: str) -> None:
    assert anchors(ru) == anchors(en)


def test_cognates_have_the_same_consonants_across_scripts() -> None:
    assert cognate_score("деканозов", "dekanozov") == 1
    assert cognate_score("смирнов", "smirnova") == 1
    assert cognate_score("1946", "1946") == 1
    assert cognate_score("1946", "1947") == 0
    assert cognate_score("дом", "energy") == 0


def test_the_cognates_of_a_word_are_all_words_with_a_score() -> None:
    words = ["truman", "the", "1946", "trumans", "трумэн", "smith", "tr", "x", "truman"]
    cognates = Cognates(words)
    for word in ("трумэн", "трумэна", "смит", "1946", "194", "truman", "т", "тр", "the"):
        expected = [(place, score) for place, each in enumerate(words) if (score := cognate_score(word, each))]
        assert cognates.scores(word) == expected
