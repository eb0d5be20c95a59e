from __future__ import annotations

import pytest

from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.analysis.tokenizer import words
from bisearch.notation.number_words import numbers_in_words, words_for

LEMMATIZER = Lemmatizer()


def numbers(text: str) -> list[float]:
    tokens = words(text)
    lemmas = [LEMMATIZER.lemmas(form) for form in tokens.forms]
    return [each.value for each in numbers_in_words(text, tokens.starts, tokens.forms, lemmas)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("пять-шесть человек", [5, 6]),
        ("двадцать пятого и тридцатого", [25, 30]),
        ("тысяча девятьсот сорок пятый год", [1945]),
        ("two hundred, fourteen", [200, 14]),
        ("one million two hundred thousand", [1_200_000]),
        ("пять и шесть", [5, 6]),
        ("трехлетний план, шестимесячный срок", [3, 6]),
        ("семьей и двором", []),
    ],
)
def test_words_make_one_number_only_as_far_as_they_add_up(text: str, values: list[float]) -> None:
    assert numbers(text) == values


def test_the_words_for_a_number_are_of_both_languages() -> None:
    assert {"пять", "пятый", "five", "fifth"} <= set(words_for(5))
