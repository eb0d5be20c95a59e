"""Function words of both languages."""

from __future__ import annotations

from functools import cache

from bisearch.word_lists import read_words


def is_stop_word(form: str) -> bool:
    """Return whether a form is a function word; a query drops these if it has other words."""
    return form in stop_words()


@cache
def stop_words() -> frozenset[str]:
    """Return the function words of both languages."""
    return frozenset(read_words("analysis", "stopwords.ru.txt") + read_words("analysis", "stopwords.en.txt"))
