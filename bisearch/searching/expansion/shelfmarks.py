"""Expand shelfmarks into the phrases that Russian and English texts write them as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.form_table import surface_term
from bisearch.analysis.tokenizer import tokenize
from bisearch.engines.nodes import TermPhrase
from bisearch.notation.shelfmarks import part_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bisearch.model import Side
    from bisearch.query.tree import ShelfmarkMention


def shelfmark_phrases(mention: ShelfmarkMention, sides: Sequence[Side]) -> list[TermPhrase]:
    """Return the phrases for the whole shelfmark on each side, then those for each of its parts."""
    parts = mention.parts
    runs = [parts] if len(parts) == 1 else [parts, *((part,) for part in parts)]
    return [_phrase(run, side) for run in runs for side in sides]


def _phrase(parts: Iterable[tuple[str, str]], side: Side) -> TermPhrase:
    slots: list[tuple[str, ...]] = []
    for part, number in parts:
        words = part_words(part, side)
        slots.append(tuple(term for word in words for term in (word, surface_term(word))))
        slots += [(surface_term(token.form),) for token in tokenize(number)]
    return TermPhrase(side, tuple(slots))
