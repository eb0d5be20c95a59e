from __future__ import annotations

from bisearch.alignment.numbered_text import WordNumbers, number_sentences


def test_the_words_of_all_sentences_are_those_of_each() -> None:
    text = number_sentences(["", "В 1946 году.", "20.XI.46", "Т-34 и У-2 стояли", "Иван, Пётр"], WordNumbers("ru"))
    assert text.words_by_sentence() == [text.words(sentence).tolist() for sentence in range(5)]
    assert [len(words) for words in text.words_by_sentence()] == [0, 2, 1, 4, 2]
