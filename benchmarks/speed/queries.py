"""Draws queries of every kind from the passages of a synthetic corpus."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bisearch.analysis.stop_words import is_stop_word
from bisearch.analysis.tokenizer import words as words_of
from bisearch.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bisearch.model import Side

KINDS = ("word", "translated", "or", "and", "phrase", "prefix", "fuzzy")
MIN_LETTERS = 5
PREFIX = 6
SEED = 641


@dataclass(frozen=True, slots=True)
class Query:
    """A query in the form for bisearch and in the form for bare engines.

    Attributes:
        kind: one of `KINDS`; ``"translated"`` is one word that is searched on both sides.
        side: language of its words.
        text: the query in bisearch's query language.
        lemmas: the most probable lemma of each word; for a prefix, the prefix.
    """

    kind: str
    side: Side
    text: str
    lemmas: tuple[str, ...]


def draw_queries(passages: Iterable[tuple[str, str]], lemmas: Mapping[str, Sequence[str]], count: int) -> list[Query]:
    """Draw queries from the words of passages, frequent words more often.

    Args:
        passages: passages to draw from.
        lemmas: lemmas of every form in them.
        count: number of queries of each kind and side.
    """
    draw = random.Random(SEED)
    pool = [pair for pair in passages if all(_words(text) for text in pair)]
    return [
        _query(kind, side, draw.choice(pool)[SIDES.index(side)], lemmas, draw)
        for kind in KINDS
        for side in SIDES
        for _ in range(count)
    ]


def _words(text: str) -> list[str]:
    return [
        form for form in words_of(text).forms if len(form) >= MIN_LETTERS and form.isalpha() and not is_stop_word(form)
    ]


def _query(kind: str, side: Side, text: str, lemmas: Mapping[str, Sequence[str]], draw: random.Random) -> Query:
    words = _words(text)
    one = draw.choice(words)
    several = draw.sample(words, min(len(words), 3 if kind == "or" else 2))
    if kind == "or":
        return Query(kind, side, " ".join(several), tuple(lemmas[word][0] for word in several))
    if kind == "and":
        return Query(kind, side, " ".join(f"+{word}" for word in several), tuple(lemmas[word][0] for word in several))
    if kind == "phrase":
        row = words_of(text).forms
        place = row.index(one)
        both = row[max(0, place - 1) : place + 1] if place else row[:2]
        return Query(kind, side, f'"{" ".join(both)}"', tuple(lemmas[word][0] for word in both))
    if kind == "prefix":
        return Query(kind, side, f"{one[:PREFIX]}*", (one[:PREFIX],))
    return Query(kind, side, f"{one}~1" if kind == "fuzzy" else one, (lemmas[one][0],))
