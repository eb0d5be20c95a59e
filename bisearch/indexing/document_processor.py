"""The slow work of indexing: aligning and analysing documents, and training the translation table at a commit.

Worker processes can do all of it, because no call touches the new generation, except the one that writes the
vocabulary, a file of its own. Results do not depend on the number of processes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, deque
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bisearch.alignment.align import align_texts
from bisearch.alignment.passages import passages
from bisearch.analysis.batch_texts import dates_of, forget_texts, words_of
from bisearch.analysis.casing import Usage
from bisearch.analysis.date_terms import date_terms_by_token
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.analysis.readings import second_readings
from bisearch.analysis.tokenizer import form_of, split_words
from bisearch.corrections.applying import apply_corrections, digest_of
from bisearch.corrections.records import BEAD_KINDS
from bisearch.indexing.prepared_documents import PreparedBatch, PreparedDocument, PreparedSide, PreparedText
from bisearch.lexicon.training import TrainedLexicon, train_lexicon
from bisearch.model import SIDES, Document, Metadata
from bisearch.notation.field_names import field_name
from bisearch.places import DocumentPlaces, TextPlaces
from bisearch.storage.documents import DocumentStore
from bisearch.storage.passage_blocks import in_blocks, pack_block, pack_blocks
from bisearch.storage.vocabulary import VocabularyWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from bisearch.alignment.word_matches import WordTable
    from bisearch.corrections.records import Correction
    from bisearch.lexicon.bead_columns import BeadColumns
    from bisearch.meaning.encoder import Vectors
    from bisearch.meaning.vector_writer import VectorTexts
    from bisearch.model import Alignment, Origin, Passage, PassageText, Side
    from bisearch.storage.identity import Identity
    from bisearch.storage.stored_texts import DividedDocument
    from bisearch.storage.translations import TableEntry

    DocumentWithOrigin: TypeAlias = tuple[Document, Origin]

# The metadata that queries filter by, besides the id, the date, the reference and custom fields.
_FIELDS = (
    "title",
    "summary",
    "place",
    "author",
    "recipient",
    "translator",
    "contributor",
    "publisher",
    "language",
)
# The passages of a document with at most this many are made once, and kept while it is prepared.
FEW_PASSAGES = 500
# A processor forgets the lemmas that it knows after a batch if they are of more forms than this.
MAX_FORMS = 250_000


class _Passages:
    """The passages of an aligned document.

    Those of a long one are made whenever they are read: together they take much more memory than its texts.
    """

    def __init__(self, document: Document, alignment: Alignment) -> None:
        self._document = document
        self._alignment = alignment

    def __iter__(self) -> Iterator[Passage]:
        return iter(self._kept) if len(self._alignment.beads) <= FEW_PASSAGES else self._made()

    @cached_property
    def _kept(self) -> list[Passage]:
        return list(self._made())

    def _made(self) -> Iterator[Passage]:
        return _with_pages(passages(*both_texts(self._document), self._alignment), self._document.places)


class CorrectedDocument(NamedTuple):
    """A document with the passages to index; the attributes as in `PreparedDocument`."""

    metadata: Metadata
    origin: Origin
    passages: Iterable[Passage]
    places: Mapping[Side, bytes]
    corrections: str = ""
    uncorrected: Sequence[bytes] = ()


class DocumentProcessor:
    """Does the slow work for one index; can be pickled.

    Args:
        store: file of the index's committed documents, where the lemmas of known forms are read, and its identity; None
            for a new index, and on machines that cannot see the file: there the dictionaries have the same lemmas.
        dictionary: translations from the index's imported dictionaries, for the aligner.
        corrections: the corrections of documents that are not undone, by the id of the document.
    """

    def __init__(
        self,
        store: tuple[Path, Identity | None] | None,
        dictionary: WordTable,
        corrections: Mapping[str, tuple[Correction, ...]] | None = None,
    ) -> None:
        self._store = store
        self._dictionary = dictionary
        self._corrections = corrections or {}

    @cached_property
    def _lemmatizer(self) -> Lemmatizer:
        return Lemmatizer()

    @cached_property
    def _table(self) -> FormTable:
        kept = DocumentStore(*self._store).lemmas if self._store is not None else None
        return FormTable(kept, self._lemmatizer)

    def prepare(self, batch: Sequence[DocumentWithOrigin]) -> PreparedBatch:
        """Align documents as one corpus, divide them into passages and analyse their words.

        Raises:
            IndexDamagedError: the index's documents cannot be read.
        """
        texts = [both_texts(document) for document, _ in batch if document.alignment is None]
        alignments = deque(align_texts(texts, self._table.lemmas, self._dictionary))
        divided = (
            self._corrected(
                document.metadata,
                origin,
                _Passages(document, document.alignment or alignments.popleft()),
                _packed_places(document.places),
            )
            for document, origin in batch
        )
        return self._analyse(divided, is_new=True)

    def analyse(self, batch: Iterable[DividedDocument]) -> PreparedBatch:
        """Correct documents that are divided into passages, and analyse their words.

        Raises:
            IndexDamagedError: the index's documents cannot be read.
        """
        return self._analyse((self._corrected(*document) for document in batch), is_new=True)

    def analyse_again(self, batch: Iterable[DividedDocument]) -> PreparedBatch:
        """Correct documents of the index anew; of their words, only those of readings count as used.

        Raises:
            IndexDamagedError: the index's documents cannot be read.
        """
        return self._analyse((self._corrected(*document) for document in batch), is_new=False)

    def encode(self, batch: Sequence[VectorTexts]) -> list[tuple[list[int], Vectors]]:
        """Return the vectors of texts, with their keys.

        Raises:
            EncoderError: the sentence encoder is not installed, or is not the known one.
        """
        from bisearch.meaning.encoder import load_encoder  # noqa: PLC0415 -- only an index with vectors

        encode = load_encoder()
        return [(each.keys, encode(each.texts)) for each in batch]

    def _corrected(
        self, metadata: Metadata, origin: Origin, divided: Iterable[Passage], places: Mapping[Side, bytes]
    ) -> CorrectedDocument:
        """Return a document that is divided into passages with its corrections."""
        corrections = self._corrections.get(metadata.id, ())
        if not corrections:
            return CorrectedDocument(metadata, origin, divided, places)
        before = list(divided)
        has_other_beads = any(each.kind in BEAD_KINDS for each in corrections)
        return CorrectedDocument(
            metadata,
            origin,
            _correct(before, corrections, places),
            places,
            digest_of(corrections),
            pack_blocks(before) if has_other_beads else [],
        )

    def _analyse(self, batch: Iterable[CorrectedDocument], *, is_new: bool) -> PreparedBatch:
        spellings = _Spellings()
        prepared = [self._prepared(document, spellings, is_new=is_new) for document in batch]
        lemmas = self._table.lemmas(set(spellings.forms))
        # Queries often contain lemmas that no text contains; if the index has them, a search loads no dictionary.
        self._table.lemmas({likeliest for likeliest, *_ in lemmas.values()})
        analysed = self._table.take_analysed()
        self._table.forget_beyond(MAX_FORMS)
        forget_texts()
        return PreparedBatch(prepared, spellings.forms, analysed, spellings.usage())

    def _prepared(self, document: CorrectedDocument, spellings: _Spellings, *, is_new: bool) -> PreparedDocument:
        metadata, origin, divided, places, digest, uncorrected = document
        blocks = list(map(pack_block, in_blocks(divided)))
        sides = {side: PreparedSide() for side in SIDES}
        for side, columns in sides.items():
            for passage in divided:
                columns.append(self._read(passage.side(side), spellings, is_new=is_new))
        fields = {name: spellings.numbers(split_words(value)[1]) for name, value in searchable_fields(metadata).items()}
        return PreparedDocument(metadata, origin, fields, sides, blocks, places, digest, uncorrected)

    def _read(self, side: PassageText | None, spellings: _Spellings, *, is_new: bool) -> PreparedText | None:
        """Prepare one side of a passage and, if it is new, count its words as used; None stays None."""
        if side is None:
            return None
        starts, surfaces = words_of(side.text)
        numbers = spellings.read(side.text, starts, surfaces) if is_new else spellings.numbers(surfaces)
        further = {
            place: terms for place, (_, terms) in date_terms_by_token(side.text, starts, dates_of(side.text)).items()
        }
        for reading in second_readings(side.text, starts, surfaces, self._lemmatizer.is_known):
            terms = tuple(chain.from_iterable(self._table.terms(reading.forms).values()))
            further.update({place: further.get(place, ()) + terms for place in reading.places})
        for corrected in side.readings:
            read = spellings.read(corrected.text, *split_words(corrected.text))
            terms = tuple(chain.from_iterable(self._table.terms([spellings.forms[each] for each in read]).values()))
            covered = range(bisect_left(starts, corrected.start), bisect_left(starts, corrected.end))
            further.update({place: further.get(place, ()) + terms for place in covered})
        return PreparedText(numbers, further, _words_by_sentence(side, starts))

    def train(
        self,
        beads: BeadColumns,
        lemmas: dict[str, tuple[str, ...]],
        entries: Sequence[TableEntry],
        known_lemmas: AbstractSet[str],
    ) -> TrainedLexicon:
        """Train a translation table, and learn phrases; see `bisearch.lexicon.training.train_lexicon`.

        Args:
            beads: the words of the beads.
            lemmas: lemmas of all forms in the beads.
            entries: entries of the imported dictionaries.
            known_lemmas: all lemmas of the collection.
        """
        self._forget_forms()
        return train_lexicon(beads, lambda _: lemmas, entries, known_lemmas)

    def write_vocabulary(self, path: Path, usage: Usage, identity: Identity) -> None:
        """Add the words used since the last commit to the vocabulary of a new generation, with its identity."""
        self._forget_forms()
        with VocabularyWriter(path, identity) as writer:
            writer.add(usage.uses(), self._lemmatizer.is_proper)
            writer.commit()

    def _forget_forms(self) -> None:
        """Free the memory of the form table, which a commit does not use but needs for its own work."""
        self.__dict__.pop("_table", None)


def _correct(divided: list[Passage], corrections: Sequence[Correction], places: Mapping[Side, bytes]) -> list[Passage]:
    """Return the passages of a document with its corrections."""
    unpacked = {side: TextPlaces.unpack(packed) for side, packed in places.items()}
    corrected = apply_corrections(divided, corrections).passages
    return list(_with_pages(corrected, DocumentPlaces(unpacked.get("ru"), unpacked.get("en"))))


def _words_by_sentence(side: PassageText, starts: Sequence[int]) -> array[int]:
    """Return the number of words in each sentence of a passage; a word belongs to the sentence in which it begins."""
    # Sentences that are not adjacent in the document are closer to each other in the passage.
    ends = [bisect_left(starts, span.start) for span in side.sentence_offsets()[1:]]
    return array("I", (end - start for start, end in pairwise((0, *ends, len(starts)))))


def searchable_fields(metadata: Metadata) -> dict[str, str]:
    """Return the metadata that queries filter by, by the names of the fields in queries."""
    found: dict[str, str] = {}
    values = {name: getattr(metadata, name) for name in _FIELDS}
    for label, value in [*values.items(), ("title", metadata.title_ru), *metadata.fields.items()]:
        if value and (name := field_name(label)):
            found[name] = f"{found[name]}\n{value}" if name in found else value
    return found


def name_of(part: DocumentWithOrigin | DividedDocument | VectorTexts) -> str:
    """Return the id of a document of a batch, or the first key of texts to encode, for messages."""
    first = part[0]
    if isinstance(first, Metadata):
        return first.id
    return first.metadata.id if isinstance(first, Document) else f"texts from {first[0]}"


def both_texts(document: Document) -> tuple[str, str]:
    """Return a document's Russian and English text; an absent text is empty."""
    return document.text_ru or "", document.text_en or ""


def _with_pages(divided: Iterable[Passage], places: DocumentPlaces | None) -> Iterator[Passage]:
    """Yield passages with the numbers of their pages."""
    for passage in divided:
        if places is None:
            yield passage
        else:
            ru, en = _side_with_pages(passage.ru, places.ru), _side_with_pages(passage.en, places.en)
            yield passage._replace(ru=ru, en=en)


def _side_with_pages(text: PassageText | None, places: TextPlaces | None) -> PassageText | None:
    if text is None or places is None:
        return text
    # The passage may skip sentences that are elsewhere in the other text.
    numbers = (number for sentence in text.sentences for number in places.page_numbers(*sentence))
    return text._replace(pages=tuple(dict.fromkeys(numbers)))


def _packed_places(places: DocumentPlaces | None) -> dict[Side, bytes]:
    if places is None:
        return {}
    return {side: on_side.pack() for side in SIDES if (on_side := places.side(side)) is not None}


class _Spellings(dict[str, int]):
    """Numbers the spellings of a batch from 0 in order of appearance, so that each is converted to its form once.

    Attributes:
        forms: the form of each spelling, by the spelling's number.
    """

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[str] = []
        self._usage = Usage()
        self._read = array("I")

    def __missing__(self, surface: str) -> int:
        number = self[surface] = len(self.forms)
        form = form_of(surface)
        self.forms.append(surface if form == surface else form)  # mostly equal: one of the two texts takes memory
        return number

    def numbers(self, surfaces: Sequence[str]) -> array[int]:
        """Return the number of each spelling."""
        return array("I", map(self.__getitem__, surfaces))

    def read(self, text: str, starts: Sequence[int], surfaces: Sequence[str]) -> array[int]:
        """Return the numbers of a text's words, and count them as used."""
        numbers = self.numbers(surfaces)
        self._read += numbers
        self._usage.notice(text, starts, surfaces)
        return numbers

    def usage(self) -> Usage:
        """Return how the words read so far were used."""
        surfaces = list(self)
        self._usage.count({surfaces[number]: times for number, times in Counter(self._read).items()})
        return self._usage
