from __future__ import annotations

import pytest

from bisearch.alignment.numbered_text import WordNumbers, number_sentences
from bisearch.alignment.ocr_correction import ocr_corrections

LEMMAS = {"весам": ("вес",)}


def corrections(*sentences: str) -> dict[str, str]:
    vocabulary = WordNumbers("ru")
    number_sentences(sentences, vocabulary)
    return ocr_corrections(vocabulary, {form: LEMMAS.get(form, (form,)) for form in vocabulary.numbers})


@pytest.mark.parametrize(
    ("misread", "meant"),
    [
        ("энерпии", "энергии"),
        ("эиертии", "энергии"),
        ("воеииый", "военный"),
        ("язьиком", "языком"),
        ("про6лема", "проблема"),
        ("гсд", "год"),
    ],
)
def test_an_unknown_word_is_corrected_to_a_lookalike_known_word(misread: str, meant: str) -> None:
    assert corrections(f"Он сказал {misread}.") == {misread: meant}


@pytest.mark.parametrize(
    "text", ["Приехал Смитон из дома.", "Кот и кит.", "По весам видно.", "Эисрппи и тсдо."], ids=str
)
def test_names_known_words_and_distant_words_are_not_corrected(text: str) -> None:
    """Of весам the language knows the lemma, or it would be taken for весом."""
    assert corrections(text) == {}
