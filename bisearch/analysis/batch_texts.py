"""The words and dates of the texts of a batch, found once: the aligner and the index mostly read the same sentences."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bisearch.analysis.tokenizer import split_words
from bisearch.notation.date_mentions import find_dates

if TYPE_CHECKING:
    from bisearch.notation.date_mentions import WrittenDate

# Texts to remember: somewhat more than the sentences of a batch. A batch with a book has more, and finds them anew.
MAX_TEXTS = 1 << 13


@lru_cache(maxsize=MAX_TEXTS)
def words_of(text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the starts and the surfaces of the words of a text, as `split_words` does."""
    return split_words(text)


@lru_cache(maxsize=MAX_TEXTS)
def dates_of(text: str) -> tuple[WrittenDate, ...]:
    """Return the dates of a text, as `find_dates` does."""
    return tuple(find_dates(text))


def forget_texts() -> None:
    """Free the memory of all texts: the next batch has others."""
    words_of.cache_clear()
    dates_of.cache_clear()
