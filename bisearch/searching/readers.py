"""The readers of one open index that a search uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.deadline import NO_DEADLINE, Deadline

if TYPE_CHECKING:
    from bisearch.analysis.form_table import FormTable
    from bisearch.analysis.synonyms import SynonymTable
    from bisearch.engines.port import EngineReader
    from bisearch.meaning.vector_files import VectorFiles
    from bisearch.storage.documents import DocumentStore
    from bisearch.storage.vocabulary import Vocabulary


class IndexReaders(NamedTuple):
    """The parts of an index that a search reads.

    Attributes:
        store: the documents and the translation table.
        postings: the engine's postings.
        forms: the lemmas of the words.
        vocabulary: the words.
        synonyms: the synonyms and abbreviations, those of the package and those of the index.
        names: the spellings of names that people have declared to be one.
        vectors: the vectors of the passages; None if the index has none.
        deadline: when the search must end.
    """

    store: DocumentStore
    postings: EngineReader
    forms: FormTable
    vocabulary: Vocabulary
    synonyms: SynonymTable
    names: SynonymTable
    vectors: VectorFiles | None = None
    deadline: Deadline = NO_DEADLINE

    def for_search(self, deadline: Deadline = NO_DEADLINE) -> IndexReaders:
        """Return the readers for a single search, which must end at a deadline."""
        return self._replace(postings=self.postings.for_search(deadline), deadline=deadline)
