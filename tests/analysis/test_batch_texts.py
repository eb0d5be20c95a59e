from __future__ import annotations

from bisearch.analysis.batch_texts import dates_of, forget_texts, words_of
from bisearch.analysis.tokenizer import split_words
from bisearch.notation.date_mentions import find_dates

TEXT = "Телеграмма от 20.XI.46 г. принята 21 ноября 1946 г."


def test_the_words_and_dates_of_a_text_are_found_once() -> None:
    forget_texts()
    assert words_of(TEXT) == split_words(TEXT)
    assert dates_of(TEXT) == tuple(find_dates(TEXT))
    assert len(dates_of(TEXT)) == 2
    assert words_of(TEXT) is words_of(TEXT)


def test_forgotten_texts_take_no_memory() -> None:
    words_of(TEXT), dates_of(TEXT)
    forget_texts()
    assert words_of.cache_info().currsize == dates_of.cache_info().currsize == 0
