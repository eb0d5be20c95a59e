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

import fcntl
import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bisearch.errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    IndexVersionError,
    StoredIndexError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = 3
DEFAULT_INDEX = "index"
MANIFEST = "manifest.json"
DOCUMENTS = "documents.sqlite"
VOCABULARY = "vocabulary.sqlite"
POSTINGS = "postings"
_LOCK = "writer.lock"
_IN_USE = "in-use.lock"
_GENERATION = "generation-"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is committed.

    Attributes:
        generation: number of the commit, from 1.
        engine: name of the engine that holds the postings.
        analyzer: fingerprint of all that decides the terms.
        next_document: the first document number never used.
        next_passage: the first passage number never used.
        files: for each file of the generation, by its path there, its size in bytes and SHA-256.
        format: of the index as a whole.
    """

    generation: int
    engine: str
    analyzer: str
    next_document: int = 1
    next_passage: int = 1
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT


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
        place = self.path / MANIFEST
        try:
            values: dict[str, Any] = json.loads(place.read_bytes())
            if values["format"] != FORMAT:
                raise IndexVersionError(
                    f"{self.path}: index format {values['format']}, and this version reads format {FORMAT};"
                    " build it again with: bisearch index --rebuild PATH..."
                )
            files = {str(name): (int(size), str(digest)) for name, (size, digest) in values.pop("files").items()}
            return Manifest(files=files, **values)
        except FileNotFoundError as error:
            raise IndexMissingError(f"{self.path}: no index here; make one with: bisearch index PATH...") from error
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise IndexDamagedError(f"{place}: not a manifest ({error})") from error

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
        """
        while True:
            manifest = self.manifest()
            folder = self.generation(manifest.generation)
            try:
                descriptor = os.open(folder / _IN_USE, os.O_RDONLY)
            except OSError as error:
                if self.manifest() != manifest:
                    continue  # a writer has switched and cleaned up between the two looks
                raise IndexDamagedError(f"{folder}: the committed generation is gone ({error.strerror})") from error
            try:
                fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)  # a writer is about to remove it, so there is a newer one
                continue
            return manifest, folder, descriptor

    def damage(self, manifest: Manifest) -> Iterator[str]:
        """Yield a line for each file of the committed generation that is not what the manifest says."""
        folder = self.generation(manifest.generation)
        for name, (size, digest) in manifest.files.items():
            path = folder / name
            if not path.is_file():
                yield f"{path}: missing"
            elif path.stat().st_size != size:
                yield f"{path}: {path.stat().st_size:,} bytes, should be {size:,}"
            elif _digest(path) != digest:
                yield f"{path}: its bytes are not those that were written"

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the only right to write.

        Raises:
            IndexLockedError: another process holds it.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                holder = os.read(descriptor, 32).decode("ascii", "replace").strip() or "unknown"
                raise IndexLockedError(
                    f"{self.path}: process {holder} is writing to this index; try again later"
                ) from error
            os.ftruncate(descriptor, 0)
            os.write(descriptor, b"%d\n" % os.getpid())
            self._sweep()
            yield
        finally:
            os.close(descriptor)

    @contextmanager
    def next_generation(self, committed: Manifest | None) -> Iterator[Path]:
        """Make the folder of the next generation, holding the committed files; it is removed if the block fails.

        Postings files are replaced, never changed, so they are linked; SQLite files are changed, so they are copied.
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
                shutil.rmtree(folder, ignore_errors=True)
            raise

    def commit(self, manifest: Manifest, committed: Manifest | None) -> None:
        """Make a generation the committed one: sync its files, then switch the manifest.

        Args:
            manifest: of the new generation; its `files` are filled in here.
            committed: what was committed before.
        """
        folder = self.generation(manifest.generation)
        (folder / _IN_USE).touch()
        names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
        known = committed.files if committed is not None else {}
        files: dict[str, tuple[int, str]] = {}
        for name in names:
            if name == _IN_USE:
                continue
            path = folder / name
            if name in known and path.stat().st_nlink > 1:
                files[name] = known[name]
                continue
            _sync(path)
            files[name] = (path.stat().st_size, _digest(path))
        _sync(folder / POSTINGS)
        _sync(folder)
        place = self.path / MANIFEST
        fresh = place.with_suffix(".new")
        values = {**asdict(manifest), "files": files}
        fresh.write_text(json.dumps(values, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        _sync(fresh)
        fresh.replace(place)
        _sync(self.path)
        self._sweep()

    def _sweep(self) -> None:
        """Remove generations that are not the committed one and that nobody reads."""
        try:
            keep = self.generation(self.manifest().generation)
        except IndexMissingError:
            keep = None
        except StoredIndexError:
            return  # which one is committed cannot be told, so none is removed
        for folder in self.path.glob(f"{_GENERATION}*"):
            if folder != keep and not _is_read(folder):
                shutil.rmtree(folder, ignore_errors=True)

    def _is_committed(self, generation: Path) -> bool:
        try:
            return self.generation(self.manifest().generation) == generation
        except StoredIndexError:
            return False


def _take_over(source: Path, target: Path, manifest: Manifest) -> None:
    for name in manifest.files:
        linked = Path(name).parts[0] == POSTINGS and _link(source / name, target / name)
        if not linked:
            shutil.copyfile(source / name, target / name)


def _link(source: Path, target: Path) -> bool:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        return False
    return True


def _is_read(folder: Path) -> bool:
    try:
        descriptor = os.open(folder / _IN_USE, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _digest(path: Path) -> str:
    import hashlib  # noqa: PLC0415 -- OpenSSL is slow to load, and a search needs no digests

    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
