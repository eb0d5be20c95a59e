"""A file of vectors of an index: a header, the keys of the vectors, and the vectors themselves.

An index has one or more of these segments. A key names a passage and a side; keys increase through the segments, and
both sides of a passage are in one segment. A segment never changes; a commit replaces it, or shares it with the
generation before as a hard link.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bisearch.errors import EncoderError, IndexDamagedError
from bisearch.meaning.encoder import DIMENSIONS, inverse_norms
from bisearch.meaning.weights import ENCODER

if TYPE_CHECKING:
    import mmap
    from pathlib import Path

    from numpy.typing import NDArray

    from bisearch.meaning.encoder import Vectors

MAGIC = b"bisearch"
VERSION = 1
# Rows of a segment: a commit writes at most one full segment more than it adds, 32 MiB.
MAX_ROWS = 1 << 16
# The magic number, the version, the dimensions, the encoder, the seed of the index, the rows, and the CRC-32 of all
# that follows the header, which begins with the seed.
_HEADER = struct.Struct("<8sII16sIII")
_KEY, _NORM = np.dtype("<u8"), np.dtype("<f4")
# Rows whose passage number, its side and its vector are checked at a time.
_CHUNK = 1 << 20


class Segment(NamedTuple):
    """Vectors of one file.

    Attributes:
        keys: twice the number of the passage, and one more for the English side; increasing. Shape (rows,).
        norms: one divided by the length of each vector; shape (rows,).
        vectors: the vectors; shape (rows, DIMENSIONS).
    """

    keys: NDArray[np.uint64]
    norms: NDArray[np.float32]
    vectors: Vectors


def write_segment(path: Path, keys: NDArray[np.uint64], vectors: Vectors, seed: int) -> None:
    """Write a segment beside an older one, and replace that.

    Args:
        path: the file.
        keys: the keys, increasing; shape (rows,).
        vectors: the vectors; shape (rows, DIMENSIONS).
        seed: the seed of the index's checksums.
    """
    parts = [keys.astype(_KEY).tobytes(), inverse_norms(vectors).astype(_NORM).tobytes(), vectors.tobytes()]
    crc = seed
    for part in parts:
        crc = zlib.crc32(part, crc)
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        file.write(_HEADER.pack(MAGIC, VERSION, DIMENSIONS, ENCODER, seed, len(keys), crc))
        for part in parts:
            file.write(part)
    fresh.replace(path)


def read_segment(path: Path, data: bytes | mmap.mmap, seed: int) -> Segment:
    """Read a segment, whose arrays share the memory of `data`.

    Args:
        path: the file, for messages.
        data: its bytes.
        seed: the seed of the index's checksums.

    Raises:
        EncoderError: the vectors are of another encoder, or of another version of the format.
        IndexDamagedError: the file is damaged, or belongs to another index.
    """
    if len(data) < _HEADER.size or data[: len(MAGIC)] != MAGIC:
        raise IndexDamagedError(f"{path}: not a file of vectors")
    _, version, dimensions, encoder, seed_found, rows, crc = _HEADER.unpack(data[: _HEADER.size])
    if (version, dimensions, encoder) != (VERSION, DIMENSIONS, ENCODER):
        raise EncoderError("the vectors of the index are of another version; make them anew: bisearch index --vectors")
    size = _HEADER.size + rows * (_KEY.itemsize + _NORM.itemsize + DIMENSIONS)
    if seed_found != seed or len(data) != size or _crc(data, seed) != crc:
        raise IndexDamagedError(f"{path}: file is corrupted (checksum mismatch)")
    norms = _HEADER.size + rows * _KEY.itemsize
    vectors = norms + rows * _NORM.itemsize
    return Segment(
        np.frombuffer(data, _KEY, rows, _HEADER.size),
        np.frombuffer(data, _NORM, rows, norms),
        np.frombuffer(data, np.int8, rows * DIMENSIONS, vectors).reshape(rows, DIMENSIONS),
    )


def has_known_version(path: Path) -> bool:
    """Return whether the vectors of a file are of the known encoder, in the format of this version."""
    with path.open("rb") as file:
        header = file.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return False
    magic, version, dimensions, encoder, *_ = _HEADER.unpack(header)
    return (magic, version, dimensions, encoder) == (MAGIC, VERSION, DIMENSIONS, ENCODER)


def _crc(data: bytes | mmap.mmap, seed: int) -> int:
    view = memoryview(data)
    crc = seed
    for start in range(_HEADER.size, len(view), _CHUNK):
        crc = zlib.crc32(view[start : start + _CHUNK], crc)
    return crc
