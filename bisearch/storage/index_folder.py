"""An index folder: one manifest, one generation of files for each commit, one writer at a time.

    index/
      manifest.json            which generation is committed, and the checksums of its files
      writer.lock              locked by the process that writes; writer.soft-lock on a file system without locks
      writer.json              which process that is, while it writes
      corrections.jsonl        people's corrections, unless they are elsewhere; no build removes or replaces it
      generation-000007/       documents.sqlite, vocabulary.sqlite, postings/, in-use.lock (locked by readers), and
                               vectors/ if the index was built with vectors

A new generation is written beside the committed one, synced, and made current by an atomic rename of the manifest.
Readers keep the generation they opened; the next writer removes generations that nobody reads any more. Without locks
nobody knows who reads, so a writer keeps replaced generations for a day. A crash at any moment leaves the committed
generation. Opening an index for reading writes nothing.
"""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import stat
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bisearch.errors import (
    ClusterError,
    ExportError,
    IndexDamagedError,
    IndexMissingError,
    IndexReplacedError,
    IndexWriteError,
    StoredIndexError,
)
from bisearch.lazy_pattern import lazy_pattern
from bisearch.storage.checksums import (
    FileChecksum,
    check_file,
    check_on_opening,
    file_checksum,
    file_crc32,
    is_lock,
)
from bisearch.storage.documents import DocumentStore
from bisearch.storage.identity import Identity
from bisearch.storage.locks import (
    IN_USE,
    GenerationLock,
    has_locks,
    is_generation_in_use,
    lock_generation,
    writer_lock,
)
from bisearch.storage.manifest import (
    FORMAT,
    FRESH_MANIFEST,
    MANIFEST,
    REBUILD,
    Manifest,
    is_as_written,
    read_index_number,
    read_manifest,
    sync,
    write_manifest,
)
from bisearch.storage.read_errors import system_errors_reported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.storage.indexed_sources import IndexedSource

    # The commit and the generation of an index.
    _State: TypeAlias = tuple[str, int]

__all__ = [
    "DEFAULT_INDEX", "DOCUMENTS", "FORMAT", "MANIFEST", "POSTINGS", "VECTORS", "VOCABULARY", "IndexFolder", "Manifest",
    "has_vectors", "remove_folder",
]  # fmt: skip

DEFAULT_INDEX = "index"
DOCUMENTS = "documents.sqlite"
VOCABULARY = "vocabulary.sqlite"
POSTINGS = "postings"
VECTORS = "vectors"
_GENERATION = "generation-"
_GENERATION_NAME = lazy_pattern(rf"{_GENERATION}(\d{{6,9}})", re.ASCII)
# What an error says about the index.
COMMITTED, UNCHANGED = "the change is committed", "the index is unchanged"
# Errors that end a writer at any step and say nothing of the index: a signal, and all that a want of memory may raise.
_INTERRUPTIONS = (KeyboardInterrupt, MemoryError, SystemError, ImportError)
# Seconds for which a writer keeps a replaced generation on a file system without locks.
KEPT_WITHOUT_LOCKS = 24 * 3600
# How often opening tries to lock the committed generation, which no writer locks, before it goes on without a lock.
_LOCK_ATTEMPTS = 3
# Errors of a full disk or quota, and of missing permissions.
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


class IndexFolder:
    """A folder that holds, or will hold, an index."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def absolute(self) -> IndexFolder:
        """Return the same folder by its absolute path, which a change of the working directory does not affect."""
        return IndexFolder(Path(os.path.abspath(self.path)))  # noqa: PTH100 -- the symbolic links stay

    # Reading

    def manifest(self) -> Manifest:
        """Return the manifest.

        Raises:
            IndexMissingError: no index here.
            IndexDamagedError: the manifest cannot be read.
            IndexVersionError: the index has another format.
        """
        return read_manifest(self.path)

    def generation(self, number: int) -> Path:
        """Return the folder of a generation."""
        return self.path / f"{_GENERATION}{number:06}"

    def number(self, generation: Path) -> int:
        """Return the number of a generation's folder."""
        return int(generation.name.removeprefix(_GENERATION))

    def new_identity(self, committed: Manifest | None) -> Identity:
        """Return the identity of the next commit; a rebuilt index keeps its number."""
        index = committed.index_id if committed is not None else read_index_number(self.path)
        return Identity.of_new_commit(index)

    def documents(self, manifest: Manifest) -> DocumentStore:
        """Open the documents of the committed generation.

        Raises:
            IndexDamagedError: they are damaged, or belong to another index.
        """
        return DocumentStore(self.generation(manifest.generation) / DOCUMENTS, manifest.identity)

    def require_same(self, opened: Manifest) -> Manifest:
        """Return the manifest.

        Args:
            opened: the manifest of the index that was opened here.

        Raises:
            IndexReplacedError: another index is here now.
            StoredIndexError: as for `manifest`.
        """
        found = self.manifest()
        if found.index_id != opened.index_id:
            raise IndexReplacedError(
                f"{self.path}: index {opened.index_id} was opened, but index {found.index_id} is here now; open it anew"
            )
        return found

    def hold(self) -> tuple[Manifest, Path, GenerationLock]:
        """Lock the committed generation for reading, so that no writer removes it.

        Returns:
            The manifest, the generation's folder and the lock; release the lock when done.

        Raises:
            IndexMissingError: no index here.
            IndexDamagedError: the manifest cannot be read, or the generation it names does not exist.
            IndexVersionError: the index has another format.
        """
        attempts = 0
        while True:
            manifest = self.manifest()
            named = self.generation(manifest.generation)
            folder = Path(os.path.realpath(named))
            try:
                lock = lock_generation(folder)
            except OSError as error:
                if self.manifest() != manifest:
                    continue  # a writer committed and removed this generation in the meantime
                with system_errors_reported(named):
                    is_folder = stat.S_ISDIR(folder.stat().st_mode) if folder.exists() else False
                if not is_folder:
                    raise IndexDamagedError(f"{named}: the committed generation is missing; {REBUILD}") from error
                lock = GenerationLock()  # the file system has no locks, or this user may not use them
            if self.manifest() != manifest:
                if lock is not None:
                    lock.release()  # a writer may have checked for readers just before this one locked it
                continue
            if lock is None:
                # A writer locks a generation only after a newer one is committed, so this is no writer.
                attempts += 1
                if attempts < _LOCK_ATTEMPTS:
                    continue
                lock = GenerationLock()
            return manifest, folder, lock

    def require_outside(self, path: Path) -> None:
        """Raise `ExportError` if a file that is to be written is in this folder."""
        place, own = os.path.realpath(path), os.path.realpath(self.path)
        if Path(place).is_relative_to(own):
            raise ExportError(f"{path}: is in the folder of the index; choose another folder")

    def is_current(self, manifest: Manifest) -> bool:
        """Return whether a manifest is that of the committed generation, or of an index that cannot be read."""
        try:
            return self.manifest() == manifest
        except StoredIndexError:
            return True

    def verify(self, manifest: Manifest) -> None:
        """Check cheaply that the files of the committed generation are intact.

        Raises:
            IndexDamagedError: a file is damaged; the message names it and says what to do.
            IndexReadError: the system does not let a file be read.
        """
        folder = self.generation(manifest.generation)
        for line in check_on_opening(folder, manifest.files):
            raise IndexDamagedError(f"{line}; {REBUILD}")

    def damage(self, manifest: Manifest, generation: Path | None = None) -> Iterator[str]:
        """Read a whole generation; yield a message for each damaged file.

        Args:
            manifest: the manifest of the generation.
            generation: its folder; None is the committed generation's.
        """
        folder = generation or self.generation(manifest.generation)
        files = ((name, checksum) for name, checksum in manifest.files.items() if not is_lock(name))
        lines = (check_file(folder / name, checksum) for name, checksum in files)
        return (line for line in lines if line is not None)

    def changes_beside(self, manifest: Manifest) -> Iterator[str]:
        """Yield a message for each change that no checksum covers: in the manifest's form, and in the readers' lock."""
        if not is_as_written(self.path):
            yield f"{self.path / MANIFEST}: not as it was written, though its values are; {REBUILD}"
        lock = self.generation(manifest.generation) / IN_USE
        if not lock.is_file() or lock.stat().st_size:
            yield f"{lock}: must be an empty file, which readers lock; make it so: : > {lock}"

    # Writing

    @contextmanager
    def writing(self, wait: float = 0.0) -> Iterator[None]:
        """Hold the exclusive right to write.

        Args:
            wait: seconds to wait while another process writes; may be infinite.

        Raises:
            IndexLockedError: another process is still writing.
            IndexWriteError: the folder, or a file that the block writes, cannot be written.
        """
        before: _State | None = None
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with writer_lock(self.path, wait):
                before = self._state()
                self._sweep()
                yield
        except _INTERRUPTIONS as error:
            error.add_note(COMMITTED if self._has_changed(before) else UNCHANGED)
            raise
        except BrokenPipeError:
            raise  # the reader of our output is gone; nothing is wrong with the index
        except ClusterError as error:
            if UNCHANGED in str(error) or self._has_changed(before):
                raise
            raise ClusterError(f"{error}; {UNCHANGED}") from error
        except (OSError, sqlite3.Error) as error:
            state = f"but {COMMITTED}" if self._has_changed(before) else UNCHANGED
            raise IndexWriteError(
                f"{self.path}: cannot be written: {_reason(self.path, error)}; {state}; {_remedy(error)}"
            ) from error

    @contextmanager
    def next_generation(self, committed: Manifest | None) -> Iterator[Path]:
        """Create the folder of the next generation with the committed files in it; remove it if the block fails.

        Files of postings and of vectors are replaced and never modified, so they are hard links where the file system
        has them. SQLite files are modified, so they are copies.

        Raises:
            IndexDamagedError: a committed file is corrupted; a commit would hide that behind a new checksum.
        """
        numbers = [int(name[1]) for path in self.path.iterdir() if (name := _GENERATION_NAME.fullmatch(path.name))]
        folder = self.generation(max(numbers, default=0) + 1)
        try:
            (folder / POSTINGS).mkdir(parents=True)
            if committed is not None:
                _copy_files(self.generation(committed.generation), folder, committed)
            yield folder
        except BaseException:
            if not self._is_committed(folder):  # after an error past the commit, the new generation stays
                remove_folder(folder)
            raise

    def commit(self, manifest: Manifest, committed: Manifest | None) -> None:
        """Commit a generation: sync its files, then replace the manifest.

        Args:
            manifest: the manifest of the new generation, without `files`, which are filled in here.
            committed: the manifest of the previous generation; None for a new index.
        """
        folder = self.generation(manifest.generation)
        (folder / IN_USE).touch()
        names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
        known = committed.files if committed is not None else {}
        files: dict[str, FileChecksum] = {}
        for name in names:
            if is_lock(name):
                continue
            path = folder / name
            status = path.stat()
            if name in known and status.st_nlink > 1:
                # The link was verified when it was made; a copied index may have another modification time.
                files[name] = known[name]._replace(modified=status.st_mtime_ns)
                continue
            sync(path)
            files[name] = file_checksum(path)
        for name in (POSTINGS, VECTORS):
            if (folder / name).is_dir():
                sync(folder / name)
        sync(folder)
        write_manifest(self.path, manifest._replace(files=files))
        with suppress(OSError):  # the next writer sweeps again
            self._sweep()

    def remember(
        self, committed: Manifest, sources: tuple[IndexedSource, ...], corrections: IndexedSource | None
    ) -> None:
        """Replace the sources and the file of corrections in the manifest of a committed generation, if they differ."""
        new = committed._replace(sources=sources, corrections=corrections)
        if new != committed:
            write_manifest(self.path, new)

    def remove(self) -> None:
        """Remove the index, which must be locked for writing; generations that are being read stay until then."""
        (self.path / MANIFEST).unlink(missing_ok=True)
        sync(self.path)
        self._sweep()

    def _sweep(self) -> None:
        """Remove the leftovers of killed writers, and generations that are neither committed nor being read."""
        try:
            keep = self.manifest().generation
        except IndexMissingError:
            keep = None
        except StoredIndexError:
            return  # the committed generation is unknown, so none is removed
        (self.path / FRESH_MANIFEST).unlink(missing_ok=True)
        found = self._generations()
        locks_work = keep is None or keep not in found or has_locks(found[keep])
        for number, folder in found.items():
            if number != keep and not (is_generation_in_use(folder) if locks_work else self._is_recent(number, keep)):
                remove_folder(folder)

    def _generations(self) -> dict[int, Path]:
        """Return the folders of all generations by their numbers; anything else in the folder is not the index's."""
        named = ((_GENERATION_NAME.fullmatch(path.name), path) for path in self.path.iterdir())
        return {int(name[1]): path for name, path in named if name is not None and path.is_dir()}

    def _is_recent(self, number: int, keep: int | None) -> bool:
        """Return whether a generation was replaced so recently that it may still be read without a lock."""
        if keep is None or number > keep:
            return False  # it was never committed
        later = min((other for other in self._generations() if other > number), default=keep)
        try:
            return time.time() - (self.generation(later) / IN_USE).stat().st_mtime < KEPT_WITHOUT_LOCKS
        except OSError:
            return True

    def _has_changed(self, before: _State | None) -> bool:
        """Return whether there is another commit than before; None if the index was not locked yet."""
        return before is not None and self._state() != before

    def _state(self) -> _State:
        """Return the commit and the generation of the index; nothing if its manifest is missing or cannot be read."""
        try:
            manifest = self.manifest()
        except StoredIndexError:
            return "", 0
        return manifest.commit_id, manifest.generation

    def _is_committed(self, generation: Path) -> bool:
        try:
            return self.generation(self.manifest().generation) == generation
        except StoredIndexError:
            return False


def has_vectors(manifest: Manifest) -> bool:
    """Return whether an index was built with vectors."""
    return any(Path(name).parts[0] == VECTORS for name in manifest.files)


def _reason(folder: Path, error: Exception) -> str:
    """Return why an index cannot be written, in lower case."""
    place = next((place for place in (folder, *folder.parents) if os.path.lexists(place)), folder)
    if isinstance(error, FileExistsError | NotADirectoryError) and not place.is_dir():
        return "a file is here" if place == folder else f"{place} is a file"
    return (getattr(error, "strerror", None) or str(error)).lower()


def _remedy(error: Exception) -> str:
    """Return what to do about an error in writing an index."""
    if getattr(error, "errno", None) in _FULL:
        return "free some space, or choose another folder with --index DIR"
    if getattr(error, "errno", None) in _REFUSED:
        return "check the permissions of the folder, or choose another one with --index DIR"
    return "choose another folder with --index DIR"


def remove_folder(folder: Path) -> None:
    """Remove a folder of an index with all that is in it."""
    import shutil  # noqa: PLC0415 -- it loads three compressors, which a search does not need

    shutil.rmtree(folder, ignore_errors=True)


def _copy_files(source: Path, target: Path, manifest: Manifest) -> None:
    import shutil  # noqa: PLC0415 -- it loads three compressors, which a search does not need

    if has_vectors(manifest):
        (target / VECTORS).mkdir()
    for name, checksum in manifest.files.items():
        if is_lock(name):
            continue  # commits of earlier releases may list one of the engine's
        linked = Path(name).parts[0] in {POSTINGS, VECTORS} and _link(source / name, target / name)
        if not linked:
            shutil.copyfile(source / name, target / name)
        if file_crc32(target / name) != checksum.crc32:
            raise IndexDamagedError(f"{source / name}: file is corrupted (checksum mismatch); {REBUILD}")


def _link(source: Path, target: Path) -> bool:
    """Return whether a hard link could be made; not every file system, nor every build of Python, has them."""
    try:
        os.link(source, target)
    except (OSError, AttributeError):
        return False
    return True
