"""Writes documents, passages, forms and translations; `documents` and `translations` read them."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import count, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from bisearch.model import SIDES
from bisearch.notation.shelfmarks import reference_key
from bisearch.storage.checksums import add_checksum
from bisearch.storage.database import DatabaseWriter
from bisearch.storage.document_tokens import pack_tokens, read_packed_tokens
from bisearch.storage.encodings import SCALE, decode_lemmas, encode_lemmas
from bisearch.storage.facet_values import facet_values
from bisearch.storage.numbered_forms import FormNumbering, pack_forms, unpack_forms
from bisearch.storage.passage_blocks import BLOCK, read_stored_block

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from bisearch.model import Origin, Passage, Side
    from bisearch.storage.document_tokens import DocumentTokens
    from bisearch.storage.documents import Lemmas, StoredDocument
    from bisearch.storage.identity import Identity
    from bisearch.storage.permanent_references import Successor
    from bisearch.storage.phrases import StoredPhrase
    from bisearch.storage.translations import LearnedRow, TableEntry

# Probabilities of translations are integers, multiplied by SCALE. `met_ru` and `met_en` are 1 if the index contains
# the Russian or the English lemma. The lemmas of a form are encoded by `encode_lemmas`. Each commit adds a row of its
# new forms to `numbered_forms`, packed by `pack_forms`. `pack_tokens` packs the words of each document in `tokens`.
_SCHEMA = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, given_id TEXT NOT NULL, hash BLOB NOT NULL,
    metadata BLOB NOT NULL,
    earliest TEXT NOT NULL, latest TEXT NOT NULL, reference_key TEXT NOT NULL,
    first_passage INTEGER NOT NULL, passages INTEGER NOT NULL,
    tokens_ru INTEGER NOT NULL, tokens_en INTEGER NOT NULL
);
CREATE UNIQUE INDEX documents_by_passage ON documents (first_passage);
CREATE INDEX documents_by_day ON documents (earliest);
CREATE TABLE blocks (first_passage INTEGER PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE places (document INTEGER, side TEXT, packed BLOB NOT NULL, PRIMARY KEY (document, side));
CREATE TABLE field_terms (
    field TEXT NOT NULL, term TEXT NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (field, term, document)
) WITHOUT ROWID;
CREATE INDEX field_terms_by_term ON field_terms (term);
CREATE TABLE heading_only_terms (
    term TEXT NOT NULL, side TEXT NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (term, side, document)
) WITHOUT ROWID;
CREATE TABLE facets (
    facet TEXT NOT NULL, value TEXT NOT NULL, first_passage INTEGER NOT NULL, PRIMARY KEY (facet, value, first_passage)
) WITHOUT ROWID;
CREATE TABLE translations (
    ru TEXT NOT NULL, en TEXT NOT NULL, to_en INTEGER NOT NULL, to_ru INTEGER NOT NULL, beads INTEGER NOT NULL,
    link INTEGER NOT NULL, met_ru INTEGER NOT NULL, met_en INTEGER NOT NULL, PRIMARY KEY (ru, en)
) WITHOUT ROWID;
CREATE INDEX translations_by_en ON translations (en);
CREATE TABLE phrases (
    ru TEXT NOT NULL, en TEXT NOT NULL, text_ru TEXT NOT NULL, text_en TEXT NOT NULL,
    to_en INTEGER NOT NULL, to_ru INTEGER NOT NULL, beads INTEGER NOT NULL, PRIMARY KEY (ru, en)
) WITHOUT ROWID;
CREATE INDEX phrases_by_en ON phrases (en);
CREATE TABLE entries (
    source TEXT NOT NULL, ru TEXT NOT NULL, en TEXT NOT NULL, to_en REAL NOT NULL, to_ru REAL NOT NULL,
    PRIMARY KEY (ru, en, source)
) WITHOUT ROWID;
CREATE TABLE excluded (
    id TEXT NOT NULL, path TEXT NOT NULL, given_id TEXT NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (path, given_id)
) WITHOUT ROWID;
CREATE TABLE successors (
    document TEXT NOT NULL, sentence TEXT NOT NULL, successor TEXT NOT NULL, kind TEXT NOT NULL,
    PRIMARY KEY (document, sentence)
) WITHOUT ROWID;
CREATE TABLE corrected (document TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE uncorrected (
    document INTEGER NOT NULL, place INTEGER NOT NULL, packed BLOB NOT NULL, PRIMARY KEY (document, place)
) WITHOUT ROWID;
CREATE TABLE name_variants (first TEXT NOT NULL, second TEXT NOT NULL, PRIMARY KEY (first, second)) WITHOUT ROWID;
CREATE TABLE forms (form TEXT PRIMARY KEY, lemmas TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE numbered_forms (first_form INTEGER PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE tokens (
    side TEXT NOT NULL, first_passage INTEGER NOT NULL, packed BLOB NOT NULL, PRIMARY KEY (side, first_passage)
);
"""


class DocumentWriter(DatabaseWriter):
    """Changes to the documents of a generation that is not yet committed."""

    def __init__(self, path: Path, identity: Identity | None = None) -> None:
        super().__init__(path, _SCHEMA, identity)
        self._has_removed = False
        stored = self._connection.execute("SELECT first_form, packed FROM numbered_forms ORDER BY first_form")
        self._numbering = FormNumbering(unpack_forms(packed, first, self._seed) for first, packed in stored)

    def commit(self) -> None:
        """Write everything to the file and close it."""
        if self._has_removed:
            for table in ("field_terms", "heading_only_terms"):
                self._connection.execute(f"DELETE FROM {table} WHERE document NOT IN (SELECT number FROM documents)")  # noqa: S608 -- constants
            self._connection.execute(
                "DELETE FROM facets WHERE first_passage NOT IN (SELECT first_passage FROM documents)"
            )
        super().commit()

    def add(
        self,
        document: StoredDocument,
        origin: Origin,
        blocks: Iterable[bytes],
        field_terms: Mapping[str, Iterable[str]],
        places: Mapping[Side, bytes] | None = None,
    ) -> None:
        """Add a document with its passages.

        Args:
            document: its numbers must never have been used before.
            origin: the source that it was read from, which a later run compares to find moved and changed documents.
            blocks: its passages, packed by `pack_blocks`.
            field_terms: the terms of each of its metadata fields.
            places: the places of the words of each text that has pages, as `TextPlaces.pack` returns them.
        """
        metadata = document.metadata
        key = reference_key(metadata.reference).to_text() if metadata.reference is not None else ""
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document.number, metadata.id, *origin, self._packed_metadata(document),
                metadata.date_earliest, metadata.date_latest, key,
                document.first_passage, document.passages, document.tokens_ru, document.tokens_en,
            ),
        )  # fmt: skip
        for first, block in zip(count(document.first_passage, BLOCK), blocks):
            self._connection.execute(
                "INSERT INTO blocks VALUES (?, ?)", (first, add_checksum(block, first, seed=self._seed))
            )
        for side, packed in (places or {}).items():
            stored = add_checksum(packed, document.number, SIDES.index(side), seed=self._seed)
            self._connection.execute("INSERT INTO places VALUES (?, ?, ?)", (document.number, side, stored))
        terms = {(field, term, document.number) for field, terms in field_terms.items() for term in terms}
        self._connection.executemany("INSERT INTO field_terms VALUES (?, ?, ?)", sorted(terms))
        sides = [side for side, words in zip(SIDES, (document.tokens_ru, document.tokens_en), strict=True) if words]
        facets = sorted({(facet, value, document.first_passage) for facet, value in facet_values(metadata, sides)})
        self._connection.executemany("INSERT INTO facets VALUES (?, ?, ?)", facets)

    def add_heading_only_terms(self, document: int, terms: Mapping[Side, Iterable[str]]) -> None:
        """Add the terms of a document's heading that no passage has.

        Args:
            document: its number.
            terms: those of each side; see `bisearch.storage.heading_terms`.
        """
        rows = sorted((term, side, document) for side, each in terms.items() for term in each)
        self._connection.executemany("INSERT INTO heading_only_terms VALUES (?, ?, ?)", rows)

    def add_tokens(self, first_passage: int, tokens: Mapping[Side, DocumentTokens]) -> None:
        """Add the words of a document.

        Args:
            first_passage: number of its first passage.
            tokens: the words of each text that it has, by the numbers that `form_numbers` returns.
        """
        for side, words in tokens.items():
            packed = pack_tokens(words, first_passage, side, self._seed)
            self._connection.execute("INSERT INTO tokens VALUES (?, ?, ?)", (side, first_passage, packed))

    def remove(self, document: StoredDocument) -> None:
        """Remove a document and its passages."""
        self._connection.execute("DELETE FROM documents WHERE number = ?", (document.number,))
        self._connection.execute("DELETE FROM places WHERE document = ?", (document.number,))
        self._connection.execute("DELETE FROM corrected WHERE document = ?", (document.metadata.id,))
        self._connection.execute("DELETE FROM uncorrected WHERE document = ?", (document.number,))
        self._connection.executemany(
            "DELETE FROM tokens WHERE side = ? AND first_passage = ?",
            [(side, document.first_passage) for side in SIDES],
        )
        self._has_removed = True  # terms are not indexed by document, so one statement removes them all on commit
        numbers = document.passage_numbers
        self._connection.execute(
            "DELETE FROM blocks WHERE first_passage >= ? AND first_passage < ?", (numbers.start, numbers.stop)
        )

    def add_corrections(self, document: StoredDocument, digest: str, uncorrected: Sequence[bytes]) -> None:
        """Store with which corrections a document was added.

        Args:
            document: the document.
            digest: the hash of its corrections; a later run compares it to find documents with other corrections.
            uncorrected: its passages without corrections of its alignment, packed by `pack_blocks`; empty if there are
                no such corrections.
        """
        self._connection.execute("INSERT INTO corrected VALUES (?, ?)", (document.metadata.id, digest))
        for place, block in enumerate(uncorrected):
            packed = add_checksum(block, document.number, place, seed=self._seed)
            self._connection.execute("INSERT INTO uncorrected VALUES (?, ?, ?)", (document.number, place, packed))

    def replace_name_variants(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Replace the pairs of spellings that a person has declared to be one name."""
        self._connection.execute("DELETE FROM name_variants")
        self._connection.executemany("INSERT OR IGNORE INTO name_variants VALUES (?, ?)", pairs)

    def add_successors(self, document: str, successors: Iterable[Successor]) -> None:
        """Store which sentences of a document have replaced others, which permanent references may still name.

        Args:
            document: the document's id.
            successors: a later successor of a sentence replaces an earlier one.
        """
        rows = ((document, *successor) for successor in successors)
        self._connection.executemany("INSERT OR REPLACE INTO successors VALUES (?, ?, ?, ?)", rows)

    def replace_excluded(self, deleted: Iterable[tuple[str, Origin]]) -> None:
        """Replace the list of deleted documents that are not to return, each with its id and origin."""
        self._connection.execute("DELETE FROM excluded")
        rows = ((id_, *origin) for id_, origin in deleted)
        self._connection.executemany("INSERT OR REPLACE INTO excluded VALUES (?, ?, ?, ?)", rows)

    def move(self, document: StoredDocument, path: str) -> None:
        """Replace the path of a document's file.

        Args:
            document: the document, its metadata with the new path.
            path: the new path as in `Origin`.
        """
        self._connection.execute(
            "UPDATE documents SET path = ?, metadata = ? WHERE number = ?",
            (path, self._packed_metadata(document), document.number),
        )

    def form_numbers(self, forms: Iterable[str]) -> list[int]:
        """Return the number of each form; a new form gets the next one, which `add_forms` stores with its lemmas."""
        return self._numbering.numbers(forms)

    def names_of_forms(self, numbers: Iterable[int]) -> list[str]:
        """Return the forms that have some numbers."""
        return self._numbering.names(numbers)

    def add_forms(self, forms: Mapping[str, Lemmas]) -> None:
        """Store the lemmas of new forms, of all that were numbered since the last commit."""
        rows = ((form, encode_lemmas(form, lemmas)) for form, lemmas in sorted(forms.items()))
        self._connection.executemany("INSERT OR REPLACE INTO forms VALUES (?, ?)", rows)
        if (added := self._numbering.take_added(forms)) is not None:
            first, columns = added
            self._connection.execute(
                "INSERT INTO numbered_forms VALUES (?, ?)", (first, pack_forms(columns, first, self._seed))
            )

    def lemmas(self) -> set[str]:
        """Return the lemmas of all stored forms."""
        rows = self._connection.execute("SELECT form, lemmas FROM forms")
        return {lemma for form, packed in rows for lemma in decode_lemmas(form, packed)}

    def count_passages(self) -> int:
        """Return the number of passages."""
        return int(self._connection.execute("SELECT coalesce(sum(passages), 0) FROM documents").fetchone()[0])

    def passage_numbers(self) -> list[range]:
        """Return the passages of each document, in order."""
        rows = self._connection.execute("SELECT first_passage, passages FROM documents ORDER BY first_passage")
        return [range(first, first + count) for first, count in rows]

    def blocks(self, numbers: range) -> Iterator[tuple[int, Sequence[Passage]]]:
        """Yield the passages of a document in blocks, each with the number of its first passage."""
        rows = self._connection.execute(
            "SELECT first_passage, packed FROM blocks WHERE first_passage >= ? AND first_passage < ? ORDER BY 1",
            (numbers.start, numbers.stop),
        )
        for first, packed in rows.fetchall():
            yield first, list(read_stored_block(first, packed, self._seed))

    def sampled_tokens(self, limit: int) -> Iterator[tuple[Mapping[Side, DocumentTokens], list[int]]]:
        """Yield the words of documents with both texts, ordered by id, and the places of some of their passages.

        Args:
            limit: the approximate number of passages; those of a larger index are sampled evenly, in whole blocks.
        """
        blocks = self._connection.execute(
            "SELECT d.first_passage, d.passages, b.first_passage - d.first_passage FROM documents d JOIN blocks b"
            " ON b.first_passage >= d.first_passage AND b.first_passage < d.first_passage + d.passages"
            " ORDER BY d.id, b.first_passage"
        ).fetchall()
        sampled = blocks[:: max(1, -(-self.count_passages() // limit))]
        for (first, passages), of_document in groupby(sampled, key=itemgetter(0, 1)):
            select = "SELECT side, packed FROM tokens WHERE first_passage = ?"
            rows = self._connection.execute(select, (first,)).fetchall()
            if len(rows) == len(SIDES):
                tokens = {side: read_packed_tokens(packed, first, side, self._seed).unpacked() for side, packed in rows}
                starts = (start for *_, start in of_document)
                yield tokens, [place for start in starts for place in range(start, min(start + BLOCK, passages))]

    def entries(self) -> list[TableEntry]:
        """Return the entries of the imported dictionaries; a pair in several of them has their mean probabilities."""
        return self._connection.execute(
            "SELECT ru, en, avg(to_en), avg(to_ru) FROM entries GROUP BY ru, en ORDER BY ru, en"
        ).fetchall()

    def add_entries(self, source: str, entries: Iterable[TableEntry]) -> None:
        """Store the entries of a dictionary, replacing those of an earlier dictionary of that name."""
        self._connection.execute("DELETE FROM entries WHERE source = ?", (source,))
        self._connection.executemany(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?)", ((source, *entry) for entry in entries)
        )

    def replace_translations(self, table: Iterable[LearnedRow], met: AbstractSet[str] | None = None) -> None:
        """Replace the translation table; probabilities are rounded to multiples of 1 / `SCALE`.

        Args:
            table: the rows.
            met: the lemmas of the collection; None reads them.
        """
        self._connection.execute("DELETE FROM translations")
        self.add_translations(table, self.lemmas() if met is None else met)

    def add_translations(self, table: Iterable[LearnedRow], met: AbstractSet[str]) -> None:
        """Add rows to the translation table, except pairs that it has.

        Args:
            table: the rows.
            met: the lemmas of the collection.
        """
        rows = (
            (ru, en, round(SCALE * to_en), round(SCALE * to_ru), beads, round(SCALE * link), ru in met, en in met)
            for ru, en, to_en, to_ru, beads, link in table
        )
        self._connection.executemany("INSERT OR IGNORE INTO translations VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def note_lemmas(self, lemmas: Collection[str]) -> None:
        """Note in the translation table, which stays as it is, that the index contains some lemmas."""
        for side in SIDES:
            statement = f"UPDATE translations SET met_{side} = 1 WHERE {side} = ?"  # noqa: S608 -- the sides' names
            self._connection.executemany(statement, ((lemma,) for lemma in lemmas))

    def replace_phrases(self, phrases: Iterable[StoredPhrase]) -> None:
        """Replace the phrases that translate each other; probabilities are rounded as in `replace_translations`."""
        self._connection.execute("DELETE FROM phrases")
        self.add_phrases(phrases)

    def add_phrases(self, phrases: Iterable[StoredPhrase]) -> None:
        """Add phrases that translate each other; a pair replaces the one with the same lemmas."""
        rows = (
            (ru, en, text_ru, text_en, round(SCALE * to_en), round(SCALE * to_ru), beads)
            for ru, en, text_ru, text_en, to_en, to_ru, beads in phrases
        )
        self._connection.executemany("INSERT OR REPLACE INTO phrases VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def _packed_metadata(self, document: StoredDocument) -> bytes:
        packed = json.dumps(asdict(document.metadata), ensure_ascii=False).encode()
        return add_checksum(packed, document.number, document.first_passage, document.passages, seed=self._seed)
