"""An index open for searching."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.tokenizer import tokenize
from bisearch.errors import PhraseTooWideError, QueryError
from bisearch.notation.scripts import script_of
from bisearch.query.parser import parse
from bisearch.searching.document_ranking import documents, matching_nearby
from bisearch.searching.expansion.base import Widenings
from bisearch.searching.explanation import lookups
from bisearch.searching.hits import HitMaker
from bisearch.searching.planning import Resolved, resolve
from bisearch.searching.ranking import scoring, search
from bisearch.searching.results import DocumentHit, Hit, Results
from bisearch.searching.snapshot import Snapshot, Snapshots
from bisearch.searching.suggestions import suggestions
from bisearch.storage.index_folder import DEFAULT_INDEX, IndexFolder
from bisearch.validation import check_counts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Self

    from bisearch.model import Metadata, Passage, Side
    from bisearch.searching.translations import Equivalent
    from bisearch.storage.translations import TableRow
from bisearch.searching.options import SearchOptions


class Stats(NamedTuple):
    """What an index holds and how it was made.

    Attributes:
        format: of the index as a whole.
        generation: number of the commit, from 1.
        engine: name of the engine that holds the postings.
        analyzer: fingerprint of all that decides the terms.
        bytes: of all files of the generation.
        documents: how many there are; likewise `passages`.
        passages: see `documents`.
        tokens_ru: how many words the Russian texts have; likewise `tokens_en`.
        tokens_en: see `tokens_ru`.
        forms: how many different words there are, as written.
    """

    format: int
    generation: int
    engine: str
    analyzer: str
    bytes: int
    documents: int
    passages: int
    tokens_ru: int
    tokens_en: int
    forms: int


class Index:
    """An index open for searching; made by `open`.

    It shows what was committed when it was opened, whatever is written since, until `refresh`; it may be shared between
    threads. Close it, or use it in a ``with`` statement.
    """

    def __init__(self, path: Path) -> None:
        self._snapshots = Snapshots(IndexFolder(path))

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
            IndexClosedError: the index is closed.
            ValueError: `limit` is below 0.
        """
        options = options or SearchOptions()
        if limit is not None:
            options = replace(options, limit=limit)
        try:
            return self._search(query, options)
        except PhraseTooWideError as error:
            raise QueryError(query, 0, str(error)) from error

    def _search(self, query: str, options: SearchOptions) -> Results:
        began = time.perf_counter()
        asked = parse(query)
        widenings = Widenings(options.translate, options.names, options.abbreviations, options.dates)
        found: tuple[DocumentHit, ...] = ()
        total_documents = None
        with self._reading() as opened:
            resolved = resolve(query, asked, opened.holdings, widenings, options.lang)
            maker = HitMaker(resolved.leaves, opened.holdings, options.context, marks=options.marks)
            if options.group == "document":
                matches = matching_nearby(resolved.node, opened.postings, opened.store)
                total = len(matches)
                ranked = documents(matches, opened.store, options.sort, scoring(resolved.sides))
                total_documents = len(ranked)
                shown = ranked[options.offset : options.offset + options.limit]
                found = tuple(maker.document(each, options.best) for each in shown)
                hits = tuple(hit for each in found for hit in each.hits)
            else:
                count = options.offset + options.limit
                total, first = search(resolved, opened.postings, opened.store, options.sort, count)
                hits = tuple(map(maker.hit, first[options.offset :]))
            suggested = (
                suggestions(resolved.words, opened.vocabulary, opened.postings, options.lang) if options.suggest else ()
            )
        looked_up = lookups(resolved.leaves)
        seconds = time.perf_counter() - began
        return Results(query, total, hits, seconds, options.offset, looked_up, suggested, found, total_documents)

    def translate(self, word: str, limit: int = 20) -> list[Equivalent]:
        """Return what a word of either language is rendered as here, the likeliest first.

        Args:
            word: in any form; of a compound, its first part.
            limit: how many equivalents to return, at least 1.

        Raises:
            ValueError: `limit` is below 1.
            QueryError: no Russian or English word in it, or more than one.
            IndexDamagedError: the index is not sound.
            IndexVersionError: the index was made with other dictionaries.
        """
        from bisearch.searching.translations import equivalents  # noqa: PLC0415 -- a search starts without

        check_counts(1, limit=limit)
        if len(word.split()) > 1:
            raise QueryError(word, len(word) - len(word.split(maxsplit=1)[1]), "one word at a time")
        forms = [token.form for token in tokenize(word)]
        script = script_of(forms[0]) if forms else "neutral"
        if script == "neutral":
            raise QueryError(word, 0, "no Russian or English word")
        side: Side = "ru" if script == "cyrillic" else "en"
        with self._reading() as opened:
            lemmas = opened.forms.lemmas(forms[:1])[forms[0]]
            found = equivalents(side, lemmas, opened.store, opened.forms, partial(_best_hits, opened))
            return list(islice(found, limit))

    def table(self) -> list[TableRow]:
        """Return the translation table: Russian and English lemma, probability each way, and beads; in order."""
        with self._reading() as opened:
            return list(opened.store.translations.rows())

    def document(self, id_: str) -> tuple[Metadata, list[Passage]] | None:
        """Return a whole document, its metadata and its passages in order; None where the index has none of that id."""
        with self._reading() as opened:
            document = opened.store.document(id_)
            if document is None:
                return None
            return document.metadata, opened.store.passages(document.passage_numbers)

    def stats(self) -> Stats:
        """Count what the index holds."""
        with self._reading() as opened:
            made = opened.manifest
            size = sum(seal.size for seal in made.files.values())
            return Stats(made.format, made.generation, made.engine, made.analyzer, size, *opened.store.totals())

    def refresh(self) -> bool:
        """Take up what has been committed since; searches under way end with what they began with.

        Returns:
            True where there was something newer.

        Raises:
            StoredIndexError: what is there now cannot be opened; the index stays open as it was.
            IndexClosedError: the index is closed.
        """
        return self._snapshots.refresh()

    def close(self) -> None:
        """Let go of the index's files, once searches under way have ended; it is of no use afterwards."""
        self._snapshots.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        with self._snapshots.lease() as opened, opened.blaming_damage():
            yield opened


def _best_hits(opened: Snapshot, resolved: Resolved, limit: int) -> list[Hit]:
    maker = HitMaker(resolved.leaves, opened.holdings)
    _, found = search(resolved, opened.postings, opened.store, "score", limit)
    return list(map(maker.hit, found))


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
    manifest, _, lock = folder.hold()
    try:
        faults = list(folder.damage(manifest))
    finally:
        lock.release()
    if faults:
        return faults
    with open(path) as index, index._reading() as opened:  # noqa: SLF001 -- our own class
        for document in opened.store.documents():
            opened.store.passages(document.passage_numbers)
    return []
