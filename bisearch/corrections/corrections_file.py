"""The file of corrections: one record on each line, only ever appended to.

A line that is no record stops everything that would apply the corrections, because an index built without it would
lose a person's decision, and nobody would see it. A crash may leave half a line at the end: it was never confirmed to
anybody, so it is ignored with a notice, and the next append moves it to a file beside this one.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bisearch.corrections.records import Correction, parse_correction
from bisearch.errors import CorrectionsFileError
from bisearch.regular_files import read_regular
from bisearch.storage.locks import file_lock
from bisearch.storage.manifest import read_corrections_file, sync

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The file in an index's folder, unless the index remembers another one.
CORRECTIONS = "corrections.jsonl"
# Bytes of a file; each record has some hundreds.
MAX_BYTES = 256 << 20
INCOMPLETE = "the last line is incomplete, as after a crash, and was ignored"
# The endings of the files beside it: the lock of its writers, and incomplete lines.
_LOCK, _INCOMPLETE = ".lock", ".incomplete"
# Malformed lines that a message lists.
MAX_LISTED = 10


class CorrectionRecords(NamedTuple):
    """What a file of corrections holds.

    Attributes:
        path: the file.
        records: its records, in order.
        malformed: an error for each line that is no record.
        incomplete_line: the number of an incomplete last line, which a crash has left; None if there is none.
    """

    path: Path
    records: tuple[Correction, ...] = ()
    malformed: tuple[CorrectionsFileError, ...] = ()
    incomplete_line: int | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """The file, and those that may be beside it; none of them is a source of documents."""
        return (self.path, _beside(self.path, _LOCK), _beside(self.path, _INCOMPLETE))

    def require_sound(self) -> CorrectionRecords:
        """Return these records.

        Raises:
            CorrectionsFileError: a line is malformed; the message names the first one and lists the others.
        """
        if self.malformed:
            first, *others = self.malformed
            lines = ", ".join(str(each.line) for each in others[:MAX_LISTED])
            more = f", and {len(others) - MAX_LISTED:,} more" if len(others) > MAX_LISTED else ""
            also = f"; also malformed: line{'s' if len(others) > 1 else ''} {lines}{more}" if others else ""
            remedy = "mend or delete it by hand, so that no correction is lost; the index is unchanged"
            raise CorrectionsFileError(first.path, f"{first.reason}{also}; {remedy}", first.line)
        return self

    @property
    def active(self) -> tuple[Correction, ...]:
        """The records that are not undone, in order, without the undo records."""
        undone = self.undone_by
        return tuple(each for each in self.records if each.kind != "undo" and each.id not in undone)

    @property
    def undone_by(self) -> dict[str, Correction]:
        """The undo record of each record that is undone, by the id of the latter; an undo can be undone too."""
        undone: dict[str, Correction] = {}
        for record in reversed(self.records):
            if record.kind == "undo" and record.id not in undone:
                undone.setdefault(record.undoes, record)
        return undone

    @property
    def dismissed_keys(self) -> frozenset[str]:
        """The keys of the findings that are dismissed."""
        return frozenset(each.key for each in self.active if each.kind == "dismiss")

    def record(self, id_: str) -> Correction | None:
        """Return the record with an id; None if there is none."""
        return next((each for each in self.records if each.id == id_), None)


def corrections_path(index: Path, named: str | Path | None = None) -> Path:
    """Return the file of the corrections of an index: the named one, or that of the last build, or that in its folder.

    Args:
        index: the index's folder.
        named: the file as the user has named it; None takes the index's own.
    """
    if named is not None:
        return Path(named)
    return read_corrections_file(index) or index / CORRECTIONS


def read_corrections(path: Path, *, must_exist: bool = False) -> CorrectionRecords:
    """Read a file of corrections; a missing one has no records.

    Args:
        path: the file.
        must_exist: whether a missing file is an error.

    Raises:
        CorrectionsFileError: the file cannot be read at all.
    """
    try:
        found = read_regular(path, MAX_BYTES)
    except FileNotFoundError as error:
        if must_exist:
            remedy = "put it back, or name another one with --corrections FILE"
            raise CorrectionsFileError(str(path), f"the corrections of this index are missing; {remedy}") from error
        return CorrectionRecords(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CorrectionsFileError(str(path), f"the corrections cannot be read: {reason}") from error
    return _parsed(path, found)


def _parsed(path: Path, found: bytes) -> CorrectionRecords:
    lines = found.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    records: dict[str, Correction] = {}
    malformed: list[CorrectionsFileError] = []
    incomplete = None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = parse_correction(line.decode())
            _check_place(record, records)
        except ValueError as error:
            if number == len(lines):
                incomplete = number
                continue
            reason = "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
            malformed.append(CorrectionsFileError(str(path), f"not a correction: {reason}", number))
            continue
        records[record.id] = record
    return CorrectionRecords(path, tuple(records.values()), tuple(malformed), incomplete)


def _check_place(record: Correction, before: dict[str, Correction]) -> None:
    """Raise `ValueError` if a record contradicts those before it; the same line twice, as merges leave it, does not."""
    known = before.get(record.id)
    if known is not None and known != record:
        raise ValueError(f"another record has the id {record.id!r}")
    if record.kind == "undo" and record.undoes not in before:
        raise ValueError(f"undoes {record.undoes!r:.40}, which no line before has")


@contextmanager
def locked_for_append(path: Path, wait: float) -> Iterator[None]:
    """Hold the exclusive right to append to a file that several indexes may share.

    Raises:
        IndexLockedError: another process still holds it after `wait` seconds.
        OSError: the lock file cannot be created.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with file_lock(_beside(path, _LOCK), wait):
        yield


def append(path: Path, records: Sequence[Correction]) -> int:
    """Append records and sync them to disk; the caller holds the lock.

    An incomplete last line is moved to ``NAME.incomplete`` beside the file.

    Returns:
        The size of the file before, to which `restore` cuts it if the records cannot be applied.

    Raises:
        OSError: the file cannot be written; it then holds what it held before.
    """
    is_new = not path.exists()
    lead = b"" if is_new else _end_of_last_line(path)
    text = "".join(f"{record.to_line()}\n" for record in records)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    try:
        before = os.fstat(descriptor).st_size
        try:
            _write(descriptor, lead + text.encode())
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, before)
            raise
    finally:
        os.close(descriptor)
    if is_new:
        sync(path.parent)
    return before


def restore(path: Path, size: int) -> None:
    """Cut a file back to the size that it had before an append that was not confirmed to anybody."""
    with suppress(OSError), path.open("rb+") as file:
        file.truncate(size)
        file.flush()
        os.fsync(file.fileno())


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _write(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def _end_of_last_line(path: Path) -> bytes:
    """Return the bytes that end the last line of a file; an incomplete last line is moved to a file beside it."""
    content = path.read_bytes()
    if not content or content.endswith(b"\n"):
        return b""
    start = content.rfind(b"\n") + 1
    try:
        parse_correction(content[start:].decode())
    except ValueError:
        with _beside(path, _INCOMPLETE).open("ab") as kept:
            kept.write(content[start:] + b"\n")
            kept.flush()
            os.fsync(kept.fileno())
        with path.open("rb+") as file:
            file.truncate(start)
            os.fsync(file.fileno())
        return b""
    return b"\n"
