"""An index open for searching."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bisearch.analysis.equivalents import SHIPPED, Equivalents, read_rows
from bisearch.analysis.forms import FormTable, Lemmatizer
from bisearch.engines import engine
from bisearch.errors import PhraseTooWideError, QueryError
from bisearch.query.parsing import parse
from bisearch.searching.explaining import lookups
from bisearch.searching.marking import marks
from bisearch.searching.ranking import Sort, best, score
from bisearch.searching.resolving import Resolved, resolve
from bisearch.searching.results import Hit, Results
from bisearch.searching.suggesting import suggestions
from bisearch.searching.widening import Holdings, Widenings
from bisearch.storage.documents import DocumentStore, Totals
from bisearch.storage.folder import DEFAULT_INDEX, DOCUMENTS, POSTINGS, VOCABULARY, IndexFolder, Manifest
from bisearch.storage.words import Vocabulary

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from bisearch.engines import Match
    from bisearch.model import Metadata, Passage, Side


# What an index's owner may add to the shipped tables, in the index's folder.
TABLES = "tables"
EQUIVALENTS = "equivalents.txt"


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How to search.

    Attributes:
        limit: how many hits to return, at least 0.
        offset: how many to skip before the first.
        sort: ``"score"``, the best first, or ``"date"``, the oldest first.
        lang: the only side to look on; None looks on the side of each word's script and, for its translations, on the
            other.
        translate: whether a bare word is looked up on the other side too, by its translations.
        context: how many neighbouring passages to give with each hit, on either end.
        names: whether a name is looked up in its other spellings, cases and script too.
        abbreviations: whether a word is looked up by what stands for the same, and shelfmarks in either script.
        dates: whether a date is looked up in every form.
        suggest: whether other words are suggested where one matches nothing.
    """

    limit: int = 10
    offset: int = 0
    sort: Sort = "score"
    lang: Side | None = None
    translate: bool = True
    context: int = 0
    names: bool = True
    abbreviations: bool = True
    dates: bool = True
    suggest: bool = True


@dataclass(frozen=True, slots=True)
class Stats:
    """What an index holds and how it was made."""

    manifest: Manifest
    totals: Totals
    bytes: int


class Index:
    """An index open for searching; made by `open`.

    It shows what was committed when it was opened, whatever is written since, and may be shared between threads. Close
    it, or use it in a ``with`` statement.
    """

    def __init__(self, path: Path) -> None:
        self._folder = IndexFolder(path)
        self._manifest, self._generation, self._descriptor = self._folder.hold()
        with ExitStack() as opened:
            opened.callback(os.close, self._descriptor)
            self._store = opened.enter_context(DocumentStore(self._generation / DOCUMENTS))
            self._vocabulary = opened.enter_context(Vocabulary(self._generation / VOCABULARY))
            self._postings = engine(self._manifest.engine).read(self._generation / POSTINGS)
            opened.callback(self._postings.close)
            self._opened = opened.pop_all()
        self._forms = FormTable(self._store.lemmas, Lemmatizer(), self._manifest.analyzer)

    def search(self, query: str, options: SearchOptions | None = None, *, limit: int | None = None) -> Results:
        """Find passages.

        Args:
            query: in the query language.
            options: see `SearchOptions`.
            limit: how many hits to return, in place of the options' own.

        Returns:
            The hits asked for and how many there are in all.

        Raises:
            QueryError: the query cannot be understood.
            IndexDamagedError: the index is not sound.
            IndexVersionError: the index was made with other dictionaries.
            TableError: the index's own table of equivalents has a line that is not a row.
        """
        began = time.perf_counter()
        options = options or SearchOptions()
        limit = options.limit if limit is None else limit
        asked = parse(query)
        widenings = Widenings(options.translate, options.names, options.abbreviations, options.dates)
        resolved = resolve(query, asked, self._holdings, widenings, options.lang)
        count = options.offset + limit
        try:
            found = self._postings.search(resolved.node, count if options.sort == "score" else None)
        except PhraseTooWideError as error:
            raise QueryError(query, 0, str(error)) from error
        first = best(found.matches, self._store, options.sort, count)[options.offset :]
        hits = tuple(self._hit(match, resolved, options.context) for match in first)
        suggested = suggestions(resolved.words, self._vocabulary, self._postings) if options.suggest else ()
        seconds = time.perf_counter() - began
        return Results(query, found.total, hits, seconds, options.offset, lookups(resolved.leaves), suggested)

    @cached_property
    def _holdings(self) -> Holdings:
        own = self._folder.path / TABLES / EQUIVALENTS
        rows = read_rows(SHIPPED) + (read_rows(own) if own.exists() else [])
        return Holdings(self._store, self._forms, self._vocabulary, Equivalents(rows))

    def document(self, id_: str) -> tuple[Metadata, list[Passage]] | None:
        """Return a whole document, its metadata and its passages in order; None where the index has none of that id."""
        document = self._store.document(id_)
        if document is None:
            return None
        return document.metadata, self._store.passages(document.passage_numbers)

    def stats(self) -> Stats:
        """Count what the index holds."""
        size = sum(size for size, _ in self._manifest.files.values())
        return Stats(self._manifest, self._store.totals(), size)

    def close(self) -> None:
        """Let go of the index's files; it is of no use afterwards."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _hit(self, match: Match, resolved: Resolved, context: int) -> Hit:
        document = self._store.document_of(match.passage)
        numbers = document.passage_numbers
        place = match.passage - numbers.start
        shown = numbers[max(0, place - context) : place + context + 1]
        around = self._store.passages(shown)
        here = match.passage - shown.start
        passage = around[here]
        marked = marks(passage, resolved.leaves, self._forms, self._store.likelihoods)
        return Hit(
            document.metadata,
            passage,
            score(match),
            marked["ru"],
            marked["en"],
            tuple(around[:here]),
            tuple(around[here + 1 :]),
        )


def open(path: str | Path = DEFAULT_INDEX) -> Index:  # noqa: A001 -- as in gzip.open
    """Open an index for searching.

    Args:
        path: its folder.

    Raises:
        IndexMissingError: no index there.
        IndexDamagedError: the index is not sound.
        IndexVersionError: the index is of another format.
    """
    return Index(Path(path))


def check(path: str | Path = DEFAULT_INDEX) -> list[str]:
    """Verify an index: every file against its checksum, every passage and document readable.

    Args:
        path: its folder.

    Returns:
        A line for each fault; none where the index is sound.

    Raises:
        IndexMissingError: no index there.
        IndexDamagedError: its manifest cannot be read.
        IndexVersionError: the index is of another format.
    """
    folder = IndexFolder(Path(path))
    manifest, _, descriptor = folder.hold()
    try:
        faults = list(folder.damage(manifest))
    finally:
        os.close(descriptor)
    if faults:
        return faults
    with open(path) as index:
        for document in index._store.documents():  # noqa: SLF001 -- our own class
            index._store.passages(document.passage_numbers)  # noqa: SLF001
    return []
