"""Function words of both languages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from bisearch.word_lists import read_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Kept: TypeAlias = Callable[[Collection[str]], dict[str, tuple[str, ...]]]


def is_stop_word(form: str) -> bool:
    """Tell whether a form is a function word, dropped from queries that hold more than such."""
    return form in _stop_words()


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(read_words("analysis", "stopwords.ru.txt") + read_words("analysis", "stopwords.en.txt"))
