"""An index open for searching."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bisearch.notation.scripts import script_of
from bisearch.searching.options import SearchOptions
from bisearch.searching.search import search
from bisearch.searching.snapshot import Snapshot, Snapshots
from bisearch.storage.index_folder import DEFAULT_INDEX, IndexFolder
from bisearch.validation import check_counts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Self

    from bisearch.model import Metadata, Passage
    from bisearch.searching.results import Results
    from bisearch.searching.translations import Translation
    from bisearch.storage.translations import TableRow


class Stats(NamedTuple):
    """The size of an index and how it was built.

    Attributes:
        format: version of the index's format.
        generation: number of the commit, from 1.
        engine: name of the engine.
        analyzer: names and versions of everything that determines the terms.
        bytes: size of all files of the generation.
        documents: number of documents.
        passages: number of passages.
        tokens_ru: number of words in the Russian texts.
        tokens_en: number of words in the English texts.
        forms: number of different words, inflected forms counted separately.
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

    It shows the commit that was current when it was opened, until `refresh`. Threads may share it. Close it, or use it
    in a ``with`` statement.
    """

    def __init__(self, path: Path) -> None:
        self._snapshots = Snapshots(IndexFolder(path))

    def search(self, query: str, options: SearchOptions | None = None, *, limit: int | None = None) -> Results:
        """Find passages or documents.

        Args:
            query: a query in the query language.
            options: how to search; None takes the defaults of `SearchOptions`.
            limit: how many hits to return; replaces the limit of the options.

        Returns:
            The hits and their total number. A query of filters alone finds documents, any other passages, unless
            `SearchOptions.group` is set.

        Raises:
            QueryError: the query has a mistake, or asks for too much.
            IndexDamagedError: the index is damaged.
            IndexVersionError: the index was built with other dictionaries.
            TableError: the index's own table of synonyms has a malformed line.
            IndexClosedError: the index is closed.
            ValueError: `limit` is below 0, or the options set k1 or b, which the index's engine cannot change.
        """
        options = options or SearchOptions()
        if limit is not None:
            options = replace(options, limit=limit)
        with self._open_snapshot() as snapshot:
            return search(query, options, snapshot.readers)

    def translate(self, word: str, limit: int = 20) -> list[Translation]:
        """Return the translations of a word in this collection, the likeliest first.

        Args:
            word: a word of either language in any form; of a hyphenated word, the first part is used.
            limit: the greatest number of translations, at least 1.

        Raises:
            ValueError: `limit` is below 1.
            QueryError: `word` has no Russian or English word, or more than one.
            IndexDamagedError: the index is damaged.
            IndexVersionError: the index was built with other dictionaries.
            TableError: the index's own table of synonyms has a malformed line.
            IndexClosedError: the index is closed.
        """
        from bisearch.searching.translations import translations  # noqa: PLC0415 -- a search starts faster without

        check_counts(1, limit=limit)
        with self._open_snapshot() as snapshot:
            return translations(word, snapshot.readers, limit)

    def table(self, *, words_only: bool = False) -> list[TableRow]:
        """Return the translation table, sorted by Russian and English lemma.

        Args:
            words_only: leave out pairs that a dictionary cannot have: those with a number, or with a lemma in the
                script of the other language.

        Returns:
            For each pair the Russian and the English lemma, the probability that each is translated as the other, and
            the number of beads.
        """
        with self._open_snapshot() as snapshot:
            rows = snapshot.store.translations.rows()
            return [row for row in rows if not words_only or _is_word_pair(row[0], row[1])]

    def document(self, id_: str) -> tuple[Metadata, list[Passage]] | None:
        """Return a document's metadata and its passages in order; None if no document has that id."""
        with self._open_snapshot() as snapshot:
            document = snapshot.store.document(id_)
            if document is None:
                return None
            return document.metadata, snapshot.store.passages(document.passage_numbers)

    def stats(self) -> Stats:
        """Return the size of the index and how it was built."""
        with self._open_snapshot() as snapshot:
            manifest = snapshot.manifest
            size = sum(checksum.size for checksum in manifest.files.values())
            made_by = (manifest.format, manifest.generation, manifest.engine, manifest.analyzer)
            return Stats(*made_by, size, *snapshot.store.totals())

    def refresh(self) -> bool:
        """Show the commits made since the index was opened; running searches finish on the older state.

        Returns:
            Whether there was a newer commit.

        Raises:
            StoredIndexError: the newer commit cannot be opened; the index keeps showing the older one.
            IndexClosedError: the index is closed.
        """
        return self._snapshots.refresh()

    def close(self) -> None:
        """Close the index's files as soon as running searches end; the index cannot be used afterwards."""
        self._snapshots.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _open_snapshot(self) -> Iterator[Snapshot]:
        with self._snapshots.lease() as snapshot, snapshot.damage_reported():
            yield snapshot


def _is_word_pair(ru: str, en: str) -> bool:
    return script_of(ru) == "cyrillic" and script_of(en) == "latin"


def open(path: str | Path = DEFAULT_INDEX) -> Index:  # noqa: A001 -- as in gzip.open
    """Open an index for searching.

    Args:
        path: the index's folder.

    Raises:
        IndexMissingError: the folder has no index.
        IndexDamagedError: the index is damaged.
        IndexVersionError: the index has another format, or an unknown engine.
    """
    return Index(Path(path))


def check(path: str | Path = DEFAULT_INDEX) -> list[str]:
    """Verify an index: every file against its checksum, every passage and document readable.

    Args:
        path: the index's folder.

    Returns:
        A line for each fault; empty if there are none.

    Raises:
        IndexMissingError: the folder has no index.
        IndexDamagedError: the manifest cannot be read.
        IndexVersionError: the index has another format.
    """
    folder = IndexFolder(Path(path))
    manifest, _, lock = folder.hold()
    try:
        faults = list(folder.damage(manifest))
    finally:
        lock.release()
    if faults:
        return faults
    with open(path) as index, index._open_snapshot() as snapshot:  # noqa: SLF001 -- our own class
        for document in snapshot.store.documents():
            snapshot.store.passages(document.passage_numbers)
    return []
