from __future__ import annotations

from collections import Counter

import pytest

from bisearch.analysis.casing import Usage, used_as_name
from bisearch.analysis.tokenizer import split_words


def usage_of(*texts: str) -> Usage:
    usage = Usage()
    for text in texts:
        starts, surfaces = split_words(text)
        usage.count(Counter(surfaces))
        usage.notice(text, starts, surfaces)
    return usage


@pytest.mark.parametrize(
    ("text", "form", "is_name"),
    [
        ("Я принял Смита вчера.", "смита", True),
        ("Принял И.В.Сталина и тов. Молотова.", "молотова", True),
        ("Принял И.В.Сталина и тов. Молотова.", "сталина", True),
        ("Он сказал: «Завтра». Завтра он придет.", "завтра", None),
        ("Энергия атома", "энергия", None),
        ("ДОКЛАДНАЯ ЗАПИСКА", "записка", None),
        ("Товарищу СТАЛИНУ.", "сталину", True),
        ("Это записка.", "записка", False),
        ("said Mr. Smith, the", "smith", True),
    ],
)
def test_a_capital_within_a_sentence_makes_a_name(text: str, form: str, is_name: bool | None) -> None:  # noqa: FBT001
    use = usage_of(text).uses()[form]
    assert used_as_name(use.capital, use.small) is is_name


def test_a_name_may_be_written_in_lower_case_a_few_times() -> None:
    use = usage_of("у Смита", "от Смита", "к Смита", "у смита").uses()["смита"]
    assert (use.total, use.capital, use.small) == (4, 3, 1)
    assert used_as_name(use.capital, use.small)


def test_a_latin_spelling_keeps_its_diacritics() -> None:
    assert usage_of("to Ščerbatjuk").uses()["scerbatjuk"].surface == "ščerbatjuk"
    assert usage_of("к Щербатюку́").uses()["щербатюку"].surface == "щербатюку"
