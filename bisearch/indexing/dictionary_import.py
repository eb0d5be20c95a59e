"""Imports dictionaries into an index, and reads those that an index has for rebuilding it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bisearch.analysis.fingerprint import check_fingerprint
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.errors import StoredIndexError
from bisearch.indexing.document_processor import DocumentProcessor
from bisearch.indexing.generation_writer import GenerationWriter
from bisearch.indexing.workers import LocalWorkers
from bisearch.lexicon.dictionary_entries import dictionary_name, read_entries
from bisearch.sources.limits import replace_undecodable
from bisearch.storage.index_folder import DEFAULT_INDEX, IndexFolder
from bisearch.storage.manifest import OLDEST_UPGRADED, read_manifest
from bisearch.validation import path_of

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.storage.translations import TableEntry


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Result of the import of a dictionary.

    Attributes:
        name: name of the dictionary; importing another one with the same name replaces it.
        pairs: number of pairs of lemmas in the dictionary.
        used: number of pairs whose lemmas both occur in the index.
    """

    name: str
    pairs: int
    used: int


def import_dictionary(path: str | Path, index: str | Path = DEFAULT_INDEX) -> ImportReport:
    """Import a dictionary into an index, as a prior for the translations learned from the index's own beads.

    Args:
        path: a dictd or StarDict dictionary, a term base in TBX, or a table with a Russian and an English column.
        index: folder of the index.

    Raises:
        SourceError: the dictionary cannot be read.
        IndexMissingError: the folder has no index.
        IndexLockedError: another process is writing to the index.
        IndexVersionError: the index was built with another version or dictionary.
        IndexDamagedError: the index is damaged.
        IndexWriteError: the index cannot be written; it is unchanged.
    """
    folder, path = IndexFolder(path_of(index, "index")), path_of(path, "path")
    folder.manifest()  # fails early if there is no index
    lemmatizer = Lemmatizer()
    name = replace_undecodable(dictionary_name(path))
    entries = read_entries(path, lemmatizer)
    with folder.writing(), ExitStack() as stack:
        committed = folder.manifest()
        check_fingerprint(folder.path, committed.analyzer)
        store = stack.enter_context(folder.documents(committed))
        forms = FormTable(store.lemmas, lemmatizer)
        writer = stack.enter_context(GenerationWriter(folder, committed, committed.engine, forms))
        writer.add_dictionary(name, entries)
        lemmas = writer.lemmas()
        workers = stack.enter_context(LocalWorkers(lambda: DocumentProcessor(None, {}), 1))
        writer.commit(committed.analyzer, workers)
    used = sum(entry.ru in lemmas and entry.en in lemmas for entry in entries)
    return ImportReport(name, len(entries), used)


def imported_dictionaries(folder: IndexFolder) -> dict[str, list[TableEntry]]:
    """Return the entries of each imported dictionary; none if there is no index, or a damaged one."""
    try:
        manifest = read_manifest(folder.path, OLDEST_UPGRADED)
        with folder.documents(manifest) as store:
            return store.translations.imported()
    except StoredIndexError:
        return {}
