"""Posting lists in Whoosh, the embedded default: pure Python, nothing to compile.

Whoosh stores the segments and their terms; `codec` encodes the posting lists, and `search` matches and scores.
"""

from __future__ import annotations

from array import array
from copy import copy
from heapq import merge
from itertools import groupby
from typing import TYPE_CHECKING, Any

from whoosh import fields, formats
from whoosh.index import EmptyIndexError
from whoosh.reading import TermNotFound

from bisearch.engines.whoosh import passage_table
from bisearch.engines.whoosh.codec import Occurrences, PackedCodec, Postings, TermPool
from bisearch.engines.whoosh.files import CheckedStorage, WritableStorage, write_checksums
from bisearch.engines.whoosh.passage_table import PassageTableWriter
from bisearch.engines.whoosh.search import Searcher
from bisearch.errors import IndexDamagedError
from bisearch.model import SIDES
from bisearch.storage.per_thread import PerThread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from bisearch.engines.bm25 import Bm25
    from bisearch.engines.nodes import AnyTerm, Node, TermPhrase
    from bisearch.engines.port import EngineMatches, Positions, Ranks
    from bisearch.model import Side

# A segment is written whenever this many words are in memory, at about ten bytes each.
SEGMENT_WORDS = 20_000_000
# A commit that leaves more segments than this merges the small ones at the end. If it leaves a larger share of deleted
# passages than this, it merges all segments.
MAX_SEGMENTS = 8
MAX_DELETED = 0.3
SMALL_SEGMENT = 100_000


class WhooshEngine:
    """Opens a folder of Whoosh postings."""

    name = "whoosh"

    def read(self, folder: Path) -> WhooshReader:
        """Open a folder for reading; raises `IndexDamagedError` if a file is damaged."""
        return WhooshReader(folder)

    def write(self, folder: Path) -> WhooshWriter:
        """Open a folder for writing; an empty folder starts a new set of postings."""
        return WhooshWriter(folder)


class WhooshWriter:
    """Implements `bisearch.engines.port.EngineWriter`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        storage = WritableStorage(folder)
        self._passages = PassageTableWriter.load(folder)
        fresh = not (folder / passage_table.FILE).exists()
        self._index = storage.create_index(_schema()) if fresh else storage.open_index()
        self._writer: Any
        self._pool: TermPool
        self._open_segment()

    def add(self, passage: int, terms: Mapping[Side, Positions]) -> None:
        """Add a passage; its number must be greater than all before."""
        doc = self._writer.docnum
        self._writer.add_document()
        for side, positions in terms.items():
            self._pool.add(side, doc, positions)
        self._passages.append(passage, len(terms.get("ru", ())), len(terms.get("en", ())))
        if self._pool.words > SEGMENT_WORDS:
            self._writer.commit(merge=False)
            self._open_segment()

    def delete(self, passages: range) -> None:
        """Remove consecutive passages."""
        self._passages.delete(passages)

    def commit(self) -> None:
        """Write everything to the engine's folder, merging segments when there are too many."""
        writer, self._writer = self._writer, None
        writer.commit(merge=False)
        with self._index.reader() as reader:
            leaves = reader.leaf_readers()
            first = len(leaves)
            if self._passages.deleted > MAX_DELETED * len(self._passages):
                first = 0
            elif len(leaves) > MAX_SEGMENTS:
                while first > 0 and leaves[first - 1][0].doc_count_all() < SMALL_SEGMENT:
                    first -= 1
            if first < len(leaves):
                self._merge(leaves[first:], first)
        write_checksums(self._folder)
        self._passages.save(self._folder)

    def _open_segment(self) -> None:
        self._writer = self._index.writer(codec=PackedCodec())
        self._pool = self._writer.pool = TermPool()

    def _merge(self, leaves: Sequence[tuple[Any, int]], kept_segments: int) -> None:
        """Merge the last segments into one, without deleted passages."""
        start = leaves[0][1]
        alive = self._passages.alive
        # Whoosh's number in the new segment of each document.
        places = dict(zip((doc for doc in range(start, len(alive)) if alive[doc]), range(len(alive)), strict=False))
        self._open_segment()
        writer, self._writer = self._writer, None
        for _ in places:
            writer.add_document()
        self._pool.merged = _merged(leaves, places)
        writer.commit(mergetype=lambda _, segments: segments[:kept_segments])
        self._passages.drop(range(start, len(alive)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            self._writer.cancel()


class WhooshReader:
    """Committed postings; see `bisearch.engines.port.EngineReader`.

    Whoosh's readers share one file position, so each thread has its own.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            self._index = CheckedStorage(folder).open_index()
            self._passages = passage_table.read(folder)
        except (OSError, ValueError, EmptyIndexError) as error:
            raise IndexDamagedError(f"{folder}: {error}") from error
        self._readers: PerThread[Any] = PerThread(self._index.reader, lambda reader: reader.close())
        self._searcher = Searcher(self._passages, self._postings)

    def search(self, query: Node, limit: int | None = None, ranks: Ranks | None = None) -> EngineMatches:
        """Find the passages that match a query, as `bisearch.engines.port.EngineReader` defines it."""
        return self._searcher.search(query, limit, ranks)

    def passages(self, query: Node) -> list[int]:
        """Return the numbers of all passages that match a query."""
        return self._searcher.passages(query)

    def weights(self, node: AnyTerm | TermPhrase) -> dict[int, float]:
        """Return the greatest weight of a word or phrase in each passage that contains it."""
        return self._searcher.weights(node)

    def document_frequency(self, side: Side, term: str) -> int:
        """Return the number of passages that contain a term on a side."""
        return self._searcher.document_frequency(side, term)

    def with_bm25(self, parameters: Bm25) -> WhooshReader:
        """Return a reader of the same files that scores with other parameters; closing this one closes both."""
        other = copy(self)
        other._searcher = Searcher(self._passages, self._postings, parameters)  # noqa: SLF001 -- our own class
        return other

    def close(self) -> None:
        """Close all files; the reader cannot be used afterwards."""
        self._readers.close()
        self._index.close()

    def _postings(self, side: Side, term: str) -> Iterator[Postings]:
        """Yield a term's posting list in each segment that contains it."""
        encoded = term.encode("utf-8", "surrogatepass")
        for leaf, base in self._readers.get().leaf_readers():
            try:
                packed = leaf.postings(side, encoded)
            except TermNotFound:
                continue
            yield Postings(packed, base)


def _schema() -> fields.Schema:
    return fields.Schema(**{side: fields.FieldType(formats.Existence(), analyzer=None) for side in SIDES})


def _merged(leaves: Sequence[tuple[Any, int]], places: Mapping[int, int]) -> Iterator[tuple[str, bytes, Occurrences]]:
    """Yield each term of some segments with its occurrences, in documents renumbered by `places`."""

    def terms_of(leaf: Any, base: int) -> Iterator[tuple[str, bytes, int, Any]]:
        return ((side, term, base, leaf) for side, term in leaf.all_terms())

    terms = merge(*(terms_of(leaf, base) for leaf, base in leaves), key=lambda each: each[:3])
    for (side, term), found in groupby(terms, key=lambda each: each[:2]):
        merged = Occurrences(array("I"), array("I"))
        for _, _, base, leaf in found:
            postings = Postings(leaf.postings(side, term), base)
            for doc, position in zip(postings.docs(), postings.positions(), strict=True):
                if doc in places:
                    merged.docs.append(places[doc])
                    merged.positions.append(position)
        if merged.docs:
            yield side, term, merged
