"""The manifest: which generation is committed, and the checksums of its files.

It is one JSON file, replaced as a whole by a rename. It contains a checksum of itself.
"""

from __future__ import annotations

import json
import os
import re
import stat
import zlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from bisearch.analysis.fingerprint import UPGRADE
from bisearch.errors import IndexDamagedError, IndexMissingError, IndexVersionError
from bisearch.lazy_pattern import lazy_pattern
from bisearch.storage.checksums import FileChecksum
from bisearch.storage.identity import Identity, is_valid_identity
from bisearch.storage.indexed_sources import IndexedSource
from bisearch.storage.read_errors import is_missing, read_error

if TYPE_CHECKING:
    from pathlib import Path

# Raised whenever this version can no longer read older indexes. tests/storage/formats/ keeps a small index of it.
FORMAT = 12
# The oldest format whose texts can be read to upgrade an index.
OLDEST_UPGRADED = 9
MANIFEST = "manifest.json"
FRESH_MANIFEST = "manifest.new"
# Bytes of a manifest: more than that of any index, whose sources and files are few.
MAX_MANIFEST = 64 << 20
# The greatest number of a generation, a document or a passage.
_MAX_NUMBER = (1 << 32) - 1
# A file of a generation: in its folder or in one below it, with a name that is no path to elsewhere.
_FILE = lazy_pattern(r"(?:\w[\w.-]*/)?\.?\w[\w.-]*", re.ASCII)
# The errors of reading malformed JSON.
_UNREADABLE = (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError)
REBUILD = "rebuild it from its sources with: bisearch index --rebuild PATH..."


class Manifest(NamedTuple):
    """The committed state of an index.

    Attributes:
        generation: number of the committed generation, from 1.
        engine: name of the engine that holds the postings.
        analyzer: fingerprint of everything that determines the terms.
        next_document: the first document number never used.
        next_passage: the first passage number never used.
        files: the checksum of each file of the generation, by its path in the generation's folder.
        sources: the files and folders that the documents were read from; empty if none are known.
        format: version of the index format.
        index_id: the random number of the index; see `Identity`. Empty in format 9.
        commit_id: the random number of the commit; empty in format 9.
        corrections: the file of corrections, with both paths as a source; None for the one in the index's folder.
        learned_passages: number of passages when the translations were learned; 0 if unknown.
        changed_passages: number of passages added and removed since then.
    """

    generation: int
    engine: str
    analyzer: str
    next_document: int = 1
    next_passage: int = 1
    files: Mapping[str, FileChecksum] = MappingProxyType({})
    sources: tuple[IndexedSource, ...] = ()
    format: int = FORMAT
    index_id: str = ""
    commit_id: str = ""
    corrections: IndexedSource | None = None
    learned_passages: int = 0
    changed_passages: int = 0

    @property
    def identity(self) -> Identity | None:
        """The identity of the committed generation; None in format 9."""
        return Identity(self.index_id, self.commit_id) if self.commit_id else None


def read_manifest(folder: Path, oldest: int = FORMAT) -> Manifest:
    """Return the manifest of an index folder.

    Args:
        folder: the index's folder.
        oldest: the oldest format that is accepted.

    Raises:
        IndexMissingError: no index here.
        IndexDamagedError: the manifest is malformed.
        IndexReadError: the system does not let the manifest be read.
        IndexVersionError: the index has another format.
    """
    place = folder / MANIFEST
    try:
        values = _read(place)
        found = values["format"]
        if type(found) is not int:
            raise TypeError(f"format {found!r}")
        if not oldest <= found <= FORMAT:
            remedy = UPGRADE if OLDEST_UPGRADED <= found < FORMAT else REBUILD
            raise IndexVersionError(
                f"{folder}: the index has format {found}, but this version reads format {FORMAT}; {remedy}"
            )
        if values.pop("checksum") != _checksum(values):
            raise IndexDamagedError(f"{place}: file is corrupted (checksum mismatch); {REBUILD}")
        files = {name: FileChecksum(**checksum) for name, checksum in values.pop("files").items()}
        sources = tuple(IndexedSource(**source) for source in values.pop("sources", ()))  # format 9 has none
        corrections = _corrections(values)
        manifest = Manifest(files=files, sources=sources, corrections=corrections, **values)
        _require_valid(manifest)
    except (FileNotFoundError, NotADirectoryError) as error:
        if folder.is_file():
            reason = "a file, not the folder of an index; name one with --index DIR"
            raise IndexMissingError(f"{folder}: {reason}") from error
        raise IndexMissingError(f"{folder}: no index here; create one with: bisearch index PATH...") from error
    except OSError as error:
        if is_missing(error):
            raise IndexDamagedError(f"{place}: not a regular file; {REBUILD}") from error
        raise read_error(place, error) from error
    except _UNREADABLE as error:
        raise IndexDamagedError(f"{place}: not a manifest ({error}); {REBUILD}") from error
    return manifest


def read_engine(folder: Path) -> str | None:
    """Return the engine named in a manifest, even one that is damaged or has another format.

    Returns:
        The engine's name, or None if it cannot be read.
    """
    try:
        name = _read(folder / MANIFEST)["engine"]
    except _UNREADABLE:
        return None
    return name if isinstance(name, str) else None


def read_index_number(folder: Path) -> str | None:
    """Return the number of the index named in a manifest, even one that is damaged; None if it cannot be read."""
    try:
        number = _read(folder / MANIFEST)["index_id"]
    except _UNREADABLE:
        return None
    return number if is_valid_identity(number) else None


def read_sources(folder: Path) -> tuple[IndexedSource, ...]:
    """Return the sources named in a manifest, even if the index is damaged; none if they cannot be read."""
    try:
        sources = tuple(IndexedSource(**source) for source in _read(folder / MANIFEST)["sources"])
    except _UNREADABLE:
        return ()
    return sources if all(map(_is_source, sources)) else ()


def read_corrections_file(folder: Path) -> Path | None:
    """Return the file of corrections named in a manifest, even one that is damaged; None if it names none."""
    try:
        found = _corrections(_read(folder / MANIFEST))
    except _UNREADABLE:
        return None
    return found.location(folder) if found is not None and _is_source(found) else None


def _corrections(values: dict[str, Any]) -> IndexedSource | None:
    """Remove the file of corrections from the values of a manifest and return it; formats before 11 have none."""
    found = values.pop("corrections", None)
    return IndexedSource(**found) if found is not None else None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest of an index folder atomically, and sync it to disk."""
    values = manifest._asdict() | {
        "files": {name: checksum._asdict() for name, checksum in manifest.files.items()},
        "sources": [_source_values(source) for source in manifest.sources],
        "corrections": _source_values(manifest.corrections) if manifest.corrections is not None else None,
    }
    values["checksum"] = _checksum(values)
    fresh = folder / FRESH_MANIFEST
    fresh.write_text(_written(values), encoding="utf-8")
    sync(fresh)
    fresh.replace(folder / MANIFEST)
    sync(folder)


def _source_values(source: IndexedSource) -> dict[str, Any]:
    return source._asdict() | {"options": dict(source.options)}


def is_as_written(folder: Path) -> bool:
    """Return whether each byte of a manifest is the one that was written; its checksum covers only the values."""
    data = (folder / MANIFEST).read_bytes()
    return _written(json.loads(data)).encode() == data.replace(b"\r\n", b"\n")


def _written(values: dict[str, Any]) -> str:
    return json.dumps(values, indent=1, sort_keys=True) + "\n"


def sync(path: Path) -> None:
    """Flush a file or a folder to disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows has no folders to flush
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _checksum(values: dict[str, Any]) -> int:
    return zlib.crc32(json.dumps(values, sort_keys=True).encode())


def _read(path: Path) -> dict[str, Any]:
    """Return the values of a manifest, which are not verified.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no file, too large, or not JSON.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("not a regular file")
    if status.st_size > MAX_MANIFEST:
        raise ValueError(f"{status.st_size:,} bytes; at most {MAX_MANIFEST:,}")
    values: dict[str, Any] = json.loads(path.read_bytes())
    return values


def _require_valid(manifest: Manifest) -> None:
    """Raise `ValueError` or `TypeError` if a value has the wrong type or is impossible."""
    numbers = (manifest.generation, manifest.next_document, manifest.next_passage)
    if not all(type(number) is int and 1 <= number <= _MAX_NUMBER for number in numbers):
        raise ValueError("a number is impossible")
    counts = (manifest.learned_passages, manifest.changed_passages)
    if not all(type(count) is int and 0 <= count <= 2 * _MAX_NUMBER for count in counts):
        raise ValueError("a number of passages is impossible")
    if not (isinstance(manifest.engine, str) and isinstance(manifest.analyzer, str)):
        raise TypeError("engine and analyzer should be texts")
    if not all(_FILE.fullmatch(name) for name in manifest.files):
        raise ValueError("a file has an impossible name")
    if not all(map(_is_checksum, manifest.files.values())):
        raise ValueError("a checksum is malformed")
    if not all(map(_is_source, filter(None, (*manifest.sources, manifest.corrections)))):
        raise ValueError("a source is malformed")
    has_identity = all(map(is_valid_identity, (manifest.index_id, manifest.commit_id)))
    if not has_identity and (manifest.format > OLDEST_UPGRADED or manifest.index_id or manifest.commit_id):
        raise ValueError("the identity of the index is malformed")


def _is_checksum(checksum: FileChecksum) -> bool:
    numbers = (checksum.size, checksum.crc32, checksum.modified)
    return all(type(number) is int for number in numbers) and isinstance(checksum.sha256, str)


def _is_source(source: IndexedSource) -> bool:
    if not isinstance(source.options, Mapping):
        return False
    values = source.options.values()
    texts = [source.path, source.relative, *source.options, *(value for value in values if not isinstance(value, bool))]
    return all(isinstance(text, str) and "\0" not in text for text in texts)
