"""Posting lists in tantivy, a native engine: for archives of hundreds of thousands of passages and more.

tantivy writes its segments once and never changes them; the few files that name the segments are replaced.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from bisect import bisect_left, bisect_right
from contextlib import contextmanager, suppress
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tantivy import Document, Index, Occur, PreTokenizedString, Query, SchemaBuilder, Token

from bisearch.deadline import NO_DEADLINE
from bisearch.engines.blocks import blocks_of, ranges_with
from bisearch.engines.nodes import PassageRanges
from bisearch.engines.port import EngineMatches, Match, first_by_rank
from bisearch.engines.simplifying import simplified
from bisearch.engines.tantivy.query import TANTIVY_B, TANTIVY_K1, QueryMaker
from bisearch.errors import IndexDamagedError
from bisearch.model import SIDES, Side
from bisearch.storage.checksums import is_lock
from bisearch.storage.read_errors import is_missing, read_error, system_error_of_message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from tantivy import DocAddress, Schema, SearchResult

    from bisearch.deadline import Deadline
    from bisearch.engines.bm25 import Bm25
    from bisearch.engines.nodes import AnyTerm, Node, TermPhrase
    from bisearch.engines.port import Estimate, Positions, Ranks
    from bisearch.storage.identity import Identity

# Which generation the postings belong to.
IDENTITY = "identity.json"
# How often the folder of links is tried to be removed.
REMOVALS = 100
# The end of each file of a segment: the length of tantivy's footer, and tantivy's constant.
_FOOTER_END = struct.Struct("<II")
_FOOTER_CONSTANT = 1337
# tantivy's buffer, in bytes, before it writes a segment.
HEAP = 128_000_000
# Values of the field `sides`, which records the sides of a passage.
SIDE_BITS: dict[Side, int] = {"ru": 1, "en": 2}
BOTH = 3
# Scores are sums of single-precision numbers in no fixed order, so smaller differences are ties.
DIGITS = 4
# Passages expected to tie with the last one asked for, and the factor to fetch more by if they all do. The matches of a
# phrase often tie, and each further try costs a search.
TIES, MORE_TIES = 1_000, 8
_TIE = 10**-DIGITS
# tantivy counts the matches in a range as fast as it finds this many of all matches, but only up to so many ranges.
MATCHES_PER_RANGE, MAX_RANGES = 60, 1_000


def _schema() -> Schema:
    builder = SchemaBuilder()
    for side in SIDES:
        builder.add_text_field(side, tokenizer_name="raw", index_option="position")
    builder.add_unsigned_field("passage", fast=True)
    builder.add_unsigned_field("blocks", indexed=True)
    builder.add_unsigned_field("sides", indexed=True, fast=True)
    return builder.build()


class TantivyEngine:
    """Opens a folder of tantivy's postings."""

    name = "tantivy"

    def read(self, folder: Path, identity: Identity | None = None) -> TantivyReader:
        """Open a folder for reading; raises `IndexDamagedError` if a file is damaged."""
        return TantivyReader(folder, identity)

    def write(self, folder: Path, identity: Identity | None = None) -> TantivyWriter:
        """Open a folder for writing; an empty folder starts a new set of postings."""
        return TantivyWriter(folder, identity)

    def remove_elsewhere(self, folder: Path) -> list[str]:  # noqa: ARG002 -- the interface's signature
        """Return nothing: all postings are in the folder."""
        return []


class TantivyWriter:
    """Implements `bisearch.engines.port.EngineWriter`."""

    def __init__(self, folder: Path, identity: Identity | None = None) -> None:
        self._folder = folder
        self._identity = identity
        with _write_errors_as_os_errors():
            self._index = Index(_schema(), str(folder))
            # Else a thread of tantivy's loads each commit, and creates a file to lock after `commit` has removed it.
            self._index.config_reader("manual")
            self._queries: QueryMaker | None = None
            # One thread: segments, and with them the order of equal scores, do not depend on chance.
            self._writer: Any = self._index.writer(HEAP, 1)

    def add(self, passage: int, terms: Mapping[Side, Positions], document: str = "") -> None:  # noqa: ARG002 -- ranks
        """Add a passage; its number must be greater than all before."""
        stored = Document()
        sides = 0
        for side, positions in terms.items():
            tokens = [Token(term, place, 0, 0) for place, group in enumerate(positions) for term in group]
            if tokens:
                sides |= SIDE_BITS[side]
                stored.add_pre_tokenized_text(side, PreTokenizedString("", tokens))
        for block in blocks_of(passage):
            stored.add_unsigned("blocks", block)
        stored.add_unsigned("passage", passage)
        stored.add_unsigned("sides", sides)
        with _write_errors_as_os_errors():
            self._writer.add_document(stored)

    def delete(self, passages: range) -> None:
        """Remove consecutive passages."""
        if self._queries is None:
            self._queries = QueryMaker(self._index.schema, self._index.searcher(), dict.fromkeys(SIDES, 0))
        with _write_errors_as_os_errors():
            self._writer.delete_documents_by_query(self._queries.make(PassageRanges((passages,))))

    def commit(self) -> None:
        """Write all changes to the engine's folder."""
        with _write_errors_as_os_errors():
            self._writer.commit()
            self._writer.wait_merging_threads()
        self._writer = None
        self._remove_locks()
        if self._identity is not None:
            fresh = self._folder / f"{IDENTITY}.new"
            fresh.write_text(json.dumps(self._identity), encoding="utf-8")
            fresh.replace(self._folder / IDENTITY)

    def seal(self) -> None:
        """Do nothing: the index's folder is locked, so nobody else writes."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            with suppress(ValueError):  # the generation is removed, and the error of the block is the cause
                self._writer.rollback()
            self._writer = None
            self._remove_locks()

    def _remove_locks(self) -> None:
        for lock in self._folder.glob(".tantivy-*.lock"):
            lock.unlink()  # else the next generation would share it with readers of this one


class TantivyReader:
    """Committed postings, open for reading; tantivy's searchers may be shared between threads."""

    is_remote = False

    def __init__(self, folder: Path, identity: Identity | None = None) -> None:
        self._folder = folder
        with _damage_reported(folder), _linked(folder) as place:
            if identity is not None and json.loads((folder / IDENTITY).read_bytes()) != list(identity):
                raise IndexDamagedError(f"{folder / IDENTITY}: belongs to another index or commit")
            index = Index.open(place)
            self._schema = index.schema
            self._searcher = index.searcher()
            self._kinds = self._counts()
        counts: dict[Side, int] = {side: self._kinds[bit] + self._kinds[BOTH] for side, bit in SIDE_BITS.items()}
        self._queries = QueryMaker(self._schema, self._searcher, counts)
        self._deadline = NO_DEADLINE

    def for_search(self, deadline: Deadline) -> TantivyReader:
        """Return a reader of the same files for a single search; closing this one closes both."""
        other = copy(self)
        other._queries = self._queries.for_search(deadline)  # noqa: SLF001 -- our own class
        other._deadline = deadline  # noqa: SLF001 -- our own class
        return other

    def estimate(self, node: AnyTerm | TermPhrase) -> Estimate:
        """Estimate what it takes to look up a word or a phrase."""
        with _damage_reported(self._folder):
            return self._queries.estimate(node)

    @property
    def passage_count(self) -> int:
        """The number of passages."""
        return int(self._searcher.num_docs)

    def prepare(self, nodes: Sequence[Node], counted: Sequence[Node] = ()) -> None:
        """Do nothing: asking costs no request."""

    def search(self, query: Node, limit: int | None = None, ranks: Ranks | None = None) -> EngineMatches:
        """Find the passages that match a query, as `bisearch.engines.port.EngineReader` defines it."""
        with _damage_reported(self._folder):
            made = self._queries.make(simplified(query))
            if limit is None:
                hits = self._all_hits(made)
                return EngineMatches(len(hits), self._matches(hits))
            total, hits = self._best(made, limit, ranks)
            return EngineMatches(total, self._matches(hits))

    def passages(self, query: Node) -> list[int]:
        """Return the numbers of all passages that match a query."""
        with _damage_reported(self._folder):
            # Sorted by their numbers, hits come with these in place of scores.
            made = self._queries.make(simplified(query))
            hits = self._search(made, max(1, self._searcher.num_docs), by="passage").hits
            self._deadline.check()
            return [number for number, _ in hits]

    def ranges_with_matches(self, query: Node, ranges: Sequence[range], total: int) -> list[range]:
        """Return those of some ranges of passages that have a passage that matches a query."""
        is_counted = 0 < len(ranges) <= min(MAX_RANGES, total // MATCHES_PER_RANGE)
        if not is_counted or not all(ranges):  # tantivy refuses empty ranges
            return ranges_with(self.passages(query), ranges)
        with _damage_reported(self._folder):
            made = self._queries.make(simplified(query))
            buckets = [
                {"key": str(place), "from": float(each.start), "to": float(each.stop)}
                for place, each in enumerate(ranges)
            ]
            self._deadline.check()
            # tantivy adds buckets, with keys of its own, for what is between the ranges.
            counted = self._searcher.aggregate(made, {"ranges": {"range": {"field": "passage", "ranges": buckets}}})
            self._deadline.check()
            counts = {each["key"]: each["doc_count"] for each in counted["ranges"]["buckets"]}
            return [each for place, each in enumerate(ranges) if counts[str(place)]]

    def weights(self, node: AnyTerm | TermPhrase) -> dict[int, float]:
        """Return the greatest weight of a word or phrase in each passage that contains it."""
        with _damage_reported(self._folder):
            hits = self._all_hits(self._queries.weights(node))
            scored = zip(hits, self._values("passage", hits), strict=True)
            return {number: round(score, DIGITS) for (score, _), number in self._deadline.through(scored)}

    def document_frequency(self, side: Side, term: str) -> int:
        """Return the number of passages that contain a term on a side."""
        with _damage_reported(self._folder):
            return self._count(side, term)

    def with_bm25(self, parameters: Bm25) -> TantivyReader:  # noqa: ARG002 -- the interface's signature
        """Raise `ValueError`: tantivy's parameters are fixed."""
        raise ValueError(f"tantivy's k1 is always {TANTIVY_K1} and its b {TANTIVY_B}; use engine whoosh to change them")

    def verify(self) -> None:
        """Compare the files of all segments with tantivy's own checksums, and read the numbers of all passages."""
        for path in sorted(self._folder.glob("[!.]*.*")):
            if path.suffix != ".json" and path.is_file():
                _verify_footer(path)
        with _damage_reported(self._folder):
            self._matches(self._all_hits(Query.all_query()))
            self._counts()

    def close(self) -> None:
        """Close all files; the reader cannot be used afterwards."""
        del self._searcher, self._queries

    def _counts(self) -> dict[int, int]:
        """Return the number of passages for each value of `sides`, without the deleted ones that tantivy counts."""
        counts = {sides: int(self._searcher.doc_freq("sides", sides)) for sides in range(BOTH + 1)}
        if sum(counts.values()) == self._searcher.num_docs:
            return counts
        return {sides: self._count("sides", sides) for sides in counts}

    def _count(self, field: str, value: str | int) -> int:
        """Return the number of passages that contain a term, without deleted ones."""
        query = Query.const_score_query(Query.term_query(self._schema, field, value, "basic"), 0.0)
        return int(self._searcher.search(query, 1).count)

    def _best(self, query: Query, limit: int, ranks: Ranks | None) -> tuple[int, list[tuple[float, DocAddress]]]:
        """Return the number of matches, and the best one-sided and two-sided ones."""
        two_sided = self._kinds[BOTH]
        one_sided = self._searcher.num_docs - two_sided
        if not one_sided or not two_sided:
            return self._first(query, limit, ranks)
        both = self._queries.kind(BOTH)
        total, hits = self._first(_narrowed(query, Occur.Must, both), limit, ranks)
        more, others = self._first(_narrowed(query, Occur.MustNot, both), limit, ranks)
        return total + more, hits + others

    def _first(self, query: Query, limit: int, ranks: Ranks | None) -> tuple[int, list[tuple[float, DocAddress]]]:
        """Return the number of matches, and the first `limit` by score, then by rank."""
        if not limit:
            return self._search(query, 1).count, []
        count = limit + TIES
        while True:
            found = self._search(query, count)
            hits = found.hits
            if limit >= len(hits):
                return found.count, hits
            if len(hits) == found.count or hits[-1][0] < hits[limit - 1][0] - _TIE:
                return found.count, self._without_ties(hits, limit, ranks)
            all_tie = hits[0][0] < hits[-1][0] + _TIE
            count = found.count if all_tie else min(found.count, MORE_TIES * count)

    def _without_ties(
        self, hits: list[tuple[float, DocAddress]], limit: int, ranks: Ranks | None
    ) -> list[tuple[float, DocAddress]]:
        """Return the first `limit` of sorted hits; those that tie with the last one are chosen by rank."""

        def fall(hit: tuple[float, DocAddress]) -> float:
            return -round(hit[0], DIGITS)

        last = fall(hits[limit - 1])
        start, stop = bisect_left(hits, last, key=fall), bisect_right(hits, last, key=fall)
        numbers = self._values("passage", hits[start:stop])
        return hits[:start] + [hits[start + place] for place in first_by_rank(numbers, limit - start, ranks)]

    def _matches(self, hits: list[tuple[float, DocAddress]]) -> list[Match]:
        found = zip(hits, self._values("passage", hits), self._values("sides", hits), strict=True)
        return [
            Match(number, round(score, DIGITS), bits == BOTH)
            for (score, _), number, bits in self._deadline.through(found)
        ]

    def _all_hits(self, query: Query) -> list[tuple[float, DocAddress]]:
        """Return the scores and addresses of all matches."""
        hits: list[tuple[float, DocAddress]] = self._search(query, max(1, self._searcher.num_docs)).hits
        self._deadline.check()
        return hits

    def _values(self, field: str, hits: Sequence[tuple[float, DocAddress]]) -> list[int]:
        """Return the values of a field of some hits."""
        values: list[int] = self._searcher.fast_field_values(field, [address for _, address in hits])
        self._deadline.check()
        return values

    def _search(self, query: Query, count: int, by: str | None = None) -> SearchResult:
        """Return the number of matches and the first of them, by score or else by a field.

        The time limit is looked at before and after.
        """
        self._deadline.check()
        found = self._searcher.search(query, count, order_by_field=by)
        self._deadline.check()
        return found


def _verify_footer(path: Path) -> None:
    """Raise `IndexDamagedError` unless a file ends in tantivy's footer with the CRC-32 of what is before it.

    The footer is JSON, followed by its length and a constant.
    """
    data = path.read_bytes()
    try:
        length, constant = _FOOTER_END.unpack(data[-_FOOTER_END.size :])
        start = len(data) - _FOOTER_END.size - length
        expected = json.loads(data[start : -_FOOTER_END.size])["crc"] if start >= 0 else None
    except (ValueError, TypeError, LookupError, RecursionError, struct.error) as error:
        raise IndexDamagedError(f"{path}: not a file of tantivy's ({error})") from error
    if constant != _FOOTER_CONSTANT or zlib.crc32(memoryview(data)[: max(0, start)]) != expected:
        raise IndexDamagedError(f"{path}: file is corrupted (tantivy's checksum mismatch)")


def _narrowed(query: Query, occur: Occur, other: Query) -> Query:
    return Query.boolean_query([(Occur.Must, query), (occur, other)])


@contextmanager
def _linked(folder: Path) -> Iterator[str]:
    """Return a temporary folder with links to the files of a folder.

    tantivy creates a file to lock in the folder that it opens, also to read it: a folder that may be read only, or that
    belongs to somebody else. The files stay open when the links are gone.
    """
    place = None
    try:
        try:
            place = _new_temporary_folder()
            for path in folder.resolve().iterdir():
                if path.is_file() and not is_lock(path.name):
                    os.symlink(path, Path(place, path.name))  # noqa: PTH211 -- the cheaper call
        except OSError:
            yield str(folder)  # Windows lets few users link, and a system may have no temporary folder
        else:
            yield place
    finally:
        if place is not None:
            _remove_links(Path(place))


def _new_temporary_folder() -> str:
    """Return a new folder that only this user can read; `tempfile` would load modules that a search does not need.

    Raises:
        OSError: there is no place for temporary files.
    """
    places = [os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")]
    for parent in (*filter(None, places), "/tmp", "/var/tmp", "/dev/shm"):  # noqa: S108 -- the name is random
        place = os.path.join(parent, f"bisearch-{os.urandom(8).hex()}")  # noqa: PTH118
        with suppress(OSError):
            os.mkdir(place, 0o700)  # noqa: PTH102
            return place
    raise OSError("no folder for temporary files can be written")


def _remove_links(place: Path) -> None:
    """Remove a folder of links, in which a thread of tantivy's may just be creating its file to lock."""
    for _ in range(REMOVALS):
        with suppress(OSError):
            for path in place.iterdir():
                path.unlink()
            place.rmdir()
            return


@contextmanager
def _write_errors_as_os_errors() -> Iterator[None]:
    """Raise `OSError` in place of the error that tantivy raises when it cannot write."""
    try:
        yield
    except ValueError as error:
        raise OSError(f"tantivy: {error}") from error


@contextmanager
def _damage_reported(folder: Path) -> Iterator[None]:
    """Raise `IndexDamagedError` in place of the errors that tantivy raises for unreadable files."""
    try:
        yield
    except OSError as error:
        raise IndexDamagedError(f"{folder}: {error}") if is_missing(error) else read_error(folder, error) from error
    except ValueError as error:
        raise system_error_of_message(folder, str(error)) or IndexDamagedError(f"{folder}: {error}") from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # Rust's; tantivy panics on some damaged files
            raise system_error_of_message(folder, str(error)) or IndexDamagedError(f"{folder}: {error}") from error
        raise
