"""Expand shelfmarks into the phrases that Russian and English texts write them as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.form_table import surface_term
from bisearch.analysis.tokenizer import tokenize
from bisearch.engines.nodes import TermPhrase
from bisearch.notation.shelfmarks import part_words, spellings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.model import Side
    from bisearch.query.tree import ShelfmarkMention


def shelfmark_phrases(mention: ShelfmarkMention, sides: Sequence[Side]) -> list[TermPhrase]:
    """Return the phrases for the whole shelfmark on each side, then those for each of its parts."""
    parts = mention.parts
    runs = [parts] if len(parts) == 1 else [parts, *((part,) for part in parts)]
    return [phrase for run in runs for side in sides for phrase in _phrases(run, side)]


def _phrases(parts: Sequence[tuple[str, str]], side: Side) -> Iterator[TermPhrase]:
    """Yield the phrases that a run of parts may be written as: with one word for a part ("д.") or two ("ед. хр.")."""
    spelled = [_spelled_words(part, side) for part, _ in parts]
    for length in range(1, max(length for lengths in spelled for length in lengths) + 1):
        if length > 1 and not any(length in lengths for lengths in spelled):
            continue
        slots: list[tuple[str, ...]] = []
        for (_, number), lengths in zip(parts, spelled, strict=True):
            slots += lengths.get(length) or lengths[1]
            slots += [tuple(surface_term(spelling) for spelling in spellings(token.form)) for token in tokenize(number)]
        yield TermPhrase(side, tuple(slots))


def _spelled_words(part: str, side: Side) -> dict[int, list[tuple[str, ...]]]:
    """Return the words for a part as slots of a phrase, by their number: one for "д.", two for "ед. хр."."""
    found: dict[int, list[set[str]]] = {}
    for word in part_words(part, side):
        forms = [token.form for each in word.split("+") for token in tokenize(each)]
        slots = found.setdefault(len(forms), [set() for _ in forms])
        for slot, form in zip(slots, forms, strict=True):
            slot |= {form, surface_term(form)}
    return {length: [tuple(sorted(slot)) for slot in slots] for length, slots in found.items()}
