"""The manifest: which generation is the committed one, and what its files must be.

It is one JSON file, replaced as a whole by a rename. A checksum of its own tells a damaged one.
"""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from bisearch.errors import IndexDamagedError, IndexMissingError, IndexVersionError
from bisearch.storage.checksums import Seal

if TYPE_CHECKING:
    from pathlib import Path

# Raised whenever an index written before cannot be read any more. tests/formats/ keeps a small index of each.
FORMAT = 8
MANIFEST = "manifest.json"
FRESH_MANIFEST = "manifest.new"
REBUILD = "build it again from its sources with: bisearch index --rebuild PATH..."


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is committed.

    Attributes:
        generation: number of the commit, from 1.
        engine: name of the engine that holds the postings.
        analyzer: fingerprint of all that decides the terms.
        next_document: the first document number never used.
        next_passage: the first passage number never used.
        files: for each file of the generation, by its path there, what it must be.
        format: of the index as a whole.
    """

    generation: int
    engine: str
    analyzer: str
    next_document: int = 1
    next_passage: int = 1
    files: dict[str, Seal] = field(default_factory=dict)
    format: int = FORMAT


def read_manifest(folder: Path) -> Manifest:
    """Return what is committed in an index folder.

    Raises:
        IndexMissingError: no index here.
        IndexDamagedError: the manifest cannot be read.
        IndexVersionError: the index is of another format.
    """
    place = folder / MANIFEST
    try:
        values: dict[str, Any] = json.loads(place.read_bytes())
        found = values["format"]
        if isinstance(found, int) and found != FORMAT:
            raise IndexVersionError(
                f"{folder}: index format {found}, and this version reads format {FORMAT}; {REBUILD}"
            )
        if values.pop("checksum") != _checksum(values):
            raise IndexDamagedError(f"{place}: its bytes are not those that were written; {REBUILD}")
        files = {name: Seal(**seal) for name, seal in values.pop("files").items()}
        return Manifest(files=files, **values)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissingError(f"{folder}: no index here; make one with: bisearch index PATH...") from error
    except OSError as error:
        raise IndexDamagedError(f"{place}: cannot be read: {error.strerror}") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexDamagedError(f"{place}: not a manifest ({error}); {REBUILD}") from error


def read_engine(folder: Path) -> str | None:
    """Return the engine that a manifest names, be it damaged or of another format; None where none can be read."""
    try:
        name = json.loads((folder / MANIFEST).read_bytes())["engine"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return name if isinstance(name, str) else None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make a manifest the one of an index folder: write it beside, sync it, rename it, sync the folder."""
    values = asdict(manifest)
    values["checksum"] = _checksum(values)
    fresh = folder / FRESH_MANIFEST
    fresh.write_text(json.dumps(values, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    sync(fresh)
    fresh.replace(folder / MANIFEST)
    sync(folder)


def sync(path: Path) -> None:
    """Have a file or a folder reach the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _checksum(values: dict[str, Any]) -> int:
    return zlib.crc32(json.dumps(values, sort_keys=True).encode())
