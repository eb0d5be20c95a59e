"""Reading forms that are ZIP files, within bounds that stop ZIP bombs."""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from bisearch.decoding import MAX_DOCUMENT_BYTES, MAX_FILE_BYTES
from bisearch.errors import SourceError
from bisearch.regular_files import check_size_of, open_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zipfile import ZipInfo

MAX_ENTRIES = 20_000
# Of all entries together, after decompression.
MAX_BYTES = 512 * 1024 * 1024
# Decompressed bytes for each compressed byte; only checked beyond MIN_BYTES, since short texts of one word repeated
# compress well too.
MAX_RATIO = 200
MIN_BYTES = 8 * 1024 * 1024
_ENCRYPTED = 0x1


class BoundedZip:
    """An open ZIP file.

    Args:
        file: the ZIP file, already within the bounds.
        path: its path, for messages.
    """

    def __init__(self, file: ZipFile, path: Path) -> None:
        self._file = file
        self._path = path
        self._left = MAX_DOCUMENT_BYTES
        self.names = file.namelist()

    def read(self, name: str) -> bytes:
        """Return the content of an entry.

        Raises:
            SourceError: there is no such entry, it is encrypted, damaged, or larger than the ZIP file says.
        """
        try:
            entry = self._file.getinfo(name)
        except KeyError as error:
            raise SourceError(str(self._path), f"broken: it has no {name}; save it again") from error
        if entry.flag_bits & _ENCRYPTED:
            raise SourceError(str(self._path), "encrypted; save a copy without a password")
        try:
            if entry.file_size > self._left:
                raise self._too_large()
            with self._file.open(entry) as opened:
                data = opened.read(entry.file_size + 1)
        except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise SourceError(str(self._path), f"broken: {name} cannot be decompressed; save it again") from error
        self._left -= len(data)
        if len(data) > entry.file_size:
            raise self._too_large()
        return data

    def check_size_of_text(self, suffix: str) -> None:
        """Raise `SourceError` if the entries with a suffix have too many bytes after decompression."""
        sizes = (entry.file_size for entry in self._file.infolist() if entry.filename.endswith(suffix))
        if sum(sizes) > MAX_DOCUMENT_BYTES:
            raise self._too_large()

    def _too_large(self) -> SourceError:
        reason = f"its text has more than {MAX_DOCUMENT_BYTES:,} bytes after decompression, the limit"
        return SourceError(str(self._path), reason)


@contextmanager
def open_zip(path: Path) -> Iterator[BoundedZip]:
    """Open a ZIP file after checking its bounds.

    Raises:
        SourceError: it is broken or exceeds a limit.
        OSError: it cannot be read.
    """
    with open_regular(path) as opened:
        check_size_of(opened, path, MAX_FILE_BYTES)
        try:
            file = ZipFile(opened)
        except (BadZipFile, ValueError, NotImplementedError) as error:
            raise SourceError(str(path), "broken: not a complete ZIP file; save it again") from error
        with file:
            if (reason := _violation(file.infolist())) is not None:
                raise SourceError(str(path), reason)
            yield BoundedZip(file, path)


def _violation(entries: list[ZipInfo]) -> str | None:
    """Return the reason why a ZIP file is refused; None if it is accepted."""
    if len(entries) > MAX_ENTRIES:
        return f"{len(entries):,} files in the ZIP file; the limit is {MAX_ENTRIES:,}"
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if size > MAX_BYTES:
        return f"{size:,} bytes after decompression; the limit is {MAX_BYTES:,}"
    if size > MIN_BYTES and size > MAX_RATIO * packed:
        return f"compressed more than {MAX_RATIO} to 1, as only ZIP bombs are"
    return None
