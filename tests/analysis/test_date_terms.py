from __future__ import annotations

from bisearch.analysis.date_terms import date_terms_by_token
from bisearch.analysis.tokenizer import words
from bisearch.notation.date_mentions import find_dates


def test_a_date_stands_at_its_tokens() -> None:
    text = "ЦК ВКП(б) 20.XI.46г. и 9/XII"
    found = date_terms_by_token(text, words(text).starts)
    assert found == {
        2: (range(2, 5), ("@1946-11-20", "@1946-11", "@11-20")),
        7: (range(7, 9), ("@12-09",)),
    }


def test_a_text_without_digits_has_no_dates() -> None:
    assert date_terms_by_token("в ноябре", words("в ноябре").starts) == {}


def test_dates_that_are_known_are_not_looked_for() -> None:
    text = "20.XI.46"
    dates = tuple(find_dates(text))
    starts = words(text).starts
    assert date_terms_by_token(text, starts, dates) == date_terms_by_token(text, starts)
    assert date_terms_by_token(text, starts, ()) == {}
