"""Shelfmarks as either language writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.form_table import surface_term
from bisearch.analysis.tokenizer import tokenize
from bisearch.engines.nodes import TermPhrase
from bisearch.notation.shelfmarks import part_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bisearch.model import Side
    from bisearch.query.tree import Marked


def shelfmark_phrases(mark: Marked, sides: Sequence[Side]) -> list[TermPhrase]:
    """Return how texts may write a shelfmark: whole, then each of its parts."""
    runs = [mark.parts] if len(mark.parts) == 1 else [mark.parts, *((part,) for part in mark.parts)]
    return [_shelfmark(parts, side) for parts in runs for side in sides]


def _shelfmark(parts: Iterable[tuple[str, str]], side: Side) -> TermPhrase:
    slots: list[tuple[str, ...]] = []
    for part, number in parts:
        words = part_words(part, side)
        slots.append(tuple(term for word in words for term in (word, surface_term(word))))
        slots += [(surface_term(token.form),) for token in tokenize(number)]
    return TermPhrase(side, tuple(slots))
