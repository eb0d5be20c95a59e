"""An index folder: one manifest, one generation of files for each commit, one writer at a time.

    index/
      manifest.json            which generation is committed, and the checksums of its files
      writer.lock              locked by the process that writes
      writer.json              which process that is, while it writes
      generation-000007/       documents.sqlite, vocabulary.sqlite, postings/, in-use.lock (locked by readers)

A new generation is written beside the committed one, synced, and made current by an atomic rename of the manifest.
Readers keep the generation they opened; the next writer removes generations that nobody reads any more. A crash at any
moment leaves the committed generation. Opening an index for reading writes nothing.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bisearch.errors import IndexDamagedError, IndexMissingError, IndexWriteError, StoredIndexError
from bisearch.storage.checksums import FileChecksum, check_file, check_on_opening, file_checksum, file_crc32
from bisearch.storage.locks import IN_USE, GenerationLock, is_generation_in_use, lock_generation, writer_lock
from bisearch.storage.manifest import (
    FORMAT,
    FRESH_MANIFEST,
    MANIFEST,
    PERMIT,
    REBUILD,
    Manifest,
    read_manifest,
    sync,
    write_manifest,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.storage.indexed_sources import IndexedSource

__all__ = ["DEFAULT_INDEX", "DOCUMENTS", "FORMAT", "MANIFEST", "POSTINGS", "VOCABULARY", "IndexFolder", "Manifest"]

DEFAULT_INDEX = "index"
DOCUMENTS = "documents.sqlite"
VOCABULARY = "vocabulary.sqlite"
POSTINGS = "postings"
_GENERATION = "generation-"
# Errors of a full disk or quota, and of missing permissions.
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


class IndexFolder:
    """A folder that holds, or will hold, an index."""

    def __init__(self, path: Path) -> None:
        self.path = path

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

    def hold(self) -> tuple[Manifest, Path, GenerationLock]:
        """Lock the committed generation for reading, so that no writer removes it.

        Returns:
            The manifest, the generation's folder and the lock; release the lock when done.

        Raises:
            IndexMissingError: no index here.
            IndexDamagedError: the manifest cannot be read, or the generation it names does not exist.
            IndexVersionError: the index has another format.
        """
        while True:
            manifest = self.manifest()
            folder = self.generation(manifest.generation)
            try:
                lock = lock_generation(folder)
            except OSError as error:
                if self.manifest() != manifest:
                    continue  # a writer committed and removed this generation in the meantime
                raise IndexDamagedError(f"{folder}: the committed generation is missing; {REBUILD}") from error
            if lock is None:
                continue  # a writer is about to remove it, so there is a newer one
            if self.manifest() != manifest:
                lock.release()  # a writer may have checked for readers just before this one locked it
                continue
            return manifest, folder, lock

    def verify(self, manifest: Manifest) -> None:
        """Check cheaply that the files of the committed generation are intact.

        Raises:
            IndexDamagedError: a file is damaged; the message names it and says what to do.
        """
        folder = self.generation(manifest.generation)
        for line in check_on_opening(folder, manifest.files):
            may_be_read = all(os.access(folder / name, os.R_OK) for name in manifest.files if (folder / name).exists())
            raise IndexDamagedError(f"{line}; {REBUILD if may_be_read else PERMIT}")

    def damage(self, manifest: Manifest) -> Iterator[str]:
        """Read the whole committed generation; yield a message for each damaged file."""
        folder = self.generation(manifest.generation)
        lines = (check_file(folder / name, checksum) for name, checksum in manifest.files.items())
        return (line for line in lines if line is not None)

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
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with writer_lock(self.path, wait):
                self._sweep()
                yield
        except BrokenPipeError:
            raise  # the reader of our output is gone; nothing is wrong with the index
        except (OSError, sqlite3.Error) as error:
            raise IndexWriteError(
                f"{self.path}: cannot be written: {_reason(self.path, error)}; the index is unchanged; {_remedy(error)}"
            ) from error

    @contextmanager
    def next_generation(self, committed: Manifest | None) -> Iterator[Path]:
        """Create the folder of the next generation with the committed files in it; remove it if the block fails.

        Postings files are replaced and never modified, so they are hard links where the file system has them. SQLite
        files are modified, so they are copies.

        Raises:
            IndexDamagedError: a committed file is corrupted; a commit would hide that behind a new checksum.
        """
        numbers = [self.number(path) for path in self.path.glob(f"{_GENERATION}[0-9]*")]
        folder = self.generation(max(numbers, default=0) + 1)
        try:
            (folder / POSTINGS).mkdir(parents=True)
            if committed is not None:
                _copy_files(self.generation(committed.generation), folder, committed)
            yield folder
        except BaseException:
            if not self._is_committed(folder):  # after an error past the commit, the new generation stays
                _remove(folder)
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
            if name == IN_USE:
                continue
            path = folder / name
            status = path.stat()
            if name in known and status.st_nlink > 1:
                # The link was verified when it was made; a copied index may have another modification time.
                files[name] = replace(known[name], modified=status.st_mtime_ns)
                continue
            sync(path)
            files[name] = file_checksum(path)
        sync(folder / POSTINGS)
        sync(folder)
        write_manifest(self.path, replace(manifest, files=files))
        self._sweep()

    def remember_sources(self, committed: Manifest, sources: tuple[IndexedSource, ...]) -> None:
        """Replace the sources in the manifest of a committed generation, if they differ."""
        if sources != committed.sources:
            write_manifest(self.path, replace(committed, sources=sources))

    def _sweep(self) -> None:
        """Remove the leftovers of killed writers, and generations that are neither committed nor being read."""
        try:
            keep = self.generation(self.manifest().generation)
        except IndexMissingError:
            keep = None
        except StoredIndexError:
            return  # the committed generation is unknown, so none is removed
        (self.path / FRESH_MANIFEST).unlink(missing_ok=True)
        for folder in self.path.glob(f"{_GENERATION}*"):
            if folder != keep and not is_generation_in_use(folder):
                _remove(folder)

    def _is_committed(self, generation: Path) -> bool:
        try:
            return self.generation(self.manifest().generation) == generation
        except StoredIndexError:
            return False


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


def _remove(folder: Path) -> None:
    import shutil  # noqa: PLC0415 -- it loads three compressors, which a search does not need

    shutil.rmtree(folder, ignore_errors=True)


def _copy_files(source: Path, target: Path, manifest: Manifest) -> None:
    import shutil  # noqa: PLC0415 -- it loads three compressors, which a search does not need

    for name, checksum in manifest.files.items():
        linked = Path(name).parts[0] == POSTINGS and _link(source / name, target / name)
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
