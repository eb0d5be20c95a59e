"""Documents, passages and word forms of an index, open for reading; `document_writer` writes them.

They are in one SQLite file for each generation. Consecutive passages form compressed blocks, so that a hit and its
neighbours are one read. Each passage is stored once, with any engine.
"""

from __future__ import annotations

import json
import operator
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from bisearch.errors import IndexDamagedError
from bisearch.model import SIDES, Metadata, Origin, Reference
from bisearch.storage.checksums import verify_checksum
from bisearch.storage.database import Database, texts
from bisearch.storage.encodings import decode_lemmas
from bisearch.storage.passage_blocks import Block, read_stored_block
from bisearch.storage.passage_order import MAX_SINGLE_LOOKUPS, PassageOrder
from bisearch.storage.phrases import StoredPhrases
from bisearch.storage.translations import StoredTranslations

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from bisearch.model import Passage, Side
    from bisearch.notation.shelfmarks import ReferenceKey
    from bisearch.places import TextPlaces
    from bisearch.storage.document_tokens import PackedTokens
    from bisearch.storage.facet_values import FacetColumn
    from bisearch.storage.identity import Identity
    from bisearch.storage.numbered_forms import NumberedForms
    from bisearch.storage.permanent_references import Successor

# Documents and decompressed blocks that are cached; a few MiB in all.
MAX_CACHED_DOCUMENTS = 256
MAX_CACHED_BLOCKS = 256
Lemmas: TypeAlias = tuple[str, ...]


class StoredDocument(NamedTuple):
    """A document as stored in an index.

    Attributes:
        number: its number in this index.
        metadata: its metadata.
        first_passage: number of its first passage in this index.
        passages: number of its passages.
        tokens_ru: number of words of its Russian text.
        tokens_en: number of words of its English text.
    """

    number: int
    metadata: Metadata
    first_passage: int
    passages: int
    tokens_ru: int
    tokens_en: int

    @property
    def passage_numbers(self) -> range:
        """The numbers of its passages in this index."""
        return range(self.first_passage, self.first_passage + self.passages)


class Totals(NamedTuple):
    """The size of an index."""

    documents: int
    passages: int
    tokens_ru: int
    tokens_en: int
    forms: int


class DocumentStore(Database):
    """Documents, passages and forms, open for reading; each thread has its own connection.

    Args:
        path: the file.
        identity: the identity of the generation that the file must belong to; None accepts a file without.

    Attributes:
        translations: the translation table and the imported dictionaries.
        phrases: the phrases that translate each other as a whole.
    """

    def __init__(self, path: Path, identity: Identity | None = None) -> None:
        super().__init__(path, "documents", identity)
        self._known_documents: dict[int, StoredDocument] = {}
        # The hits of a document often share a block.
        self._block = lru_cache(maxsize=MAX_CACHED_BLOCKS)(partial(read_stored_block, seed=self.seed))
        self.translations = StoredTranslations(self)
        self.phrases = StoredPhrases(self)
        self._facets: dict[str, FacetColumn] = {}
        self._days_and_ids: dict[int, tuple[str, str]] = {}
        self._lengths: dict[int, tuple[int, int]] = {}
        self._passage_order = PassageOrder(self.connection)

    def document(self, id_: str) -> StoredDocument | None:
        """Return the document with an id, or None if there is none."""
        if not _is_text(id_):
            return None
        found = next(self._documents("id = ?", (id_,)), None)
        if found is not None and found.metadata.id != id_:
            raise IndexDamagedError(f"{self._path}: the index of document ids is corrupted")
        return found

    def document_of(self, passage: int) -> StoredDocument:
        """Return the document that a passage number belongs to."""
        return self.documents_of([passage])[0]

    def documents_of(self, passages: Sequence[int]) -> list[StoredDocument]:
        """Return the document that each of some passage numbers belongs to."""
        # Hits often share a document. Other threads may still use the full table, so it is replaced and not emptied.
        known = self._known_documents = (
            self._known_documents if len(self._known_documents) < MAX_CACHED_DOCUMENTS else {}
        )
        firsts = self.firsts(passages)
        new = set(firsts).difference(known)
        rows = self.select_in(f"SELECT {_COLUMNS} FROM documents WHERE first_passage IN", new)  # noqa: S608 -- constants
        for document in map(self._stored_document, rows):
            known[document.first_passage] = document
        documents = []
        for passage, first in zip(passages, firsts, strict=True):
            found = known.get(first)
            if found is None or passage not in found.passage_numbers:
                raise IndexDamagedError(f"{self._path}: passage {passage} belongs to no document")
            documents.append(found)
        return documents

    def documents(self) -> Iterator[StoredDocument]:
        """Yield every document, ordered by id."""
        return self._documents("1 ORDER BY id", ())

    def ids(self) -> list[str]:
        """Return the ids of all documents in alphabetical order."""
        with self.reporting_damage():
            return texts(id_ for (id_,) in self.connection().execute("SELECT id FROM documents ORDER BY id"))

    def origins(self) -> dict[str, Origin]:
        """Return what each document was read from, by the document's id."""
        with self.reporting_damage():
            rows = self.connection().execute("SELECT id, path, given_id, hash FROM documents ORDER BY id")
            return {id_: Origin(*values) for id_, *values in rows}

    def excluded(self) -> list[tuple[str, Origin]]:
        """Return the ids and origins of the deleted documents that are not to return."""
        with self.reporting_damage():
            rows = self.connection().execute("SELECT id, path, given_id, hash FROM excluded ORDER BY path, given_id")
            return [(id_, Origin(*values)) for id_, *values in rows]

    def successors(self, document: str) -> list[Successor]:
        """Return which sentences of a document have replaced others since it was first indexed."""
        from bisearch.storage.permanent_references import Successor  # noqa: PLC0415 -- a search starts faster without

        with self.reporting_damage():
            rows = self.connection().execute(
                "SELECT sentence, successor, kind FROM successors WHERE document = ?", (document,)
            )
            return [Successor(*row) for row in rows]

    def corrections(self) -> dict[str, str]:
        """Return, by the id of each document that was added with corrections, the hash of these."""
        with self.reporting_damage():
            return dict(self.connection().execute("SELECT document, digest FROM corrected ORDER BY document"))

    def uncorrected_passages(self, document: StoredDocument) -> list[Passage] | None:
        """Return a document's passages without corrections of its alignment; None if it has none of these."""
        select = "SELECT place, packed FROM uncorrected WHERE document = ? ORDER BY place"
        with self.reporting_damage():
            rows = self.connection().execute(select, (document.number,)).fetchall()
            blocks = [Block(verify_checksum(packed, document.number, place, seed=self.seed)) for place, packed in rows]
            return [passage for block in blocks for passage in block] or None

    def name_variants(self) -> list[tuple[str, str]]:
        """Return the pairs of spellings that a person has declared to be one name."""
        with self.reporting_damage():
            return self.connection().execute("SELECT first, second FROM name_variants ORDER BY 1, 2").fetchall()

    def dated(self, first_day: str, last_day: str) -> Iterator[range]:
        """Yield the passages of each document that may be dated between two days, both included.

        An open side of a date is unbounded. Undated documents are not among them.
        """
        return self._passages_where(
            "earliest <= ? AND (latest >= ? OR latest = '') AND earliest || latest != ''", (last_day, first_day)
        )

    def reference_keys(self) -> Iterator[tuple[int, ReferenceKey]]:
        """Yield the number of each document with a reference, and the key that the reference is found by."""
        from bisearch.notation.shelfmarks import ReferenceKey  # noqa: PLC0415 -- a search starts faster without

        with self.reporting_damage():
            rows = self.connection().execute("SELECT number, reference_key FROM documents WHERE reference_key != ''")
            for number, key in rows:
                yield number, ReferenceKey.from_text(key)

    @cached_property
    def undated(self) -> int:
        """The number of documents without a date, or with one that could not be read."""
        with self.reporting_damage():
            row = self.connection().execute("SELECT count(*) FROM documents WHERE earliest = '' AND latest = ''")
            return int(row.fetchone()[0])

    def undated_among(self, firsts: Collection[int]) -> int:
        """Return how many of the documents that begin with some passages have no date, or one that was not read."""
        with self.reporting_damage():
            rows = self.connection().execute("SELECT first_passage FROM documents WHERE earliest = '' AND latest = ''")
            return sum(first in firsts for (first,) in rows)

    def with_id(self, pattern: str) -> Iterator[range]:
        """Yield the passages of each document whose id is `pattern`, or matches its ``*`` and ``?``."""
        exact = self.document(pattern)
        if exact is not None:
            return iter((exact.passage_numbers,))
        return self._passages_where("id GLOB ?", (_glob(pattern),))

    def with_terms(self, field: str, terms: Collection[str]) -> set[int]:
        """Return the numbers of the documents whose field contains any of some terms."""
        rows = self.select_in("SELECT document, field FROM field_terms WHERE term IN", terms)
        return {document for document, name in rows if name == field}

    def by_term(self, fields: Collection[str], terms: Collection[str]) -> dict[str, set[int]]:
        """Return, for each term that any of some fields contains, the numbers of the documents with it."""
        names = ",".join(f"'{field}'" for field in sorted(fields))
        # Twice as fast as a row for each number.
        select = f"SELECT term, group_concat(document) FROM field_terms WHERE field IN ({names}) AND term IN"  # noqa: S608 -- constants
        with self.reporting_damage():
            rows = self.select_in(select, terms, "GROUP BY term")
            return {term: set(map(int, numbers.split(","))) for term, numbers in rows}

    def with_only_in_heading(self, side: Side, terms: Collection[str]) -> set[int]:
        """Return the numbers of the documents that have any of some terms in the heading, not on a side of the text.

        They may have others of the terms in the text.
        """
        rows = self.select_in("SELECT side, document FROM heading_only_terms WHERE term IN", terms)
        return {document for name, document in rows if name == side}

    def numbers_of(self, firsts: Iterable[int]) -> list[int]:
        """Return the numbers of the documents that begin with some passages."""
        select = "SELECT number FROM documents WHERE first_passage IN"
        return [number for (number,) in self.select_in(select, firsts)]

    def sorted_numbers(self, firsts: Collection[int] | None = None, *, by_date: bool = False) -> list[int]:
        """Return the numbers of documents, ordered by id.

        Args:
            firsts: the first passages of the documents; None takes all documents.
            by_date: whether the oldest come first and the undated last, ordered by id within a day.
        """
        order = f"{_SORT_DAY} = '', {_SORT_DAY}, id" if by_date else "id"
        with self.reporting_damage():
            rows = self.connection().execute(f"SELECT number, first_passage FROM documents ORDER BY {order}")  # noqa: S608 -- constants
            return [number for number, first in rows if firsts is None or first in firsts]

    def passage_numbers(self, documents: Iterable[int]) -> dict[int, range]:
        """Return the passage numbers of some documents, by the documents' numbers."""
        select = "SELECT number, metadata, first_passage, passages FROM documents WHERE number IN"
        return dict(map(self._verified_passages, self.select_in(select, documents)))

    def field_terms(self, field: str, pattern: str = "*") -> list[str]:
        """Return the terms of a field that match a pattern of ``*`` and ``?``."""
        with self.reporting_damage():
            rows = self.connection().execute(
                "SELECT DISTINCT term FROM field_terms WHERE field = ? AND term GLOB ?", (field, _glob(pattern))
            )
            return texts(row[0] for row in rows)

    def field_names(self) -> list[str]:
        """Return the names of the metadata fields that any document has."""
        with self.reporting_damage():
            rows = self.connection().execute("SELECT DISTINCT field FROM field_terms ORDER BY field")
            return texts(row[0] for row in rows)

    def facet_names(self) -> list[str]:
        """Return the names of the facets of which any document has a value."""
        with self.reporting_damage():
            rows = self.connection().execute("SELECT DISTINCT facet FROM facets ORDER BY facet")
            return texts(row[0] for row in rows)

    def facet(self, name: str, key: Callable[[str], str]) -> FacetColumn:
        """Return the values of a facet of all documents; a facet that no document has is empty.

        Args:
            name: the name of the facet.
            key: returns the key that all spellings of a value share; the same for every call with this name.
        """
        from bisearch.storage.facet_values import facet_column  # noqa: PLC0415 -- a search starts faster without

        known = self._facets.get(name)
        if known is None:
            with self.reporting_damage():
                rows = self.connection().execute("SELECT first_passage, value FROM facets WHERE facet = ?", (name,))
                known = self._facets[name] = facet_column(rows, key)
        return known

    def passage_counts(self, passages: Sequence[int] | None = None) -> dict[int, int]:
        """Return the number of some passages, or of all, in each document, by the number of its first passage."""
        if passages is not None:
            with self.reporting_damage():
                return self._passage_order.counts(passages)
        with self.reporting_damage():
            return dict(self.connection().execute("SELECT first_passage, passages FROM documents"))

    def numbered(self, numbers: Iterable[int]) -> Iterator[StoredDocument]:
        """Yield documents by their numbers."""
        for number in numbers:
            yield from self._documents("number = ?", (number,))

    def firsts(self, passages: Sequence[int]) -> list[int]:
        """Return, for each passage number, the number of the first passage of its document."""
        with self.reporting_damage():
            return self._passage_order.firsts(passages)

    def order(self, passages: Sequence[int]) -> Iterator[tuple[str, str, int]]:
        """Yield each passage's sort keys: its document's date and id, and its place from 1.

        Dates sort as text: the first day that they may mean, then dates of which only the last day is known, which
        begin with ``~``. An unknown date is empty, and sorts last.
        """
        known, firsts = self._days_and_ids, self.firsts(passages)
        new = set(firsts).difference(known)
        select = f"SELECT first_passage, {_SORT_DAY}, id FROM documents WHERE first_passage IN"  # noqa: S608 -- a constant
        for first, day, id_ in self.select_in(select, new):
            known[first] = day, id_
        for passage, first in zip(passages, firsts, strict=True):
            yield *known[first], passage - first + 1

    @cached_property
    def count(self) -> int:
        """The number of documents."""
        with self.reporting_damage():
            return int(self.connection().execute("SELECT count(*) FROM documents").fetchone()[0])

    @cached_property
    def size(self) -> tuple[int, int]:
        """The numbers of documents and of passages."""
        totals = self.totals()
        return totals.documents, totals.passages

    def lengths(self, firsts: Iterable[int]) -> dict[int, tuple[int, int]]:
        """Return the numbers of Russian and of English words of the documents that begin with some passages.

        Args:
            firsts: numbers of the first passages of documents.

        Returns:
            The numbers by first passage.
        """
        known = self._lengths
        select = "SELECT first_passage, tokens_ru, tokens_en FROM documents WHERE first_passage IN"
        for first, ru, en in self.select_in(select, set(firsts).difference(known)):
            known[first] = ru, en
        return known

    @cached_property
    def sides(self) -> dict[Side, tuple[int, int]]:
        """For each side, the number of documents with words on it, and the number of their words on it."""
        columns = ", ".join(f"coalesce(sum(tokens_{side} > 0), 0), coalesce(sum(tokens_{side}), 0)" for side in SIDES)
        with self.reporting_damage():
            row = self.connection().execute(f"SELECT {columns} FROM documents").fetchone()  # noqa: S608 -- constants
            return {side: (row[2 * place], row[2 * place + 1]) for place, side in enumerate(SIDES)}

    def ranks(self, passages: Sequence[int]) -> Sequence[int]:
        """Return numbers that sort passages by document id and by place in the document; the lowest comes first."""
        with self.reporting_damage():
            return self._passage_order.ranks(passages)

    def passages(self, numbers: range) -> list[Passage]:
        """Return consecutive passages of one document by their numbers in this index."""
        found: list[Passage] = []
        with self.reporting_damage():
            rows = self.connection().execute(
                "SELECT first_passage, packed FROM blocks WHERE first_passage < ? AND first_passage >="
                " (SELECT max(first_passage) FROM blocks WHERE first_passage <= ?) ORDER BY 1",
                (numbers.stop, numbers.start),
            )
            for first, packed in rows:
                block = self._block(first, packed)
                found += (block[number - first] for number in numbers[len(found) :] if number - first < len(block))
        if len(found) != len(numbers):
            raise IndexDamagedError(f"{self._path}: passages missing among {numbers.start} to {numbers.stop - 1}")
        return found

    def passages_of(self, shown: Sequence[range]) -> list[list[Passage]]:
        """Return passages of several documents; each range has consecutive passages of one document."""
        if any(len(numbers) > 1 for numbers in shown):
            return [self.passages(numbers) for numbers in shown]
        select = (
            "SELECT value, first_passage, packed FROM given JOIN blocks"
            " ON first_passage = (SELECT max(first_passage) FROM blocks WHERE first_passage <= value)"
        )
        found: dict[int, Passage] = {}
        with self.reporting_damage():
            for number, first, packed in self.select_given(select, {numbers.start for numbers in shown}):
                block = self._block(first, packed)
                if number - first < len(block):
                    found[number] = block[number - first]
        missing = [numbers.start for numbers in shown if numbers.start not in found]
        if missing:
            raise IndexDamagedError(f"{self._path}: passages missing among {min(missing)} to {max(missing)}")
        return [[found[numbers.start]] for numbers in shown]

    def places(self, document: int, side: Side) -> TextPlaces | None:
        """Return the pages and the places of the words of a document's text; None if its source has no pages."""
        from bisearch.places import TextPlaces  # noqa: PLC0415 -- a search starts faster without

        with self.reporting_damage():
            packed = self.packed_places(document).get(side)
            return TextPlaces.unpack(packed) if packed is not None else None

    def packed_places(self, document: int) -> dict[Side, bytes]:
        """Return the places of the words of each text of a document that has pages, packed."""
        with self.reporting_damage():
            rows = self.connection().execute("SELECT side, packed FROM places WHERE document = ?", (document,))
            return {side: verify_checksum(packed, document, SIDES.index(side), seed=self.seed) for side, packed in rows}

    def lemmas(self, forms: Collection[str]) -> dict[str, Lemmas]:
        """Return the lemmas of those forms that the index contains."""
        rows = self.select_in("SELECT form, lemmas FROM forms WHERE form IN", forms)
        with self.reporting_damage():
            return {form: decode_lemmas(form, packed) for form, packed in rows}

    def numbered_forms(self) -> list[NumberedForms]:
        """Return all forms with their lemmas, in the order of their numbers."""
        from bisearch.storage.numbered_forms import unpack_forms  # noqa: PLC0415 -- a search starts faster without

        with self.reporting_damage():
            rows = self.connection().execute("SELECT first_form, packed FROM numbered_forms ORDER BY first_form")
            return [unpack_forms(packed, first, self.seed) for first, packed in rows]

    def tokens(self, side: Side, firsts: Collection[int] | None = None) -> Iterator[tuple[int, PackedTokens]]:
        """Yield the words of one side of documents with the first passage of each, ordered by their passages.

        Args:
            side: the side.
            firsts: the first passages of the documents to read; None reads all.
        """
        from bisearch.storage.document_tokens import read_packed_tokens  # noqa: PLC0415 -- a search starts faster without

        with self.reporting_damage():
            if firsts is None or len(firsts) > MAX_SINGLE_LOOKUPS:
                select = "SELECT first_passage, packed FROM tokens WHERE side = ? ORDER BY first_passage"
                found: Iterable[tuple[int, bytes]] = self.connection().execute(select, (side,))
                rows = found if firsts is None else (row for row in found if row[0] in firsts)
            else:
                select = "SELECT first_passage, packed FROM tokens WHERE side = ? AND first_passage = ?"
                rows = (row for first in sorted(firsts) for row in self.connection().execute(select, (side, first)))
            for first, packed in rows:
                yield first, read_packed_tokens(packed, first, side, self.seed)

    def forms(self, prefix: str = "", limit: int | None = None) -> list[str]:
        """Return at most `limit` forms of the index that have a prefix, in alphabetical order."""
        with self.reporting_damage():
            rows = self.connection().execute(
                "SELECT form FROM forms WHERE form >= ? AND form < ? ORDER BY form LIMIT ?",
                (prefix, prefix + "\U0010ffff", -1 if limit is None else limit),
            )
            return texts(row[0] for row in rows)

    def forms_like(self, pattern: str, limit: int) -> list[str]:
        """Return at most `limit` forms that match a pattern of ``*`` and ``?``, in alphabetical order."""
        with self.reporting_damage():
            rows = self.connection().execute(
                "SELECT form FROM forms WHERE form GLOB ? ORDER BY form LIMIT ?", (_glob(pattern), limit)
            )
            return texts(row[0] for row in rows)

    def totals(self) -> Totals:
        """Return the size of the index."""
        with self.reporting_damage():
            row = self.connection().execute(
                "SELECT count(*), coalesce(sum(passages), 0), coalesce(sum(tokens_ru), 0), coalesce(sum(tokens_en), 0),"
                " (SELECT count(*) FROM forms) FROM documents"
            )
            return Totals(*map(operator.index, row.fetchone()))

    def _passages_where(self, condition: str, parameters: Sequence[object]) -> Iterator[range]:
        select = f"SELECT number, metadata, first_passage, passages FROM documents WHERE {condition}"  # noqa: S608 -- the conditions above
        with self.reporting_damage():
            for row in self.connection().execute(select, tuple(parameters)):
                yield self._verified_passages(row)[1]

    def _verified_passages(self, row: tuple[int, bytes, int, int]) -> tuple[int, range]:
        """Return the number of a document and its passages; reading its metadata too would take ten times as long."""
        number, metadata, first, count = row
        verify_checksum(metadata, number, first, count, seed=self.seed)
        return number, range(first, first + count)

    def _documents(self, condition: str, parameters: Sequence[object]) -> Iterator[StoredDocument]:
        with self.reporting_damage():
            rows = self.connection().execute(f"SELECT {_COLUMNS} FROM documents WHERE {condition}", tuple(parameters))  # noqa: S608 -- the conditions above
            yield from map(self._stored_document, rows)

    def _stored_document(self, row: tuple[int, bytes, int, int, int, int]) -> StoredDocument:
        """Return the document of a row of `_COLUMNS`."""
        number, metadata, first, passages, tokens_ru, tokens_en = row
        with self.reporting_damage():
            about = _metadata(verify_checksum(metadata, number, first, passages, seed=self.seed))
        return StoredDocument(number, about, first, passages, tokens_ru, tokens_en)


# The day that documents are sorted by, as text; see `DocumentStore.order`.
_SORT_DAY = "CASE WHEN earliest = '' AND latest != '' THEN '~' || latest ELSE earliest END"
_COLUMNS = "number, metadata, first_passage, passages, tokens_ru, tokens_en"


def _glob(pattern: str) -> str:
    """Return a pattern of ``*`` and ``?`` for SQLite's GLOB, which knows classes in brackets too."""
    return pattern.replace("[", "[[]")


def _is_text(value: str) -> bool:
    """Return whether a text is valid Unicode; input from a terminal in another encoding may contain lone surrogates."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _metadata(packed: bytes) -> Metadata:
    values: dict[str, Any] = json.loads(packed)
    reference = values.pop("reference")
    return Metadata(**values, reference=Reference(**reference) if reference else None)
