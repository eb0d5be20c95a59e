"""Reading the store of documents, passages and forms, one SQLite file for each generation; `document_writer` writes it.

Passages lie in compressed blocks of consecutive ones, so that a hit and its neighbours are one read. Each is stored
once, whatever the engine.
"""

from __future__ import annotations

import json
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from bisearch.errors import IndexDamagedError
from bisearch.model import Metadata, Reference, other
from bisearch.storage.checksums import verify_checksum
from bisearch.storage.database import Database
from bisearch.storage.encodings import SCALE, decode_lemmas
from bisearch.storage.passage_blocks import read_stored_block
from bisearch.storage.passage_order import PassageOrder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from bisearch.model import Passage, Side

# So many documents' metadata and so many unpacked blocks are kept, a few MiB in all.
KEPT_DOCUMENTS = 256
KEPT_BLOCKS = 256
# Of so many lemmas what renders them is kept.
KEPT_RENDERINGS = 20_000
# How likely one of a pair of lemmas is rendered as the other, whichever is asked for: the mean of both directions.
_LIKELIHOOD = f"(to_en + to_ru) / {2.0 * SCALE}"

Lemmas: TypeAlias = tuple[str, ...]
# A Russian and an English lemma, and how likely each is rendered as the other.
TableEntry: TypeAlias = tuple[str, str, float, float]
# The same, and in how many beads they were seen to render each other.
TableRow: TypeAlias = tuple[str, str, float, float, int]
# The same, and how likely words of them render each other that stand in one passage.
LearnedRow: TypeAlias = tuple[str, str, float, float, int, float]


class StoredDocument(NamedTuple):
    """A document as the index holds it.

    Attributes:
        number: its number in this index.
        metadata: what is known of it.
        first_passage: number of its first passage in this index.
        passages: how many it has.
        tokens_ru: how many words its Russian text has, likewise `tokens_en`.
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
    """How much an index holds."""

    documents: int
    passages: int
    tokens_ru: int
    tokens_en: int
    forms: int


class DocumentStore(Database):
    """Documents, passages and forms, open for reading; each thread has its own connection."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        # Hits are often of the same documents, and those of one document mostly lie in one block.
        self._document = lru_cache(maxsize=KEPT_DOCUMENTS)(self._document_from)
        self._block = lru_cache(maxsize=KEPT_BLOCKS)(read_stored_block)
        self._renderings: dict[str, dict[str, float]] = {}
        self._days_and_ids: dict[int, tuple[str, str]] = {}
        self._catalogue = PassageOrder(self._connection)
        self._probe("documents")

    def document(self, id_: str) -> StoredDocument | None:
        """Return a document by its id, None where there is none."""
        if not _is_text(id_):
            return None
        found = next(self._documents("id = ?", (id_,)), None)
        if found is not None and found.metadata.id != id_:
            raise IndexDamagedError(f"{self._path}: the list of ids is not what was written")
        return found

    def document_of(self, passage: int) -> StoredDocument:
        """Return the document that a passage number belongs to."""
        found = self._document(*self.firsts([passage]))
        if found is None or passage not in found.passage_numbers:
            raise IndexDamagedError(f"{self._path}: passage {passage} belongs to no document")
        return found

    def documents(self) -> Iterator[StoredDocument]:
        """Yield every document, ordered by id."""
        return self._documents("1 ORDER BY id", ())

    def hashes(self) -> dict[str, bytes]:
        """Return each document's content hash by its id."""
        with self._reading():
            return dict(self._connection().execute("SELECT id, hash FROM documents").fetchall())

    def dated(self, first_day: str, last_day: str) -> Iterator[StoredDocument]:
        """Yield the documents that may be dated between two days, both included."""
        return self._documents("first_day <= ? AND last_day >= ?", (last_day, first_day))

    def with_id(self, pattern: str) -> Iterator[StoredDocument]:
        """Yield the documents whose id is `pattern`, or begins with what stands before its final ``*``."""
        if not pattern.endswith("*"):
            return self._documents("id = ?", (pattern,))
        prefix = pattern[:-1]
        return self._documents("substr(id, 1, ?) = ?", (len(prefix), prefix))

    def titled(self, terms: Collection[str]) -> set[int]:
        """Return the numbers of the documents whose title holds any of some terms."""
        return {row[0] for row in self._chosen("SELECT document FROM titles WHERE term IN", terms)}

    def numbered(self, numbers: Iterable[int]) -> Iterator[StoredDocument]:
        """Yield documents by their numbers."""
        for number in numbers:
            yield from self._documents("number = ?", (number,))

    def firsts(self, passages: Sequence[int]) -> list[int]:
        """Return, for each passage number, that of the first passage of its document."""
        with self._reading():
            return self._catalogue.firsts(passages)

    def order(self, passages: Sequence[int]) -> Iterator[tuple[str, str, int]]:
        """Yield, for each passage number, its document's first day (empty where unknown), id and its place therein."""
        known, firsts = self._days_and_ids, self.firsts(passages)
        new = set(firsts).difference(known)
        select = "SELECT first_passage, coalesce(first_day, ''), id FROM documents WHERE first_passage IN"
        for first, day, id_ in self._chosen(select, new):
            known[first] = day, id_
        for passage, first in zip(passages, firsts, strict=True):
            yield *known[first], passage - first + 1

    @cached_property
    def size(self) -> tuple[int, int]:
        """How many documents there are, and how many passages."""
        totals = self.totals()
        return totals.documents, totals.passages

    def ranks(self, passages: Sequence[int]) -> Sequence[int]:
        """Return numbers that order passages by document id and place therein, the least first."""
        with self._reading():
            return self._catalogue.ranks(passages)

    def passages(self, numbers: range) -> list[Passage]:
        """Return some consecutive passages of one document by their numbers in this index."""
        found: list[Passage] = []
        with self._reading():
            rows = self._connection().execute(
                "SELECT first_passage, packed FROM blocks WHERE first_passage < ? AND first_passage >="
                " (SELECT max(first_passage) FROM blocks WHERE first_passage <= ?) ORDER BY 1",
                (numbers.stop, numbers.start),
            )
            for first, packed in rows:
                block = self._block(first, packed)
                found += (block[number - first] for number in numbers[len(found) :] if number - first < len(block))
        if len(found) != len(numbers):
            raise IndexDamagedError(f"{self._path}: not all of the passages {numbers.start} to {numbers.stop - 1}")
        return found

    def lemmas(self, forms: Collection[str]) -> dict[str, Lemmas]:
        """Return the lemmas of those of some forms that the index has met."""
        rows = self._chosen("SELECT form, lemmas FROM forms WHERE form IN", forms)
        return {form: decode_lemmas(form, packed) for form, packed in rows}

    def forms(self, prefix: str = "", limit: int | None = None) -> list[str]:
        """Return the forms with a prefix that the index has met, in alphabetical order, at most `limit`."""
        with self._reading():
            rows = self._connection().execute(
                "SELECT form FROM forms WHERE form >= ? AND form < ? ORDER BY form LIMIT ?",
                (prefix, prefix + "\U0010ffff", -1 if limit is None else limit),
            )
            return [row[0] for row in rows]

    def known(self, ru: Iterable[str], en: Iterable[str]) -> dict[tuple[str, str], float]:
        """Return how likely words of some Russian and English lemmas render each other that stand in one passage."""
        wanted_ru, wanted_en = tuple(ru), frozenset(en)
        # What lemmas of hits are rendered as is kept: the commonest are in all of them.
        kept = self._renderings = self._renderings if len(self._renderings) < KEPT_RENDERINGS else {}
        new: dict[str, dict[str, float]] = {lemma: {} for lemma in wanted_ru if lemma not in kept}
        for left, right, link in self._chosen("SELECT ru, en, link FROM translations WHERE ru IN", new) if new else ():
            new[left][right] = link / SCALE
        kept.update(new)
        return {(left, right): link for left in wanted_ru for right, link in kept[left].items() if right in wanted_en}

    def table(self, side: Side | None = None, lemmas: Iterable[str] = ()) -> Iterator[TableRow]:
        """Yield the whole translation table in order, or of one side's lemmas only some; unordered then."""
        select = f"SELECT ru, en, to_en / {SCALE}.0, to_ru / {SCALE}.0, beads FROM translations"  # noqa: S608 -- a number of ours
        if side is not None:
            yield from self._chosen(f"{select} WHERE {side} IN", lemmas)
            return
        with self._reading():
            yield from self._connection().execute(f"{select} ORDER BY ru, en")

    def dictionaries(self, ru: str, en: str) -> list[str]:
        """Return the names of the imported dictionaries in which two lemmas translate each other."""
        with self._reading():
            rows = self._connection().execute("SELECT source FROM entries WHERE ru = ? AND en = ? ORDER BY 1", (ru, en))
            return [row[0] for row in rows]

    def entries(self) -> Iterator[tuple[str, TableEntry]]:
        """Yield what the imported dictionaries say, each with the dictionary's name."""
        with self._reading():
            for source, *entry in self._connection().execute("SELECT source, ru, en, to_en, to_ru FROM entries"):
                yield source, tuple(entry)

    def translations(self, side: Side, lemmas: Collection[str]) -> dict[str, float]:
        """Return what some lemmas of one side are rendered as on the other, with the likelihood of the likeliest.

        Only what the collection has met counts.
        """
        select = f"SELECT {other(side)}, {_LIKELIHOOD} FROM translations WHERE met_{other(side)} AND {side} IN"  # noqa: S608 -- the sides' names
        found: dict[str, float] = {}
        for rendering, likely in self._chosen(select, lemmas):
            found[rendering] = max(found.get(rendering, 0.0), likely)
        return found

    def translations_of_relatives(self, side: Side, beginning: str, longest: int) -> Iterator[tuple[str, str, float]]:
        """Yield each lemma of one side with a beginning, up to a length, with what renders it; as `translations`."""
        with self._reading():
            yield from self._connection().execute(
                f"SELECT {side}, {other(side)}, {_LIKELIHOOD}"  # noqa: S608 -- the sides' names
                f" FROM translations WHERE met_{other(side)} AND {side} >= ? AND {side} < ? AND length({side}) <= ?",
                (beginning, beginning + "\U0010ffff", longest),
            )

    def sources(self, side: Side, lemmas: Iterable[str]) -> Iterator[tuple[str, str, float]]:
        """Yield, for some lemmas of one side, each with a lemma of the other that it renders, and how likely."""
        select = f"SELECT {side}, {other(side)}, {_LIKELIHOOD} FROM translations WHERE {side} IN"  # noqa: S608 -- likewise
        yield from self._chosen(select, lemmas)

    def totals(self) -> Totals:
        """Count what the index holds."""
        with self._reading():
            row = self._connection().execute(
                "SELECT count(*), coalesce(sum(passages), 0), coalesce(sum(tokens_ru), 0), coalesce(sum(tokens_en), 0),"
                " (SELECT count(*) FROM forms) FROM documents"
            )
            return Totals(*row.fetchone())

    def _document_from(self, first_passage: int) -> StoredDocument | None:
        return next(self._documents("first_passage = ?", (first_passage,)), None)

    def _documents(self, condition: str, parameters: Sequence[object]) -> Iterator[StoredDocument]:
        with self._reading():
            rows = self._connection().execute(f"SELECT {_COLUMNS} FROM documents WHERE {condition}", tuple(parameters))  # noqa: S608 -- the conditions are the ones above
            for number, metadata, first, passages, *tokens in rows:
                about = _metadata(verify_checksum(metadata, number, first, passages))
                yield StoredDocument(number, about, first, passages, *tokens)


_COLUMNS = "number, metadata, first_passage, passages, tokens_ru, tokens_en"


def _is_text(value: str) -> bool:
    """Tell whether a text holds characters only; what a terminal of another encoding sends may hold halves of pairs."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _metadata(packed: bytes) -> Metadata:
    values: dict[str, Any] = json.loads(packed)
    reference = values.pop("reference")
    return Metadata(**values, reference=Reference(**reference) if reference else None)
