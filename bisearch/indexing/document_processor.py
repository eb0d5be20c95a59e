"""What documents need before they are added to an index, and what it needs at its commit: all that takes long.

None of it touches the index that is in the making, save for the one file that a call writes by itself, so that it can
be done in whatever process: batch by batch, and the same by any number of processes.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from bisearch.alignment.align import align_texts
from bisearch.alignment.passages import passages
from bisearch.analysis.casing import Usage
from bisearch.analysis.date_terms import date_terms_by_token
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.analysis.tokenizer import form_of, split_words
from bisearch.lexicon.training import train_translation_table
from bisearch.model import SIDES
from bisearch.storage.documents import DocumentStore
from bisearch.storage.passage_blocks import pack_blocks
from bisearch.storage.vocabulary import VocabularyWriter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from bisearch.alignment.word_matches import WordTable
    from bisearch.lexicon.cooccurrence import BeadWords
    from bisearch.lexicon.translation_table import TranslationProbability
    from bisearch.model import Document, Metadata, PassageText, Side
    from bisearch.storage.translations import TableEntry

    # A document and the digest of its content.
    Source: TypeAlias = tuple[Document, bytes]


@dataclass(frozen=True, slots=True)
class PreparedText:
    """One side of a passage.

    Attributes:
        forms: of its words in order, as places in `PreparedBatch.forms`.
        dates: terms of its dates, by the place of their first word.
    """

    forms: array[int]
    dates: dict[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document, aligned and cut into passages.

    Attributes:
        metadata: its own.
        digest: of its content.
        title: the forms of its title, as places in `PreparedBatch.forms`.
        texts: for each side, of each passage its text, None where it has none.
        blocks: its passages as they are stored.
    """

    metadata: Metadata
    digest: bytes
    title: array[int]
    texts: dict[Side, list[PreparedText | None]]
    blocks: list[bytes]


@dataclass(frozen=True, slots=True)
class PreparedBatch:
    """Documents that were prepared together.

    Attributes:
        documents: in order.
        forms: of each spelling that they have.
        analysed: lemmas of the forms that are new to the index and to the processor that prepared this batch.
        usage: of their words.
    """

    documents: list[PreparedDocument]
    forms: list[str]
    analysed: dict[str, tuple[str, ...]]
    usage: Usage


class DocumentProcessor:
    """Prepares documents for one index.

    Args:
        store: the index's committed documents, which the lemmas of known forms are taken from; None of a new one.
        expected: the fingerprint of what analysed those; see `FormTable`.
        dictionary: what the index's imported dictionaries say, for the aligner.
    """

    def __init__(self, store: Path | None, expected: str | None, dictionary: WordTable) -> None:
        self._path = store
        self._expected = expected
        self._dictionary = dictionary

    @cached_property
    def _lemmatizer(self) -> Lemmatizer:
        return Lemmatizer()

    @cached_property
    def _table(self) -> FormTable:
        kept = DocumentStore(self._path).lemmas if self._path is not None else None
        return FormTable(kept, self._lemmatizer, self._expected)

    def prepare(self, batch: Sequence[Source]) -> PreparedBatch:
        """Align documents, each learning from all, cut them into passages and analyse their words.

        Raises:
            IndexVersionError: a form is new to the index, which was made with other dictionaries than these.
            IndexDamagedError: the index's documents cannot be read.
        """
        texts = [both_texts(document) for document, _ in batch if document.alignment is None]
        found = iter(align_texts(texts, self._table.lemmas, self._dictionary))
        spellings = _Spellings()
        prepared = []
        for document, digest in batch:
            cut = passages(*both_texts(document), document.alignment or next(found))
            read = {side: [spellings.read(passage.side(side)) for passage in cut] for side in SIDES}
            title = spellings.numbers(split_words(document.metadata.title)[1])
            prepared.append(PreparedDocument(document.metadata, digest, title, read, pack_blocks(cut)))
        lemmas = self._table.lemmas(set(spellings.forms))
        # People ask for words as dictionaries have them, met or not: a search then loads none.
        self._table.lemmas({likeliest for likeliest, *_ in lemmas.values()})
        return PreparedBatch(prepared, spellings.forms, self._table.take_analysed(), spellings.usage())

    def learn(
        self,
        beads: Sequence[BeadWords],
        lemmas: dict[str, tuple[str, ...]],
        entries: Sequence[TableEntry],
        met: AbstractSet[str],
    ) -> list[TranslationProbability]:
        """Learn a translation table; see `teach`."""
        self._forget_forms()
        return train_translation_table(beads, lambda _: lemmas, entries, met)

    def write_vocabulary(self, path: Path, usage: Usage) -> None:
        """Add to the words of an index in the making how they were met since the last commit."""
        self._forget_forms()
        with VocabularyWriter(path) as writer:
            writer.add(usage.uses(), self._lemmatizer.is_proper)
            writer.commit()

    def _forget_forms(self) -> None:
        """Let go of all forms met: what a commit asks for needs none, and as much memory again."""
        self.__dict__.pop("_table", None)


def both_texts(document: Document) -> tuple[str, str]:
    """Return a document's Russian and its English text, empty where it has none."""
    return document.text_ru or "", document.text_en or ""


class _Spellings(dict[str, int]):
    """The spellings of a batch, numbered as they come: the form of each is asked for once.

    Attributes:
        forms: of each.
    """

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[str] = []
        self._usage = Usage()
        self._read = array("I")

    def __missing__(self, surface: str) -> int:
        number = self[surface] = len(self.forms)
        self.forms.append(form_of(surface))
        return number

    def numbers(self, surfaces: Sequence[str]) -> array[int]:
        """Return the numbers of some spellings."""
        return array("I", map(self.__getitem__, surfaces))

    def read(self, side: PassageText | None) -> PreparedText | None:
        """Return one side of a passage, whose words count as used."""
        if side is None:
            return None
        starts, surfaces = split_words(side.text)
        numbers = self.numbers(surfaces)
        self._read += numbers
        self._usage.notice(side.text, starts, surfaces)
        dates = {place: terms for place, (_, terms) in date_terms_by_token(side.text, starts).items()}
        return PreparedText(numbers, dates)

    def usage(self) -> Usage:
        """Return how the words were used that were read."""
        surfaces = list(self)
        self._usage.count({surfaces[number]: times for number, times in Counter(self._read).items()})
        return self._usage
