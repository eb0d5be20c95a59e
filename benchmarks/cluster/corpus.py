"""Synthetic passages, as an engine gets them, and queries over them with whoosh's answers."""

from __future__ import annotations

import random
from bisect import bisect
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from bisearch.engines.nodes import AnyTerm, Both, Either, TermPhrase
from bisearch.engines.registry import engine
from bisearch.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from bisearch.engines.nodes import Node
    from bisearch.engines.port import EngineMatches, EngineReader, EngineWriter, Positions
    from bisearch.model import Side

SEED = 1946
# Different words of a side; the frequency of each falls as its rank, as in real texts.
WORDS = 20_000
LEAST_LENGTH, GREATEST_LENGTH = 4, 24
# Every tenth passage has one side only.
ONE_SIDED = 10
PASSAGES_IN_DOCUMENT = 25
# Hits that are compared, and the difference of scores that rounding explains.
HITS, TOLERANCE = 10, 2e-4
KINDS = ("word", "or", "and", "phrase", "translated", "pattern")

_TOTALS = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))


class Passage(NamedTuple):
    """A passage: its number, its terms, and the id of its document."""

    number: int
    terms: dict[Side, Positions]
    document: str


def passages(start: int, stop: int) -> Iterator[Passage]:
    """Yield the passages with some numbers; each depends on its number alone."""
    for number in range(start, stop):
        draw = random.Random(SEED * 1_000_003 + number)
        terms: dict[Side, Positions] = {
            side: [(_word(side, draw),) for _ in range(draw.randint(LEAST_LENGTH, GREATEST_LENGTH))] for side in SIDES
        }
        if number % ONE_SIDED == 0:
            del terms[SIDES[number // ONE_SIDED % len(SIDES)]]
        yield Passage(number, terms, document_of(number))


def document_of(number: int) -> str:
    """Return the id of a passage's document; the ids are in another order than the passages."""
    return f"{(number // PASSAGES_IN_DOCUMENT) * 7919 % 1_000_003:07}"


def ranks(numbers: Sequence[int]) -> Sequence[int]:
    """Return the tie-break keys of passages: by the ids of their documents, then by number."""
    return [int(document_of(number)) << 32 | number for number in numbers]


def queries(count: int, seed: int) -> list[tuple[str, Node]]:
    """Return so many queries of each kind, with their kinds."""
    draw = random.Random(seed)
    return [(kind, _query(kind, draw)) for _ in range(count) for kind in KINDS]


def _query(kind: str, draw: random.Random) -> Node:
    side = draw.choice(SIDES)
    words = [_word(side, draw) for _ in range(3)]
    if kind == "word":
        return AnyTerm(side, (words[0],))
    if kind == "or":
        return Either(tuple(AnyTerm(side, (word,)) for word in dict.fromkeys(words)))
    if kind == "and":
        return Both((AnyTerm(side, (words[0],)), AnyTerm(side, (words[1],))))
    if kind == "phrase":
        return TermPhrase(side, ((words[0],), (words[1],)), slop=draw.choice((0, 2)))
    if kind == "translated":
        return Either(
            (AnyTerm("ru", (_word("ru", draw),)), AnyTerm("en", (_word("en", draw), words[1]), weights=(0.7, 0.2)))
        )
    first = draw.randrange(WORDS - 50)
    return AnyTerm(side, tuple(f"{side}{number}" for number in range(first, first + 50)))


def _word(side: Side, draw: random.Random) -> str:
    return f"{side}{bisect(_TOTALS, draw.random() * _TOTALS[-1])}"


def write(writer: EngineWriter, added: Iterable[Passage], on_passage: Callable[[int], None] = lambda _: None) -> None:
    """Add passages and commit them."""
    with writer:
        for each in added:
            writer.add(each.number, each.terms, each.document)
            on_passage(each.number)
        writer.commit()
        writer.seal()


class Expected:
    """Whoosh's answers to some queries over the passages up to a number.

    Args:
        folder: where whoosh keeps its postings.
        stop: the number after the last passage.
        asked: the queries.
    """

    def __init__(self, folder: Path, stop: int, asked: Sequence[Node]) -> None:
        folder.mkdir(parents=True)
        whoosh = engine("whoosh")
        write(whoosh.write(folder), passages(1, stop))
        reader = whoosh.read(folder)
        self.asked = asked
        self._found = [reader.search(query, HITS, ranks) for query in asked]
        reader.close()

    def is_right(self, place: int, found: EngineMatches) -> bool:
        """Return whether an answer is whoosh's: the same total and hits, but for those that tie with the last."""
        expected = self._found[place]
        if found.total != expected.total or len(found.matches) != len(expected.matches):
            return False
        for two_sided in (True, False):
            ours, theirs = (
                sorted((-match.score, match.passage) for match in each.matches if match.is_two_sided == two_sided)
                for each in (found, expected)
            )
            if len(ours) != len(theirs) or any(
                abs(mine[0] - other[0]) > TOLERANCE for mine, other in zip(ours, theirs, strict=True)
            ):
                return False
            if ours:
                least = -ours[-1][0] + 2 * TOLERANCE
                if {number for score, number in ours if -score > least} - {number for _, number in theirs}:
                    return False
        return True

    def count_wrong(self, reader: EngineReader) -> int:
        """Return how many of the queries a reader answers otherwise."""
        return sum(
            not self.is_right(place, reader.search(query, HITS, ranks)) for place, query in enumerate(self.asked)
        )
