"""The manifest: which generation is committed, and the checksums of its files.

It is one JSON file, replaced as a whole by a rename. It contains a checksum of itself.
"""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from bisearch.analysis.fingerprint import UPGRADE
from bisearch.errors import IndexDamagedError, IndexMissingError, IndexVersionError
from bisearch.storage.checksums import FileChecksum
from bisearch.storage.indexed_sources import IndexedSource

if TYPE_CHECKING:
    from pathlib import Path

# Raised whenever this version can no longer read older indexes. tests/storage/formats/ keeps a small index of it.
FORMAT = 10
# The oldest format whose texts can be read to upgrade an index.
OLDEST_UPGRADED = 9
MANIFEST = "manifest.json"
FRESH_MANIFEST = "manifest.new"
PERMIT = "let this user read all files of the index's folder"
REBUILD = "rebuild it from its sources with: bisearch index --rebuild PATH..."


@dataclass(frozen=True, slots=True)
class Manifest:
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
    """

    generation: int
    engine: str
    analyzer: str
    next_document: int = 1
    next_passage: int = 1
    files: dict[str, FileChecksum] = field(default_factory=dict)
    sources: tuple[IndexedSource, ...] = ()
    format: int = FORMAT


def read_manifest(folder: Path, oldest: int = FORMAT) -> Manifest:
    """Return the manifest of an index folder.

    Args:
        folder: the index's folder.
        oldest: the oldest format that is accepted.

    Raises:
        IndexMissingError: no index here.
        IndexDamagedError: the manifest cannot be read.
        IndexVersionError: the index has another format.
    """
    place = folder / MANIFEST
    try:
        values: dict[str, Any] = json.loads(place.read_bytes())
        found = values["format"]
        if isinstance(found, int) and not oldest <= found <= FORMAT:
            remedy = UPGRADE if OLDEST_UPGRADED <= found < FORMAT else REBUILD
            raise IndexVersionError(
                f"{folder}: the index has format {found}, but this version reads format {FORMAT}; {remedy}"
            )
        if values.pop("checksum") != _checksum(values):
            raise IndexDamagedError(f"{place}: file is corrupted (checksum mismatch); {REBUILD}")
        files = {name: FileChecksum(**checksum) for name, checksum in values.pop("files").items()}
        sources = tuple(IndexedSource(**source) for source in values.pop("sources", ()))  # format 9 has none
        return Manifest(files=files, sources=sources, **values)
    except (FileNotFoundError, NotADirectoryError) as error:
        if folder.is_file():
            reason = "a file, not the folder of an index; name one with --index DIR"
            raise IndexMissingError(f"{folder}: {reason}") from error
        raise IndexMissingError(f"{folder}: no index here; create one with: bisearch index PATH...") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        remedy = PERMIT if isinstance(error, PermissionError) else REBUILD
        raise IndexDamagedError(f"{place}: cannot be read: {reason}; {remedy}") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexDamagedError(f"{place}: not a manifest ({error}); {REBUILD}") from error


def read_engine(folder: Path) -> str | None:
    """Return the engine named in a manifest, even one that is damaged or has another format.

    Returns:
        The engine's name, or None if it cannot be read.
    """
    try:
        name = json.loads((folder / MANIFEST).read_bytes())["engine"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return name if isinstance(name, str) else None


def read_sources(folder: Path) -> tuple[IndexedSource, ...]:
    """Return the sources named in a manifest, even if the index is damaged; none if they cannot be read."""
    try:
        sources = json.loads((folder / MANIFEST).read_bytes())["sources"]
        return tuple(IndexedSource(**source) for source in sources)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return ()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest of an index folder atomically, and sync it to disk."""
    values = asdict(manifest)
    values["checksum"] = _checksum(values)
    fresh = folder / FRESH_MANIFEST
    fresh.write_text(json.dumps(values, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    sync(fresh)
    fresh.replace(folder / MANIFEST)
    sync(folder)


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
