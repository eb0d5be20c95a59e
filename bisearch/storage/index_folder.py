"""An index folder: one manifest, one generation of files for each commit, one writer at a time.

    index/
      manifest.json            which generation is the committed one, and what its files must be
      writer.lock              held by the process that writes
      generation-000007/       documents.sqlite, vocabulary.sqlite, postings/, in-use.lock (held by who reads)

A new generation is made beside the committed one, synced, and switched in by an atomic rename of the manifest. Readers
keep the generation they opened; a generation that nobody reads any more is removed by the next writer. A crash at any
moment leaves the committed one.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bisearch.errors import IndexDamagedError, IndexMissingError, IndexWriteError, StoredIndexError
from bisearch.storage.checksums import Seal, fault, file_crc32, opening_faults, seal_file
from bisearch.storage.locks import IN_USE, hold_generation, is_read, writer_lock
from bisearch.storage.manifest import (
    FORMAT,
    FRESH_MANIFEST,
    MANIFEST,
    REBUILD,
    Manifest,
    read_manifest,
    sync,
    write_manifest,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DEFAULT_INDEX", "DOCUMENTS", "FORMAT", "MANIFEST", "POSTINGS", "VOCABULARY", "IndexFolder", "Manifest"]

DEFAULT_INDEX = "index"
DOCUMENTS = "documents.sqlite"
VOCABULARY = "vocabulary.sqlite"
POSTINGS = "postings"
_GENERATION = "generation-"


class IndexFolder:
    """A folder that holds, or will hold, an index."""

    def __init__(self, path: Path) -> None:
        self.path = path

    # Reading

    def manifest(self) -> Manifest:
        """Return what is committed.

        Raises:
            IndexMissingError: no index here.
            IndexDamagedError: the manifest cannot be read.
            IndexVersionError: the index is of another format.
        """
        return read_manifest(self.path)

    def generation(self, number: int) -> Path:
        """Return the folder of a generation."""
        return self.path / f"{_GENERATION}{number:06}"

    def number(self, generation: Path) -> int:
        """Return the number of a generation's folder."""
        return int(generation.name.removeprefix(_GENERATION))

    def hold(self) -> tuple[Manifest, Path, int]:
        """Open the committed generation for reading, so that no writer removes it.

        Returns:
            The manifest, the generation's folder, and a file descriptor: the generation stays until it is closed.

        Raises:
            IndexMissingError: no index here.
            IndexDamagedError: the manifest cannot be read, or names a generation that is not there.
            IndexVersionError: the index is of another format.
        """
        while True:
            manifest = self.manifest()
            folder = self.generation(manifest.generation)
            try:
                descriptor = hold_generation(folder)
            except OSError as error:
                if self.manifest() != manifest:
                    continue  # a writer has switched and cleaned up between the two looks
                raise IndexDamagedError(f"{folder}: the committed generation is gone; {REBUILD}") from error
            if descriptor is None:
                continue  # a writer is about to remove it, so there is a newer one
            if self.manifest() != manifest:
                os.close(descriptor)  # a writer may have looked for readers just before this one came
                continue
            return manifest, folder, descriptor

    def verify(self, manifest: Manifest) -> None:
        """Make sure, at little cost, that the files of the committed generation are as they were written.

        Raises:
            IndexDamagedError: a file is not; the message names it and says what to do.
        """
        for line in opening_faults(self.generation(manifest.generation), manifest.files):
            raise IndexDamagedError(f"{line}; {REBUILD}")

    def damage(self, manifest: Manifest) -> Iterator[str]:
        """Read the committed generation whole; yield a line for each file that is not what the manifest says."""
        folder = self.generation(manifest.generation)
        lines = (fault(folder / name, seal) for name, seal in manifest.files.items())
        return (line for line in lines if line is not None)

    # Writing

    @contextmanager
    def writing(self, wait: float = 0.0) -> Iterator[None]:
        """Hold the only right to write.

        Args:
            wait: for how many seconds to wait while another process holds it; may be infinite.

        Raises:
            IndexLockedError: another process holds it.
            IndexWriteError: the folder, or anything in the block, cannot be written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with writer_lock(self.path, wait):
                self._sweep()
                yield
        except BrokenPipeError:
            raise  # whoever reads our messages has gone, which says nothing of the index
        except (OSError, sqlite3.Error) as error:
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            raise IndexWriteError(
                f"{self.path}: cannot be written: {reason}; what was committed before is as it was"
            ) from error

    @contextmanager
    def next_generation(self, committed: Manifest | None) -> Iterator[Path]:
        """Make the folder of the next generation, holding the committed files; it is removed if the block fails.

        Postings files are replaced, never changed, so they are linked; SQLite files are changed, so they are copied.

        Raises:
            IndexDamagedError: a committed file is not what was written; what was built on it would bear new checksums.
        """
        numbers = [self.number(path) for path in self.path.glob(f"{_GENERATION}[0-9]*")]
        folder = self.generation(max(numbers, default=0) + 1)
        try:
            (folder / POSTINGS).mkdir(parents=True)
            if committed is not None:
                _take_over(self.generation(committed.generation), folder, committed)
            yield folder
        except BaseException:
            if not self._is_committed(folder):  # an error after the switch leaves the new state, whole
                _remove(folder)
            raise

    def commit(self, manifest: Manifest, committed: Manifest | None) -> None:
        """Make a generation the committed one: sync its files, then switch the manifest.

        Args:
            manifest: of the new generation; its `files` are filled in here.
            committed: what was committed before.
        """
        folder = self.generation(manifest.generation)
        (folder / IN_USE).touch()
        names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
        known = committed.files if committed is not None else {}
        files: dict[str, Seal] = {}
        for name in names:
            if name == IN_USE:
                continue
            path = folder / name
            if name in known and path.stat().st_nlink > 1:
                files[name] = known[name]
                continue
            sync(path)
            files[name] = seal_file(path)
        sync(folder / POSTINGS)
        sync(folder)
        write_manifest(self.path, replace(manifest, files=files))
        self._sweep()

    def _sweep(self) -> None:
        """Remove what dead writers left, and generations that are not the committed one and that nobody reads."""
        try:
            keep = self.generation(self.manifest().generation)
        except IndexMissingError:
            keep = None
        except StoredIndexError:
            return  # which one is committed cannot be told, so none is removed
        (self.path / FRESH_MANIFEST).unlink(missing_ok=True)
        for folder in self.path.glob(f"{_GENERATION}*"):
            if folder != keep and not is_read(folder):
                _remove(folder)

    def _is_committed(self, generation: Path) -> bool:
        try:
            return self.generation(self.manifest().generation) == generation
        except StoredIndexError:
            return False


def _remove(folder: Path) -> None:
    import shutil  # noqa: PLC0415 -- it loads three compressors, and a search removes nothing

    shutil.rmtree(folder, ignore_errors=True)


def _take_over(source: Path, target: Path, manifest: Manifest) -> None:
    import shutil  # noqa: PLC0415 -- it loads three compressors, and a search removes nothing

    for name, seal in manifest.files.items():
        linked = Path(name).parts[0] == POSTINGS and _link(source / name, target / name)
        if not linked:
            shutil.copyfile(source / name, target / name)
        if file_crc32(target / name) != seal.crc32:
            raise IndexDamagedError(f"{source / name}: its bytes are not those that were written; {REBUILD}")


def _link(source: Path, target: Path) -> bool:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        return False
    return True
