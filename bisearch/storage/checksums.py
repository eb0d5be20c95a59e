"""What the bytes of files and rows must be, and how to be sure of it at little cost.

Disks lose bits, copies break off, people edit what they should not. Three looks at a file, from dear to cheap:

- `fault` compares all its bytes by SHA-256. `bisearch check` takes this look.
- `opening_faults` is taken whenever an index is opened. Files are read, by CRC-32, the smallest first, up to a bound: a
  small index whole. What is beyond it is read only where its size or time of modification is not what was recorded,
  after a copy or a change; a file found sound is given the recorded time again, so that the next opening need not read
  it.
- `unseal_row` checks one stored row by its CRC-32 whenever it is read, as `checked_pages` does for a page.
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

# So many bytes at most are read at every opening: some six milliseconds.
READ_AT_OPENING = 16 << 20
# So many bytes stay in the processor's cache from the reading to the checksum.
_CHUNK = 1 << 18
_CRC_BYTES = 4


@dataclass(frozen=True, slots=True)
class Seal:
    """What a committed file must be.

    Attributes:
        size: in bytes.
        sha256: of its bytes, in hexadecimal.
        crc32: of its bytes.
        modified: when it was last written to, in nanoseconds since the epoch.
    """

    size: int
    sha256: str
    crc32: int
    modified: int


def seal_file(path: Path) -> Seal:
    """Read a file and return its seal."""
    from hashlib import sha256  # noqa: PLC0415 -- a search needs it not, and it loads OpenSSL

    digest, crc = sha256(), 0
    for chunk in _chunks(path):
        digest.update(chunk)
        crc = zlib.crc32(chunk, crc)
    status = path.stat()
    return Seal(status.st_size, digest.hexdigest(), crc, status.st_mtime_ns)


def fault(path: Path, seal: Seal) -> str | None:
    """Compare all of a file's bytes with its seal; return a line that says what is wrong with it, if anything."""
    return _compared(path, seal, lambda: seal_file(path).sha256 == seal.sha256)


def opening_faults(folder: Path, files: Mapping[str, Seal]) -> Iterator[str]:
    """Yield a line for each file that is not what it must be, as far as can be told at little cost.

    Args:
        folder: of the generation.
        files: the seal of each file by its path there.
    """
    left = READ_AT_OPENING
    for name, seal in sorted(files.items(), key=lambda file: file[1].size):
        left -= seal.size
        line = _quick_fault(folder / name, seal, read=left >= 0)
        if line is not None:
            yield line


def _quick_fault(path: Path, seal: Seal, *, read: bool) -> str | None:
    try:
        status = path.stat()
    except OSError as error:
        return f"{path}: {(error.strerror or str(error)).lower()}"
    if status.st_size == seal.size and status.st_mtime_ns == seal.modified and not read:
        return None
    line = _compared(path, seal, lambda: file_crc32(path) == seal.crc32)
    if line is None and status.st_mtime_ns != seal.modified:
        with suppress(OSError):  # a reader may lack the right; then the next opening reads the file again
            os.utime(path, ns=(status.st_atime_ns, seal.modified))
    return line


def _compared(path: Path, seal: Seal, is_same: Callable[[], bool]) -> str | None:
    try:
        size = path.stat().st_size
        if size != seal.size:
            return f"{path}: {size:,} bytes, should be {seal.size:,}"
        return None if is_same() else f"{path}: its bytes are not those that were written"
    except FileNotFoundError:
        return f"{path}: missing"
    except OSError as error:
        return f"{path}: {(error.strerror or str(error)).lower()}"


def file_crc32(path: Path) -> int:
    """Return the CRC-32 of a file's bytes."""
    crc = 0
    for chunk in _chunks(path):
        crc = zlib.crc32(chunk, crc)
    return crc


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def seal_row(payload: bytes, *key: int) -> bytes:
    """Return what is stored for a row: its CRC-32, then its bytes.

    Args:
        payload: the row's bytes.
        key: the numbers that the row is found by and says of itself; they are under the checksum too, so that a row
            cannot be taken for another.
    """
    return _row_crc32(payload, key).to_bytes(_CRC_BYTES, "big") + payload


def unseal_row(stored: bytes, *key: int) -> bytes:
    """Return the bytes of a stored row.

    Raises:
        ValueError: the row, or its key, is not what was written.
    """
    payload = stored[_CRC_BYTES:]
    if _row_crc32(payload, key).to_bytes(_CRC_BYTES, "big") != stored[:_CRC_BYTES]:
        raise ValueError(f"row {key[0]} is not what was written")
    return payload


def _row_crc32(payload: bytes, key: tuple[int, ...]) -> int:
    return zlib.crc32(payload, zlib.crc32(repr(key).encode()))
