"""Importing a dictionary into an index."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.indexing.document_processor import DocumentProcessor
from bisearch.indexing.index_writer import IndexWriter
from bisearch.indexing.workers import LocalWorkers
from bisearch.sources.limits import replace_undecodable
from bisearch.storage.documents import DocumentStore
from bisearch.storage.index_folder import DEFAULT_INDEX, DOCUMENTS, IndexFolder

if TYPE_CHECKING:
    from collections.abc import Callable

    # Called after each document with its id, how many were read so far, and about which share of the sources is done.
    Progress: TypeAlias = Callable[[str, int, float], None]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What the import of a dictionary did.

    Attributes:
        name: the dictionary's; another import under the same name replaces this one.
        pairs: how many pairs of lemmas it holds.
        used: how many of them the index has met on both sides, in whatever form.
    """

    name: str
    pairs: int
    used: int


def import_dictionary(path: str | Path, index: str | Path = DEFAULT_INDEX) -> ImportReport:
    """Read a dictionary into an index: a prior for what its own beads teach, and for queries where they teach nothing.

    Args:
        path: a dictd or StarDict dictionary, or a TSV table; see `bisearch.lexicon.dictionary_entries`.
        index: folder of the index.

    Raises:
        SourceError: the dictionary cannot be read.
        IndexMissingError: no index there.
        IndexLockedError: another process is writing to this index.
        IndexVersionError: the index was made by another version or dictionary.
        IndexDamagedError: what is there is not sound.
    """
    from bisearch.lexicon.dictionary_entries import dictionary_name, read_entries  # noqa: PLC0415 -- indexing starts without

    folder = IndexFolder(Path(index))
    folder.manifest()
    lemmatizer = Lemmatizer()
    name = replace_undecodable(dictionary_name(Path(path)))
    entries = read_entries(Path(path), lemmatizer)
    with folder.writing(), ExitStack() as stack:
        committed = folder.manifest()
        store = stack.enter_context(DocumentStore(folder.generation(committed.generation) / DOCUMENTS))
        table = FormTable(store.lemmas, lemmatizer, committed.analyzer)
        change = stack.enter_context(IndexWriter(folder, committed, committed.engine, table))
        change.add_dictionary(name, entries)
        met = change.lemmas()
        change.commit(
            committed.analyzer, stack.enter_context(LocalWorkers(lambda: DocumentProcessor(None, None, {}), 1))
        )
    used = sum(entry.ru in met and entry.en in met for entry in entries)
    return ImportReport(name, len(entries), used)
