"""Checksums of files and rows, and how to verify them cheaply.

Disks corrupt bits, copies are cut short, people edit files by hand. There are three checks, from expensive to cheap:

- `check_file` compares all bytes of a file by SHA-256; `bisearch check` does this.
- `check_on_opening` runs whenever an index is opened. It reads files, smallest first, up to a limit and compares their
  CRC-32, so a small index is read completely. Beyond the limit, a file is read only if its size or modification time is
  not the recorded one. Nothing is written, so a large index that was copied without its modification times is read at
  every opening until the next commit records the new times.
- `verify_checksum` compares the CRC-32 of one stored row whenever it is read; `checked_pages` does so for a page.
"""

from __future__ import annotations

import zlib
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple

from bisearch.storage.read_errors import is_missing, read_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

# Reading this many bytes takes about six milliseconds.
MAX_BYTES_READ_ON_OPENING = 16 << 20
# A chunk of this size stays in the processor's cache between reading and checksumming.
_CHUNK = 1 << 18
# What the names of files that are there only to be locked end with.
LOCK_SUFFIX = ".lock"
_CRC_BYTES = 4


class FileChecksum(NamedTuple):
    """The recorded state of a committed file.

    Attributes:
        size: size in bytes.
        sha256: SHA-256 of its bytes, in hexadecimal.
        crc32: CRC-32 of its bytes.
        modified: modification time, in nanoseconds since the epoch.
    """

    size: int
    sha256: str
    crc32: int
    modified: int


def is_lock(name: str) -> bool:
    """Return whether a file is there only to be locked: it holds nothing, and no checksum covers it."""
    return name.endswith(LOCK_SUFFIX)


def file_checksum(path: Path) -> FileChecksum:
    """Read a file and return its checksum."""
    from hashlib import sha256  # noqa: PLC0415 -- it loads OpenSSL, which a search does not need

    digest, crc = sha256(), 0
    for chunk in _chunks(path):
        digest.update(chunk)
        crc = zlib.crc32(chunk, crc)
    status = path.stat()
    return FileChecksum(status.st_size, digest.hexdigest(), crc, status.st_mtime_ns)


def check_file(path: Path, checksum: FileChecksum) -> str | None:
    """Compare all bytes of a file with its checksum.

    Returns:
        A message that describes the damage, or None if there is none.

    Raises:
        IndexReadError: the system does not let the file be read.
    """
    return _check(path, checksum, lambda: file_checksum(path).sha256 == checksum.sha256)


def check_on_opening(folder: Path, files: Mapping[str, FileChecksum]) -> Iterator[str]:
    """Yield a message for each damaged file, as far as a cheap check finds it.

    Args:
        folder: folder of the generation.
        files: the checksum of each file by its path in the folder.

    Raises:
        IndexReadError: the system does not let a file be read.
    """
    left = MAX_BYTES_READ_ON_OPENING
    for name, checksum in sorted(files.items(), key=lambda file: file[1].size):
        if is_lock(name):
            continue
        left -= checksum.size
        line = _check_cheaply(folder / name, checksum, must_read=left >= 0)
        if line is not None:
            yield line


def _check_cheaply(path: Path, checksum: FileChecksum, *, must_read: bool) -> str | None:
    try:
        status = path.stat()
    except OSError as error:
        if is_missing(error):
            return f"{path}: missing"
        raise read_error(path, error) from error
    if not S_ISREG(status.st_mode):
        return f"{path}: not a regular file"
    if status.st_size == checksum.size and status.st_mtime_ns == checksum.modified and not must_read:
        return None
    return _check(path, checksum, lambda: file_crc32(path) == checksum.crc32)


def _check(path: Path, checksum: FileChecksum, is_intact: Callable[[], bool]) -> str | None:
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            return f"{path}: not a regular file"
        if status.st_size != checksum.size:
            return f"{path}: {status.st_size:,} bytes, should be {checksum.size:,}"
        return None if is_intact() else f"{path}: file is corrupted (checksum mismatch)"
    except OSError as error:
        if is_missing(error):
            return f"{path}: missing"
        raise read_error(path, error) from error


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


def add_checksum(payload: bytes, *key: int, seed: int = 0) -> bytes:
    """Return the stored form of a row: its CRC-32, then its bytes.

    Args:
        payload: the row's bytes.
        key: the numbers that identify the row; the checksum covers them, so that one row cannot pass for another.
        seed: the seed of the index, which the checksum covers too; see `Identity.seed`.
    """
    return _row_crc32(payload, key, seed).to_bytes(_CRC_BYTES, "big") + payload


def verify_checksum(stored: bytes, *key: int, seed: int = 0) -> bytes:
    """Return the bytes of a stored row without their checksum; arguments as in `add_checksum`.

    Raises:
        ValueError: the row, its key or the index differs from what was written.
    """
    payload = stored[_CRC_BYTES:]
    if _row_crc32(payload, key, seed).to_bytes(_CRC_BYTES, "big") != stored[:_CRC_BYTES]:
        raise ValueError(f"row {key[0]} is corrupted (checksum mismatch)")
    return payload


def _row_crc32(payload: bytes, key: tuple[int, ...], seed: int) -> int:
    return zlib.crc32(payload, zlib.crc32(repr(key).encode(), seed))
