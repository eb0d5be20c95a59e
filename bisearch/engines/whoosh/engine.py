"""Posting lists in Whoosh, the embedded default: pure Python, nothing to compile.

Whoosh stores the terms of each segment; `codec` encodes the posting lists, and `search` matches and scores.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from contextlib import contextmanager
from copy import copy
from heapq import merge
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from bisearch.engines.blocks import narrowed, ranges_with
from bisearch.engines.whoosh import passage_table
from bisearch.engines.whoosh.codec import Occurrences, Postings, TermPool, pack
from bisearch.engines.whoosh.passage_table import PassageTableWriter
from bisearch.engines.whoosh.search import Searcher
from bisearch.engines.whoosh.segments import (
    Segment,
    Terms,
    next_name,
    read_segments,
    remove_terms,
    write_segments,
    write_terms,
)
from bisearch.errors import BisearchError, IndexDamagedError
from bisearch.storage.read_errors import is_missing, read_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from bisearch.deadline import Deadline
    from bisearch.engines.bm25 import Bm25
    from bisearch.engines.nodes import AnyTerm, Node, TermPhrase
    from bisearch.engines.port import EngineMatches, Estimate, Positions, Ranks
    from bisearch.model import Side
    from bisearch.storage.identity import Identity

    # The terms of a segment, and the number of passages in the segments before it.
    Leaf: TypeAlias = tuple[Terms, int]

# A segment is written whenever this many words are in memory, at about ten bytes each besides their terms.
SEGMENT_WORDS = 8_000_000
# A commit that leaves more segments than this merges the last ones: each segment that has less than this many times the
# passages of those after it, so that many small commits do not each write a large segment again. If a commit leaves a
# larger share of deleted passages than this, it merges all segments.
MAX_SEGMENTS = 8
MERGED_RATIO = 3
MAX_DELETED = 0.3
# To find the matches in one range of passages takes as long as to find this many of all matches.
MATCHES_PER_RANGE = 30
# The errors of reading malformed postings.
_UNREADABLE = (ValueError, ArithmeticError, LookupError, EOFError, struct.error, zlib.error)


class WhooshEngine:
    """Opens a folder of Whoosh postings."""

    name = "whoosh"

    def read(self, folder: Path, identity: Identity | None = None) -> WhooshReader:
        """Open a folder for reading; raises `IndexDamagedError` if a file is damaged."""
        return WhooshReader(folder, identity)

    def write(self, folder: Path, identity: Identity | None = None) -> WhooshWriter:
        """Open a folder for writing; an empty folder starts a new set of postings."""
        return WhooshWriter(folder, identity)

    def remove_elsewhere(self, folder: Path) -> list[str]:  # noqa: ARG002 -- the interface's signature
        """Return nothing: all postings are in the folder."""
        return []


class WhooshWriter:
    """Implements `bisearch.engines.port.EngineWriter`."""

    def __init__(self, folder: Path, identity: Identity | None = None) -> None:
        self._folder = folder
        self._identity = identity
        self._passages = PassageTableWriter.load(folder)
        self._segments = read_segments(folder)
        self._pool = TermPool()
        self._docs = 0

    def add(self, passage: int, terms: Mapping[Side, Positions], document: str = "") -> None:  # noqa: ARG002 -- ranks
        """Add a passage; its number must be greater than all before."""
        for side, positions in terms.items():
            self._pool.add(side, self._docs, positions)
        self._docs += 1
        self._passages.append(passage, len(terms.get("ru", ())), len(terms.get("en", ())))
        if self._pool.words > SEGMENT_WORDS:
            self._end_segment()

    def delete(self, passages: range) -> None:
        """Remove consecutive passages."""
        self._passages.delete(passages)

    def commit(self) -> None:
        """Write everything to the engine's folder, merging segments when there are too many."""
        self._end_segment()
        first = len(self._segments)
        if self._passages.deleted > MAX_DELETED * len(self._passages):
            first = 0
        elif len(self._segments) > MAX_SEGMENTS:
            first = _first_to_merge([segment.passages for segment in self._segments])
        if first < len(self._segments):
            self._merge(first)
        write_segments(self._folder, self._segments, self._identity)
        self._passages.save(self._folder, self._identity)

    def _end_segment(self) -> None:
        """Write the passages added since the last segment as a new one, if there are any."""
        pool, docs = self._pool, self._docs
        self._pool, self._docs = TermPool(), 0
        if docs:
            self._write_segment(pool.packed(), docs)

    def _write_segment(self, terms: Iterable[tuple[str, bytes, bytes]], docs: int) -> None:
        name = next_name(self._folder)
        write_terms(self._folder / name, terms, self._identity)
        self._segments.append(Segment(name, docs))

    def _merge(self, first: int) -> None:
        """Merge the segments from `first` on into one, without deleted passages."""
        leaves = _leaves(self._folder, self._segments, self._identity)[first:]
        start = leaves[0][1]
        alive = self._passages.alive
        # The position in the new segment of each passage, by its position in all segments.
        places = dict(zip((doc for doc in range(start, len(alive)) if alive[doc]), range(len(alive)), strict=False))
        merged, self._segments = self._segments[first:], self._segments[:first]
        terms = ((side, term, pack(occurrences)) for side, term, occurrences in _merged(leaves, places))
        self._write_segment(terms, len(places))
        for segment in merged:
            remove_terms(self._folder / segment.name)
        self._passages.drop(range(start, len(alive)))

    def seal(self) -> None:
        """Do nothing: the index's folder is locked, so nobody else writes."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Discard what is not committed; the files written so far are in a folder that nothing refers to."""


def _first_to_merge(sizes: Sequence[int]) -> int:
    """Return the index of the first of the segments to merge, at least the last two, by their numbers of passages."""
    first = len(sizes) - 2
    while first > 0 and sizes[first - 1] < MERGED_RATIO * sum(sizes[first:]):
        first -= 1
    return first


class WhooshReader:
    """Committed postings; see `bisearch.engines.port.EngineReader`."""

    is_remote = False

    def __init__(self, folder: Path, identity: Identity | None = None) -> None:
        self._folder = folder
        with self._damage_reported():
            self._passages = passage_table.read(folder, identity)
            segments = read_segments(folder, identity)
            if sum(segment.passages for segment in segments) != len(self._passages):
                raise IndexDamagedError(f"{folder}: the list of segments does not fit the table of passages")
            self._leaves = _leaves(folder, segments, identity)
        self._searcher = Searcher(self._passages, self._postings)

    @property
    def passage_count(self) -> int:
        """The number of passages."""
        return self._passages.living

    def prepare(self, nodes: Sequence[Node], counted: Sequence[Node] = ()) -> None:
        """Do nothing: asking costs no request."""

    def search(self, query: Node, limit: int | None = None, ranks: Ranks | None = None) -> EngineMatches:
        """Find the passages that match a query, as `bisearch.engines.port.EngineReader` defines it."""
        with self._damage_reported():
            return self._searcher.search(query, limit, ranks)

    def passages(self, query: Node) -> list[int]:
        """Return the numbers of all passages that match a query."""
        with self._damage_reported():
            return self._searcher.passages(query)

    def ranges_with_matches(self, query: Node, ranges: Sequence[range], total: int) -> list[range]:
        """Return those of some ranges of passages that have a passage that matches a query."""
        among = narrowed(query, ranges) if len(ranges) <= total // MATCHES_PER_RANGE else query
        return ranges_with(self.passages(among), ranges)

    def weights(self, node: AnyTerm | TermPhrase) -> dict[int, float]:
        """Return the greatest weight of a word or phrase in each passage that contains it."""
        with self._damage_reported():
            return self._searcher.weights(node)

    def estimate(self, node: AnyTerm | TermPhrase) -> Estimate:
        """Estimate what it takes to look up a word or a phrase."""
        with self._damage_reported():
            return self._searcher.estimate(node)

    def document_frequency(self, side: Side, term: str) -> int:
        """Return the number of passages that contain a term on a side."""
        with self._damage_reported():
            return self._searcher.document_frequency(side, term)

    def with_bm25(self, parameters: Bm25) -> WhooshReader:
        """Return a reader of the same files that scores with other parameters; closing this one closes both."""
        return self._with(self._searcher.with_bm25(parameters))

    def for_search(self, deadline: Deadline) -> WhooshReader:
        """Return a reader of the same files for a single search; closing this one closes both."""
        return self._with(self._searcher.for_search(deadline))

    def verify(self) -> None:
        """Read all postings; see `bisearch.engines.port.EngineReader.verify`."""
        with self._damage_reported():
            for terms, base in self._leaves:
                for side, term in terms.all():
                    postings = Postings(terms.postings(side, term) or b"", base)
                    docs = list(postings.docs())
                    if len(docs) != len(postings.positions()) or not 0 <= docs[-1] < len(self._passages):
                        raise IndexDamagedError(f"{self._folder}: the postings of {term!r} are malformed")

    def close(self) -> None:
        """Release all files; the reader cannot be used afterwards."""
        self._leaves.clear()

    def _with(self, searcher: Searcher) -> WhooshReader:
        other = copy(self)
        other._searcher = searcher  # noqa: SLF001 -- our own class
        return other

    def _postings(self, side: Side, term: str) -> Iterator[Postings]:
        """Yield a term's posting list in each segment that contains it."""
        encoded = term.encode("utf-8", "surrogatepass")
        for terms, base in self._leaves:
            packed = terms.postings(side, encoded)
            if packed is not None:
                yield Postings(packed, base)

    @contextmanager
    def _damage_reported(self) -> Iterator[None]:
        """Raise `IndexDamagedError` in place of the errors that malformed postings cause."""
        try:
            yield
        except BisearchError:
            raise
        except OSError as error:
            raise (
                IndexDamagedError(f"{self._folder}: {error}") if is_missing(error) else read_error(self._folder, error)
            ) from error
        except _UNREADABLE as error:
            raise IndexDamagedError(f"{self._folder}: {error}") from error


def _leaves(folder: Path, segments: Iterable[Segment], identity: Identity | None) -> list[Leaf]:
    """Open some segments."""
    found: list[Leaf] = []
    base = 0
    for segment in segments:
        found.append((Terms(folder / segment.name, identity), base))
        base += segment.passages
    return found


def _merged(leaves: Sequence[Leaf], places: Mapping[int, int]) -> Iterator[tuple[str, bytes, Occurrences]]:
    """Yield each term of some segments with its occurrences, in documents renumbered by `places`."""

    def terms_of(leaf: Terms, base: int) -> Iterator[tuple[Side, bytes, int, Terms]]:
        return ((side, term, base, leaf) for side, term in leaf.all())

    terms = merge(*(terms_of(leaf, base) for leaf, base in leaves), key=lambda each: each[:3])
    for (side, term), found in groupby(terms, key=lambda each: each[:2]):
        merged = Occurrences(array("I"), array("I"))
        for _, _, base, leaf in found:
            postings = Postings(leaf.postings(side, term) or b"", base)
            for doc, position in zip(postings.docs(), postings.positions(), strict=True):
                if doc in places:
                    merged.docs.append(places[doc])
                    merged.positions.append(position)
        if merged.docs:
            yield side, term, merged
