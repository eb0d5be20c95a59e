"""A change to an index: documents added and removed in a generation of its own, committed whole or not at all."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING

from bisearch.analysis.casing import Usage
from bisearch.analysis.tokenizer import words
from bisearch.engines.registry import engine
from bisearch.indexing.document_processor import DocumentProcessor
from bisearch.lexicon.glossary import as_table
from bisearch.model import SIDES
from bisearch.storage.document_writer import DocumentWriter
from bisearch.storage.documents import StoredDocument
from bisearch.storage.index_folder import DOCUMENTS, POSTINGS, VOCABULARY, IndexFolder, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from bisearch.analysis.form_table import FormTable
    from bisearch.engines.port import Positions
    from bisearch.indexing.document_processor import PreparedBatch, PreparedDocument, PreparedText
    from bisearch.indexing.workers import Workers
    from bisearch.lexicon.cooccurrence import BeadWords
    from bisearch.storage.translations import TableEntry

# The lexicon is learned anew at each commit from about so many passages, evenly spread over the index.
TAUGHT = 10_000


class IndexWriter:
    """A generation in the making, begun with the first change; what is not committed leaves no trace.

    Args:
        folder: of the index, whose writer this process is.
        committed: what is changed; None of a new index.
        engine_name: of a new index; another keeps its own.
        table: of the lemmas of forms, which takes up those of added documents.

    Attributes:
        passages: how many were added.
        tokens: how many words they hold, both sides together.
    """

    def __init__(
        self,
        folder: IndexFolder,
        committed: Manifest | None,
        engine_name: str,
        table: FormTable,
    ) -> None:
        self._folder = folder
        self._committed = committed
        self._engine = committed.engine if committed is not None else engine_name
        self._table = table
        self._usage = Usage()
        # The beads of a new index, each with its document's id, while they are few; of another, what is taught is read.
        self._beads: list[tuple[str, BeadWords]] | None = [] if committed is None else None
        self._next_document = committed.next_document if committed is not None else 1
        self._next_passage = committed.next_passage if committed is not None else 1
        self._stack = ExitStack()
        self._generation: Path | None = None
        self.passages = 0
        self.tokens = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    @property
    def engine(self) -> str:
        """Name of the index's engine."""
        return self._engine

    @property
    def is_begun(self) -> bool:
        """Whether there is anything to commit."""
        return self._generation is not None

    def _begin(self) -> Path:
        if self._generation is None:
            self._generation = self._stack.enter_context(self._folder.next_generation(self._committed))
            self._store = self._stack.enter_context(DocumentWriter(self._generation / DOCUMENTS))
            self._postings = self._stack.enter_context(engine(self._engine).write(self._generation / POSTINGS))
        return self._generation

    def dictionary(self) -> dict[str, dict[str, float]]:
        """Return what all imported dictionaries say together, for the aligner."""
        self._begin()
        return as_table(self._store.entries())

    def add_dictionary(self, name: str, entries: Iterable[TableEntry]) -> None:
        """Add a dictionary's pairs, in place of those of the same name before."""
        self._begin()
        self._store.add_entries(name, entries)

    def lemmas(self) -> set[str]:
        """Return all lemmas that the collection has met, but for those of documents just added."""
        self._begin()
        return self._store.lemmas()

    def remove(self, document: StoredDocument) -> None:
        """Remove a document and its passages."""
        self._begin()
        self._store.remove(document)
        self._postings.delete(document.passage_numbers)

    def add(self, batch: PreparedBatch) -> None:
        """Add documents, numbered as they come."""
        self._begin()
        self._usage.add(batch.usage)
        self._table.add(batch.analysed)
        found = self._table.terms(batch.forms)
        terms = [found[form] for form in batch.forms]
        for document in batch.documents:
            self._add(document, terms)
            self._keep_beads(document, batch.forms)

    def _add(self, document: PreparedDocument, terms: Sequence[tuple[str, ...]]) -> None:
        sides = [document.texts[side] for side in SIDES]
        first = self._next_passage
        for passage, both in enumerate(zip(*sides, strict=True), first):
            self._postings.add(
                passage,
                {side: _positions(text, terms) for side, text in zip(SIDES, both, strict=True) if text is not None},
            )
        counts = [sum(len(text.forms) for text in texts if text is not None) for texts in sides]
        stored = StoredDocument(self._next_document, document.metadata, first, len(sides[0]), *counts)
        self._store.add(stored, document.digest, document.blocks, chain(*(terms[form] for form in document.title)))
        self._next_document += 1
        self._next_passage = first + stored.passages
        self.passages += stored.passages
        self.tokens += sum(counts)

    def _keep_beads(self, document: PreparedDocument, forms: Sequence[str]) -> None:
        if self._beads is None or self.passages > TAUGHT:
            self._beads = None
            return
        for ru, en in zip(*(document.texts[side] for side in SIDES), strict=True):
            if ru is not None and en is not None:
                both = [forms[number] for number in ru.forms], [forms[number] for number in en.forms]
                self._beads.append((document.metadata.id, both))

    def _taught(self) -> list[BeadWords]:
        """Return what the lexicon is learned from, documents in order of their ids."""
        if self._beads is None:
            return list(map(_forms_of_both, self._store.two_sided(TAUGHT)))
        return [bead for _, bead in sorted(self._beads, key=itemgetter(0))]

    def commit(self, analyzer: str, workers: Workers[DocumentProcessor]) -> None:
        """Learn what translates what, write everything and switch to it."""
        generation = self._begin()
        written = workers.submit(DocumentProcessor.write_vocabulary, generation / VOCABULARY, self._usage)
        self._store.add_forms(self._table.take_analysed().items())
        beads = self._taught()
        lemmas = self._table.lemmas({form for bead in beads for forms in bead for form in forms})
        learned = workers.submit(DocumentProcessor.learn, beads, lemmas, self._store.entries(), self._store.lemmas())
        self._postings.commit()
        self._store.replace_translations(learned.result())
        self._store.commit()
        written.result()
        manifest = Manifest(
            self._folder.number(generation), self._engine, analyzer, self._next_document, self._next_passage
        )
        self._folder.commit(manifest, self._committed)


def _forms_of_both(texts: tuple[str, str]) -> BeadWords:
    ru, en = (words(text).forms for text in texts)
    return ru, en


def _positions(text: PreparedText, terms: Sequence[tuple[str, ...]]) -> Positions:
    positions = list(map(terms.__getitem__, text.forms))
    for place, dates in text.dates.items():
        positions[place] += dates
    return positions
