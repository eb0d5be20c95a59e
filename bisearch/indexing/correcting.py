"""Making corrections: each is recorded, and its document is committed again at once.

A commit of a correction does not learn translations anew: the index keeps those of its last build, and the next build
that learns (`learning_rule`) learns from the corrected passages.
"""

from __future__ import annotations

import getpass
import os
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.corrections.applying import apply_corrections
from bisearch.corrections.corrections_file import (
    CORRECTIONS,
    append,
    corrections_path,
    locked_for_append,
    read_corrections,
    restore,
)
from bisearch.corrections.index_corrections import IndexCorrections, uncorrected_document
from bisearch.corrections.proposals import divided_beads, link_of, sentence_with_word
from bisearch.corrections.records import (
    DOCUMENT_KINDS,
    Correction,
    check_names,
    check_text_of,
    check_words,
    new_id,
    now,
)
from bisearch.errors import CorrectionError, CorrectionsFileError, IndexMissingError, PermanentReferenceError
from bisearch.indexing.build import verified_manifest
from bisearch.indexing.corrected_documents import correct_again
from bisearch.indexing.document_processor import DocumentProcessor
from bisearch.indexing.generation_writer import GenerationWriter
from bisearch.indexing.workers import LocalWorkers
from bisearch.storage.index_folder import DEFAULT_INDEX, IndexFolder
from bisearch.storage.permanent_references import parse_permanent_reference, passage_of
from bisearch.validation import check_choice, check_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bisearch.corrections.corrections_file import CorrectionRecords
    from bisearch.corrections.records import BeadKind, Kind, SentenceLink
    from bisearch.model import Passage, Side
    from bisearch.storage.documents import DocumentStore
    from bisearch.storage.manifest import Manifest

# What has become of a correction.
Status: TypeAlias = Literal["applied", "orphaned", "undone", "recorded"]
# Seconds that a correction waits by default while another process writes to the index.
DEFAULT_WAIT = 60.0


class ListedCorrection(NamedTuple):
    """A record with what has become of it.

    Attributes:
        correction: the record.
        status: ``"applied"``; ``"orphaned"``: its old state is gone; ``"undone"``; or ``"recorded"`` for a dismissal or
            an undo, and for a correction that the index has not been committed with yet.
        reason: why it is orphaned, or the id of the record that undid it; else empty.
    """

    correction: Correction
    status: Status
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the record with its status and the reason, as in JSON."""
        return {**self.correction.to_dict(), "status": self.status, "reason": self.reason}


class Corrections:
    """The corrections of an index: makes them, takes them back and lists them.

        corrections = bisearch.Corrections("index")
        made = corrections.align("cable-641/9-k7f2q", merge_next=True, note="one sentence in the original")
        corrections.undo(made.id)

    Sources and metadata never change. The file of corrections is only appended to; it survives every rebuild.

    Args:
        path: the index's folder.
        file: the file of corrections; None takes the one that the index remembers, at first ``corrections.jsonl`` in
            its folder. The index remembers it from the first correction or build on.
        who: who makes corrections; None takes the name of the user of this system.
        wait: seconds to wait while another process writes to the index; may be infinite.
    """

    def __init__(
        self,
        path: str | Path = DEFAULT_INDEX,
        file: str | Path | None = None,
        who: str | None = None,
        wait: float = DEFAULT_WAIT,
    ) -> None:
        self._folder = IndexFolder(Path(path))
        self._file = file
        self._who = who
        self._wait = wait

    @property
    def file(self) -> Path:
        """The file of the corrections."""
        return corrections_path(self._folder.path, self._file)

    def align(  # noqa: PLR0913 -- one parameter for each kind
        self,
        reference: str,
        *,
        merge_next: bool = False,
        split_at: tuple[int, int] | int | None = None,
        link: str | None = None,
        unlink: bool = False,
        note: str = "",
    ) -> Correction:
        """Correct which sentences translate each other; exactly one of the kinds is chosen.

        Args:
            reference: the permanent reference to a passage.
            merge_next: join the passage with the next one.
            split_at: divide the passage after so many Russian and so many English sentences; one number stands for
                both.
            link: the reference to another passage of the document, with which this one is joined.
            unlink: make the Russian and the English side two passages without counterpart.
            note: the reason.

        Returns:
            The record of the correction, which is committed.

        Raises:
            CorrectionError: nothing, or more than one kind, is chosen, or the passage cannot be corrected so.
            PermanentReferenceError: a reference is malformed or leads to nothing.
            CorrectionsFileError: the file of corrections cannot be read or written, or has a malformed line.
            IndexMissingError: the folder has no index.
            IndexLockedError: another process is still writing to the index.
            StoredIndexError: the index is damaged or cannot be written; nothing is recorded.
        """
        chosen = {"merge": merge_next, "split": split_at is not None, "link": link is not None, "unlink": unlink}
        kinds: list[BeadKind] = [kind for kind, is_chosen in chosen.items() if is_chosen]  # type: ignore[misc]
        if len(kinds) != 1:
            raise CorrectionError("choose one of --merge-next, --split-at, --link and --unlink")
        check_text(reference=reference, note=note)

        def made(session: _Session) -> dict[str, Any]:
            document = session.document(reference)
            number = document.number(reference)
            other = document.number(link) if link is not None else None
            numbers, new = divided_beads(document.passages, number, kinds[0], split_at, other)
            old = document.links(numbers)
            return {
                "document": document.id, "passage": numbers[0], "old": old, "new": new,
                "sentences": tuple(hash_ for bead in old for hash_ in (*bead.ru, *bead.en)),
            }  # fmt: skip

        return self._make(kinds[0], made, note)

    def word(  # noqa: PLR0913 -- the parts of a reading
        self,
        reference: str,
        word: str,
        reading: str,
        *,
        side: Side | None = None,
        sentence: int | None = None,
        note: str = "",
    ) -> Correction:
        """Record how a word that a scanner or a typist has got wrong is to be read; it is found under both.

        Args:
            reference: the permanent reference to the passage.
            word: the word, or several, exactly as the source has it.
            reading: what it should be.
            side: the side that has the word; needed only if both have it.
            sentence: the number of the sentence of that side, from 1; needed only if several have the word.
            note: the reason.

        Raises:
            CorrectionError: the passage lacks the word, or has it more than once; or the reading is no word.
            PermanentReferenceError: the reference is malformed or leads to nothing.
            StoredIndexError: and others, as in `align`.
        """
        check_text(reference=reference, word=word, reading=reading, note=note)
        check_choice(("ru", "en"), side=side)
        with _as_correction_error():
            check_words("the word", word)
            check_words("the reading", reading)
        if word == reading:
            raise CorrectionError(f"the reading is the word itself: {word!r}")

        def made(session: _Session) -> dict[str, Any]:
            document = session.document(reference)
            number = document.number(reference)
            found_side, hash_ = sentence_with_word(document.passages[number - 1], word, side, sentence)
            return {
                "document": document.id, "passage": number, "sentences": (hash_,), "side": found_side,
                "old": word, "new": reading,
            }  # fmt: skip

        return self._make("word", made, note)

    def name(self, spelling: str, other: str, *, note: str = "") -> Correction:
        """Record that two spellings are the name of one person or place; a search for either finds both.

        Args:
            spelling: a name of at most eight words, in either script.
            other: another spelling of it.
            note: the reason.

        Raises:
            CorrectionError: a spelling has no word, or both are the same.
            StoredIndexError: and others, as in `align`.
        """
        check_text(spelling=spelling, other=other, note=note)
        with _as_correction_error():
            check_names(spelling, other)
        return self._make("name", lambda _: {"old": spelling, "new": other}, note)

    def dismiss(self, key: str, *, note: str = "") -> Correction:
        """Record that a finding of the audit is no mistake, so that it is not reported again.

        Args:
            key: the key of the finding, as the audit gives it.
            note: the reason.

        Raises:
            CorrectionError: the key is empty, or dismissed already.
            StoredIndexError: and others, as in `align`.
        """
        check_text(key=key, note=note)

        def made(session: _Session) -> dict[str, Any]:
            if key in session.records.dismissed_keys:
                raise CorrectionError(f"{key!r} is dismissed already")
            return {"key": key}

        if not key.strip():
            raise CorrectionError("the key of a finding is needed; 'bisearch audit' prints it")
        return self._make("dismiss", made, note)

    def undo(self, id_: str, *, note: str = "") -> Correction:
        """Take a correction back; an undo can be undone too.

        Args:
            id_: the id of the record.
            note: the reason.

        Raises:
            CorrectionError: there is no such record, or it is undone already.
            StoredIndexError: and others, as in `align`.
        """
        check_text(id_=id_, note=note)

        def made(session: _Session) -> dict[str, Any]:
            if session.records.record(id_) is None:
                raise CorrectionError(f"{session.records.path} has no record {id_!r}; list them: bisearch correct list")
            if (by := session.records.undone_by.get(id_)) is not None:
                raise CorrectionError(f"{id_} was undone by {by.id} ({by.who}, {by.when}); undo {by.id} to restore it")
            return {"undoes": id_}

        return self._make("undo", made, note)

    def records(self) -> CorrectionRecords:
        """Return what the file holds: its records, and an error for each malformed line.

        Raises:
            CorrectionsFileError: the file cannot be read.
        """
        return read_corrections(self.file)

    def list(self) -> list[ListedCorrection]:
        """Return all records in order, each with what has become of it; malformed lines are in `records` only.

        Raises:
            CorrectionsFileError: the file cannot be read.
            IndexMissingError: the folder has no index.
            StoredIndexError: the index cannot be read.
        """
        records = self.records()
        corrections = IndexCorrections(self._folder.path, records)
        manifest = self._folder.manifest()
        with self._folder.documents(manifest) as store:
            orphans = {orphan.correction.id: orphan.reason for orphan in corrections.orphans(store)}
            pending, names = set(corrections.outdated(store)), set(store.name_variants())
        undone = records.undone_by
        return [_listed(each, orphans, undone, pending, names) for each in records.records]

    def dismissed_keys(self) -> frozenset[str]:
        """Return the keys of the findings that are dismissed.

        Raises:
            CorrectionsFileError: the file cannot be read, or has a malformed line.
        """
        return self.records().require_sound().dismissed_keys

    def _make(self, kind: Kind, fields: Callable[[_Session], dict[str, Any]], note: str) -> Correction:
        """Record a correction and commit its document."""
        who = self._who if self._who is not None else _user()
        with _as_correction_error():
            check_text_of("the note", note)
            check_text_of("the name of who corrects", who)
        if not who.strip():
            raise CorrectionError("who corrects is not known; say it with --who NAME")
        with self._session() as session:
            known = {each.id for each in session.records.records}
            made: dict[str, Any] = {"id": new_id(known), "kind": kind, "who": who, "when": now(), "note": note}
            record = Correction(**made, **fields(session))
            session.record(record)
        return record

    @contextmanager
    def _session(self) -> Iterator[_Session]:
        """Lock the index, and read its corrections and documents."""
        if not self._folder.path.is_dir():
            self._folder.manifest()  # raises that there is no index
        with ExitStack() as stack:
            stack.enter_context(self._folder.writing(self._wait))
            manifest = verified_manifest(self._folder)
            if manifest is None:
                raise IndexMissingError(f"{self._folder.path}: no index here; create one with: bisearch index PATH...")
            path = self.file
            if path.absolute() != self._folder.path.absolute() / CORRECTIONS:
                stack.enter_context(_locked(path, self._wait))
            store = stack.enter_context(self._folder.documents(manifest))
            has_corrections = bool(store.corrections() or store.name_variants())
            corrections = IndexCorrections.read(self._folder.path, path, has_corrections=has_corrections)
            yield _Session(self._folder, manifest, store, corrections)


@dataclass(frozen=True, slots=True)
class _CorrectedDocument:
    """A document as its corrections so far have left it.

    Attributes:
        id: its id.
        passages: its passages in order.
        store: the documents of the index.
    """

    id: str
    passages: list[Passage]
    store: DocumentStore

    def number(self, reference: str) -> int:
        """Return the number of the passage that a reference leads to.

        Raises:
            CorrectionError: the reference leads to another document.
            PermanentReferenceError: the passage is gone.
        """
        wanted = parse_permanent_reference(reference)
        if wanted.document != self.id:
            raise CorrectionError(f"{reference} is in another document; only passages of {self.id} can be linked to it")
        return passage_of(wanted, self.passages, self.store.successors(self.id))[0]

    def links(self, numbers: Sequence[int]) -> tuple[SentenceLink, ...]:
        """Return the beads with some numbers, by the hashes of their sentences."""
        return tuple(link_of(self.passages[number - 1]) for number in numbers)


@dataclass(frozen=True, slots=True)
class _Session:
    """A locked index whose corrections are about to change."""

    folder: IndexFolder
    manifest: Manifest
    store: DocumentStore
    corrections: IndexCorrections

    @property
    def records(self) -> CorrectionRecords:
        """What the file of corrections holds."""
        return self.corrections.records

    def document(self, reference: str) -> _CorrectedDocument:
        """Return the document of a reference with all corrections so far.

        Raises:
            PermanentReferenceError: the reference is malformed, or the index lacks the document.
        """
        id_ = parse_permanent_reference(reference).document
        document = uncorrected_document(id_, self.store)
        if document is None:
            raise PermanentReferenceError(f"{reference}: the index has no document {id_!r}")
        corrections = self.corrections.by_document.get(id_, ())
        return _CorrectedDocument(id_, apply_corrections(document.passages, corrections).passages, self.store)

    def record(self, correction: Correction) -> None:
        """Append a correction to the file and commit what it changes; after an error neither has happened."""
        path = self.records.path
        try:
            size = append(path, [correction])
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CorrectionsFileError(str(path), f"cannot be written: {reason}; nothing is recorded") from error
        try:
            self._commit()
        except BaseException:
            if self.folder.is_current(self.manifest):
                restore(path, size)
            raise

    def _commit(self) -> None:
        """Commit the documents whose corrections have changed, and the names."""
        corrections = IndexCorrections.read(self.folder.path, self.records.path, has_corrections=False)
        ids = corrections.outdated(self.store)
        names = corrections.name_variants
        if not ids and names == self.store.name_variants():
            self.folder.remember(self.manifest, self.manifest.sources, corrections.remembered)
            return
        forms = FormTable(self.store.lemmas, Lemmatizer())
        with ExitStack() as stack:
            writer = stack.enter_context(GenerationWriter(self.folder, self.manifest, self.manifest.engine, forms))
            writer.corrections = corrections.remembered
            processor = DocumentProcessor(self.store.location, {}, corrections.by_document)
            workers = stack.enter_context(LocalWorkers(lambda: processor, 1))
            correct_again(ids, self.store, workers, writer)
            writer.replace_name_variants(names)
            writer.commit(self.manifest.analyzer, workers, learns=False)


def _listed(
    record: Correction,
    orphans: dict[str, str],
    undone: dict[str, Correction],
    pending: set[str],
    names: set[tuple[str, str]],
) -> ListedCorrection:
    if record.id in undone:
        return ListedCorrection(record, "undone", undone[record.id].id)
    if record.id in orphans:
        return ListedCorrection(record, "orphaned", orphans[record.id])
    is_applied = record.kind in DOCUMENT_KINDS and record.document not in pending
    if is_applied or (record.kind == "name" and (record.old, record.new) in names):
        return ListedCorrection(record, "applied")
    return ListedCorrection(record, "recorded")


@contextmanager
def _locked(path: Path, wait: float) -> Iterator[None]:
    try:
        with locked_for_append(path, wait):
            yield
    except FileNotFoundError as error:
        raise CorrectionsFileError(str(path), "cannot be written: no such folder") from error


@contextmanager
def _as_correction_error() -> Iterator[None]:
    """Raise `CorrectionError` for a text that no record may have."""
    try:
        yield
    except ValueError as error:
        raise CorrectionError(str(error)) from error


def _user() -> str:
    """Return the name of the user of this system; empty if it is unknown."""
    try:
        return os.environ.get("BISEARCH_WHO") or getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
