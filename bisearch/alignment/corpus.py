"""Aligning many texts: a first pass by length and anchors, what it teaches, and a second pass by all evidence.

Long texts are cut where the first pass is sure, so that time and memory grow with their length.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from bisearch.alignment.evidence import read, stems
from bisearch.alignment.first_pass import find_beads
from bisearch.alignment.model import beads, weights_for
from bisearch.alignment.stamps import cross_stamps
from bisearch.analysis.tokens import tokenize
from bisearch.lexicon.learning import learn
from bisearch.model import Bead

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.alignment.evidence import Table

# A part of a text pair has about so many sentences on its longer side, and never more than the most.
PART, MOST = 60, 150
# The first pass is sure of a place where the bead before and the bead after are one to one with this confidence.
SURE = 0.9
# Pairs of words less likely than this say nothing.
LEAST = 0.05


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive sentences of a text pair, and where they begin in it."""

    ru: Sequence[str]
    en: Sequence[str]
    at_ru: int
    at_en: int
    first: Sequence[Bead]


def align_corpus(pairs: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[list[Bead]]:
    """Align text pairs that were translated alike, each learning from all.

    Args:
        pairs: for each text pair, its Russian and its English sentences; either may be empty.

    Returns:
        For each text pair its beads, in order of their first Russian sentences; every sentence is in exactly one.
    """
    parts = [list(_parts(ru, en)) if ru and en else [] for ru, en in pairs]
    table = learn_table([part for each in parts for part in each])
    texts = [[(read(part.ru), read(part.en)) for part in each] for each in parts]
    weights = weights_for([text for each in texts for text in each], table)
    aligned = []
    for (ru, en), each, read_parts in zip(pairs, parts, texts, strict=True):
        if not each:
            aligned.append([Bead((i,), ()) for i in range(len(ru))] + [Bead((), (j,)) for j in range(len(en))])
            continue
        found = [
            _moved(bead, part.at_ru, part.at_en)
            for part, (text_ru, text_en) in zip(each, read_parts, strict=True)
            for bead in beads(text_ru, text_en, table, weights)
        ]
        aligned.append(cross_stamps(found, ru, en))
    return aligned


def _parts(ru: Sequence[str], en: Sequence[str]) -> Iterator[Part]:
    first = find_beads(ru, en)
    begin = at_ru = at_en = end_ru = end_en = 0
    for place, bead in enumerate(first):
        end_ru, end_en = end_ru + len(bead.ru), end_en + len(bead.en)
        length = max(end_ru - at_ru, end_en - at_en)
        last = place + 1 == len(first)
        sure = length >= PART and _is_sure(bead) and not last and _is_sure(first[place + 1])
        both = end_ru > at_ru and end_en > at_en
        if last or ((sure or length >= MOST) and both and end_ru < len(ru) and end_en < len(en)):
            yield Part(ru[at_ru:end_ru], en[at_en:end_en], at_ru, at_en, first[begin : place + 1])
            begin, at_ru, at_en = place + 1, end_ru, end_en


def _is_sure(bead: Bead) -> bool:
    return len(bead.ru) == len(bead.en) == 1 and bead.confidence >= SURE


def _moved(bead: Bead, ru: int, en: int) -> Bead:
    return Bead(tuple(i + ru for i in bead.ru), tuple(j + en for j in bead.en), bead.confidence)


def learn_table(parts: Sequence[Part]) -> Table:
    """Learn from the first pass which beginnings of words render which."""
    table: dict[str, dict[str, float]] = {}
    pairs = (
        (_words(part.ru, [i - part.at_ru for i in bead.ru]), _words(part.en, [j - part.at_en for j in bead.en]))
        for part in parts
        for bead in part.first
        if bead.ru and bead.en
    )
    for row in learn(pairs):
        likely = sqrt(row.to_en * row.to_ru)
        if likely >= LEAST:
            table.setdefault(row.ru, {})[row.en] = likely
    return table


def _words(sentences: Sequence[str], places: Sequence[int]) -> list[str]:
    return stems(token.form for place in places for token in tokenize(sentences[place]))
