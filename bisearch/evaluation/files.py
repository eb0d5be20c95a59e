"""Reading the files of a test collection, compressed or not."""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import TYPE_CHECKING, Any

from bisearch import decoding
from bisearch.errors import CollectionError, SourceError
from bisearch.regular_files import open_regular

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20


def read_text(path: Path, encoding: str | None = None) -> str:
    """Return a file's text; a file that starts as gzip does is decompressed.

    Raises:
        SourceError: the file cannot be read or decoded.
    """
    if not _is_compressed(path):
        return decoding.read_text(path, encoding, decoding.MAX_FILE_BYTES)
    try:
        with open_regular(path) as opened, gzip.GzipFile(fileobj=opened) as file:
            data = file.read(decoding.MAX_FILE_BYTES + 1)
    except (OSError, EOFError) as error:
        raise SourceError(str(path), f"cannot be decompressed: {error}") from error
    if len(data) > decoding.MAX_FILE_BYTES:
        raise SourceError(str(path), f"larger than {decoding.MAX_FILE_BYTES:,} bytes when decompressed")
    return decoding.decode(data, str(path), encoding)


def read_lines(path: Path, encoding: str | None = None) -> Iterator[tuple[int, str]]:
    """Yield each line that is not blank with its number, from 1; errors as in `read_text`."""
    lines = read_text(path, encoding).split("\n") if _is_compressed(path) else decoding.read_lines(path, encoding)
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, line


def read_records(path: Path, encoding: str | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each JSON object of a JSONL file with its line.

    Raises:
        CollectionError: a line is not a JSON object.
        SourceError: the file cannot be read or decoded.
    """
    for number, line in read_lines(path, encoding):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise CollectionError(str(path), f"not JSON ({error}); write one JSON object per line", number) from error
        if not isinstance(record, dict):
            raise CollectionError(str(path), "not a JSON object; write one JSON object per line", number)
        yield number, record


def first_value(record: dict[str, Any], names: Sequence[str]) -> str | None:
    """Return the first of some values that a record has, as text; None if it has none of them."""
    for name in names:
        value = record.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            return str(value)
    return None


def split_columns(line: str) -> list[str]:
    """Return a line's columns, which are separated by tabs, or by spaces if there is no tab."""
    return [column.strip() for column in line.split("\t")] if "\t" in line else line.split()


def beginning(path: Path, size: int = 4096) -> str:
    """Return the first bytes of a file as text, of which only ASCII characters are reliable."""
    try:
        is_compressed = _is_compressed(path)
        with open_regular(path) as opened:
            file = gzip.GzipFile(fileobj=opened) if is_compressed else opened
            return file.read(size).decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    except (OSError, EOFError):
        return ""


def sha256(paths: Iterable[Path]) -> str:
    """Return one checksum of the contents of some files in the order given."""
    total = hashlib.sha256()
    for path in paths:
        each = hashlib.sha256()
        try:
            with open_regular(path) as file:
                while chunk := file.read(_CHUNK):
                    each.update(chunk)
        except OSError as error:
            raise CollectionError(str(path), (error.strerror or str(error)).lower()) from error
        total.update(each.digest())
    return total.hexdigest()


def _is_compressed(path: Path) -> bool:
    try:
        with open_regular(path) as file:
            return file.read(2) == _GZIP
    except OSError:
        return False  # `decoding` reports the error
