"""Writes a new generation of an index: adds and removes documents, and commits all changes or none."""

from __future__ import annotations

from array import array
from contextlib import ExitStack
from itertools import chain
from typing import TYPE_CHECKING

from bisearch.analysis.casing import Usage
from bisearch.engines.registry import engine
from bisearch.indexing.document_processor import DocumentProcessor
from bisearch.indexing.freed_memory import return_freed_memory
from bisearch.indexing.learning_rule import complete_lexicon, learning
from bisearch.indexing.options import no_phase
from bisearch.indexing.training_words import KeptWords, joined, two_sided
from bisearch.indexing.vector_upkeep import require_encoder_of_index, update_vectors
from bisearch.lexicon.glossary import as_table
from bisearch.lexicon.phrases import listed_phrases, merge_phrases
from bisearch.model import SIDES
from bisearch.storage.document_writer import DocumentWriter
from bisearch.storage.documents import StoredDocument
from bisearch.storage.heading_terms import HEADING_FIELDS, terms_of_side
from bisearch.storage.index_folder import (
    DOCUMENTS,
    POSTINGS,
    VECTORS,
    VOCABULARY,
    IndexFolder,
    Manifest,
    has_vectors,
    remove_folder,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from bisearch.analysis.form_table import FormTable
    from bisearch.engines.opensearch.options import ClusterOptions
    from bisearch.engines.port import Positions
    from bisearch.indexing.options import OnPhase
    from bisearch.indexing.prepared_documents import PreparedBatch, PreparedDocument, PreparedText
    from bisearch.indexing.workers import Workers
    from bisearch.lexicon.bead_columns import BeadColumns
    from bisearch.model import Metadata, Origin
    from bisearch.storage.document_tokens import DocumentTokens
    from bisearch.storage.indexed_sources import IndexedSource
    from bisearch.storage.permanent_references import Successor
    from bisearch.storage.translations import TableEntry

# The translation table is trained on about this many passages, spread evenly over the index.
TRAINING_PASSAGES = 10_000


class GenerationWriter:
    """Collects changes in a new generation, which the first change creates; without `commit`, it is deleted.

    Args:
        folder: folder of the index, locked for writing by this process.
        committed: manifest of the index to change; None for a new index.
        engine_name: engine of a new index; an existing index keeps its engine.
        forms: lemmas of all forms; those of added documents are added to it.
        cluster: where postings in a cluster are to be; None takes where they are.

    Attributes:
        passages: number of passages added.
        tokens: number of words in the added passages, both sides together.
        corrections: the file of corrections that the index is to remember; None for the one in its folder.
        has_vectors: whether the index is to have vectors; those of an older generation are kept or dropped.
        vectors: number of vectors added.
    """

    def __init__(
        self,
        folder: IndexFolder,
        committed: Manifest | None,
        engine_name: str,
        forms: FormTable,
        cluster: ClusterOptions | None = None,
    ) -> None:
        self._folder = folder
        self._committed = committed
        self._engine = committed.engine if committed is not None else engine_name
        self._cluster = cluster
        self._identity = folder.new_identity(committed)
        self._forms = forms
        self._usage = Usage()
        # The words of a new index to learn from; None if there are too many, or if the index is not new: then `commit`
        # reads them from the store.
        self._kept_words: KeptWords | None = KeptWords() if committed is None else None
        self._next_document = committed.next_document if committed is not None else 1
        self._next_passage = committed.next_passage if committed is not None else 1
        self._stack = ExitStack()
        self._generation: Path | None = None
        self._must_learn = False
        self._are_postings_written = False
        self._removed = 0
        self.passages = 0
        self.tokens = 0
        self.corrections = committed.corrections if committed is not None else None
        self.has_vectors = committed is not None and has_vectors(committed)
        self.vectors = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def _begin(self) -> Path:
        if self._generation is None:
            self._generation = self._stack.enter_context(self._folder.next_generation(self._committed))
            self._store = self._stack.enter_context(DocumentWriter(self._generation / DOCUMENTS, self._identity))
            postings = engine(self._engine, self._cluster).write(self._generation / POSTINGS, self._identity)
            self._postings = self._stack.enter_context(postings)
        return self._generation

    def dictionary_table(self) -> dict[str, dict[str, float]]:
        """Return the translations from all imported dictionaries, for the aligner."""
        self._begin()
        return as_table(self._store.entries())

    def add_dictionary(self, name: str, entries: Iterable[TableEntry]) -> None:
        """Add the entries of a dictionary, replacing those of an earlier dictionary with the same name."""
        self._begin()
        self._must_learn = True
        self._store.add_entries(name, entries)

    def lemmas(self) -> set[str]:
        """Return all lemmas of the collection, without those of documents added since the last commit."""
        self._begin()
        return self._store.lemmas()

    def remove(self, document: StoredDocument) -> None:
        """Remove a document and its passages."""
        self._begin()
        self._store.remove(document)
        self._removed += document.passages
        self._postings.delete(document.passage_numbers)

    def replace_excluded(self, deleted: Iterable[tuple[str, Origin]]) -> None:
        """Replace the list of deleted documents that are not to return when their sources are read again."""
        self._begin()
        self._store.replace_excluded(deleted)

    def replace_name_variants(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Replace the pairs of spellings that a person has declared to be one name."""
        self._begin()
        self._store.replace_name_variants(pairs)

    def move(self, document: StoredDocument, metadata: Metadata, origin: Origin) -> None:
        """Replace the path of a document whose file was moved."""
        self._begin()
        self._store.move(document._replace(metadata=metadata), origin.path)

    def add_successors(self, document: str, successors: Iterable[Successor]) -> None:
        """Store which sentences of a document have replaced others; see `DocumentWriter.add_successors`."""
        self._begin()
        self._store.add_successors(document, successors)

    def add(self, batch: PreparedBatch) -> None:
        """Add documents, which are numbered in order.

        Raises:
            EncoderError: the index has vectors, and there is no encoder.
        """
        self._begin()
        if self.has_vectors and not self.passages:
            require_encoder_of_index()  # before the work, not after it
        self._usage.add(batch.usage)
        self._forms.add(batch.analysed)
        terms = list(map(self._forms.terms(batch.forms).__getitem__, batch.forms))
        numbers = self._store.form_numbers(batch.forms)
        for document in batch.documents:
            self._add(document, terms, numbers)

    def _add(self, document: PreparedDocument, terms: Sequence[tuple[str, ...]], numbers: Sequence[int]) -> None:
        sides = [document.sides[side] for side in SIDES]
        first = self._next_passage
        for passage, both in enumerate(zip(*(side.passages() for side in sides), strict=True), first):
            self._postings.add(
                passage,
                {side: _positions(text, terms) for side, text in zip(SIDES, both, strict=True) if text is not None},
                document.metadata.id,
            )
        counts = [len(side.tokens.forms) for side in sides]
        stored = StoredDocument(self._next_document, document.metadata, first, len(sides[0].tokens.passages), *counts)
        fields = {name: set(chain(*(terms[form] for form in forms))) for name, forms in document.fields.items()}
        tokens = {
            side: _with_numbers(each.tokens, numbers)
            for side, each in document.sides.items()
            if any(each.tokens.passages)
        }
        heading = set(chain.from_iterable(map(fields.__getitem__, HEADING_FIELDS & fields.keys())))
        only_in_heading = {
            side: terms_of_side(heading, side) - each.terms(terms) for side, each in document.sides.items()
        }
        self._store.add(stored, document.origin, document.blocks, fields, document.places)
        self._store.add_heading_only_terms(stored.number, only_in_heading)
        self._store.add_tokens(first, tokens)
        if document.corrections:
            self._store.add_corrections(stored, document.corrections, document.uncorrected)
        self._next_document += 1
        self._next_passage = first + stored.passages
        self.passages += stored.passages
        self.tokens += sum(counts)
        if self.passages > TRAINING_PASSAGES:
            self._kept_words = None
        if self._kept_words is not None:
            self._kept_words.add(document.metadata.id, tokens)

    def _training_beads(self) -> BeadColumns:
        """Return the words to train the translation table on, sorted by the ids of their documents."""
        if self._kept_words is not None:
            documents = self._kept_words.by_id()
        else:
            documents = (two_sided(*sample) for sample in self._store.sampled_tokens(TRAINING_PASSAGES))
        return joined(documents, self._store.names_of_forms)

    def commit(
        self,
        analyzer: str,
        workers: Workers[DocumentProcessor],
        sources: tuple[IndexedSource, ...] | None = None,
        on_phase: OnPhase = no_phase,
        *,
        learns: bool = True,
    ) -> None:
        """Learn translations if it is time to, write everything and make the new generation the index's current one.

        Args:
            analyzer: fingerprint of the analyzer.
            workers: where the vocabulary is written and the translation table is trained.
            sources: the sources that the index is to remember; None keeps those of the committed generation.
            on_phase: called at the beginning of each phase.
            learns: whether translations may be learned anew; otherwise the index keeps those of its last commit.
        """
        generation = self._begin()
        if workers.run_here:  # nothing runs meanwhile, so that their memory is free for what follows
            self._write_postings(on_phase)
        on_phase("writing words", None)
        place = generation / VOCABULARY
        vocabulary = workers.submit(DocumentProcessor.write_vocabulary, place, self._usage, self._identity)
        self._usage = Usage()
        if workers.run_here:
            return_freed_memory()
        learned_before = None if self._must_learn else self._committed
        changed = self.passages + self._removed
        rule = learning(learned_before, self._store.count_passages(), changed, postponed=not learns)
        if rule.is_due:
            self._learn(workers, on_phase)
        else:
            self._complete(on_phase)
        self._update_vectors(generation / VECTORS, workers, on_phase)
        self._store.commit()
        vocabulary.result()
        on_phase("committing", None)
        if sources is None:
            sources = self._committed.sources if self._committed is not None else ()
        manifest = Manifest(
            self._folder.number(generation), self._engine, analyzer, self._next_document, self._next_passage,
            sources=sources, index_id=self._identity.index_id, commit_id=self._identity.commit_id,
            corrections=self.corrections, learned_passages=rule.learned_passages,
            changed_passages=rule.changed_passages,
        )  # fmt: skip
        self._postings.seal()
        self._folder.commit(manifest, self._committed)

    def _update_vectors(self, folder: Path, workers: Workers[DocumentProcessor], on_phase: OnPhase) -> None:
        """Encode new passages if the index is to have vectors; otherwise drop the vectors that it has."""
        if self.has_vectors:
            self.vectors = update_vectors(self._store, folder, self._identity.seed, workers, on_phase)
        elif folder.is_dir():
            remove_folder(folder)

    def _learn(self, workers: Workers[DocumentProcessor], on_phase: OnPhase) -> None:
        """Do what does not depend on the translations while a worker learns them, and store them."""
        analysed = self._forms.take_analysed()
        met = self._store.lemmas().union(*analysed.values())
        beads = self._training_beads()
        lemmas = self._forms.lemmas(beads.names.values())
        on_phase("learning translations", None)
        trained = workers.submit(DocumentProcessor.train, beads, lemmas, self._store.entries(), met)
        self._store.add_forms(analysed)
        self._write_postings(on_phase)
        on_phase("learning translations", None)
        listed = listed_phrases(self._forms.lemmas, met)
        table, learned = trained.result()
        self._store.replace_translations(table, met)
        self._store.replace_phrases(merge_phrases(listed, learned))

    def _complete(self, on_phase: OnPhase) -> None:
        """Write the postings, and add the translations of new words to those learned before."""
        analysed = self._forms.take_analysed()
        known = self._store.lemmas() if analysed else set()
        self._store.add_forms(analysed)
        if new := set(chain.from_iterable(analysed.values())) - known:
            complete_lexicon(self._store, known, new, self._forms.lemmas)
        self._write_postings(on_phase)

    def _write_postings(self, on_phase: OnPhase) -> None:
        """Write the postings, unless they are written already, and free the memory that only they need."""
        if not self._are_postings_written:
            on_phase("writing postings", None)
            self._postings.commit()
            self._forms.forget_terms()
            return_freed_memory()
            self._are_postings_written = True


def _with_numbers(tokens: DocumentTokens, numbers: Sequence[int]) -> DocumentTokens:
    """Return words with the numbers that the index has given to their forms."""
    return tokens._replace(forms=array("I", map(numbers.__getitem__, tokens.forms)))


def _positions(text: PreparedText, terms: Sequence[tuple[str, ...]]) -> Positions:
    positions = list(map(terms.__getitem__, text.forms))
    for position, further in text.further_terms.items():
        positions[position] += further
    return positions
