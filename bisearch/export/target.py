"""Where an export goes: a file or an open stream."""

from __future__ import annotations

import codecs
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from bisearch.errors import ExportError
from bisearch.export.files import check_writable, new_file
from bisearch.export.formats import FORMATS, format_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bisearch.export.formats import ExportFormat
    from bisearch.export.rows import ExportHeader, ExportRow, Layout

TO_INSTALL = "pip install 'bisearch-archive[exports]'"


class Target:
    """Where an export goes; made before a search, so that a mistake is found at once.

    Args:
        stream: the path of a file, or an open stream: of bytes, or of text for a format of text.
        format: the format; None takes that of the file's ending.

    Raises:
        ExportError: the file cannot be written, the ending stands for no format, the stream has the wrong type, or the
            format needs a library that is not installed.
    """

    def __init__(self, stream: IO[str] | IO[bytes] | str | Path, format: ExportFormat | None) -> None:  # noqa: A002
        if not isinstance(stream, str | Path) and not hasattr(stream, "write"):
            raise TypeError(f"stream must be the path of a file or an open stream, not {stream!r:.60}")
        self._stream = _followed(Path(stream)) if isinstance(stream, str | Path) else stream
        if format is None and not isinstance(self._stream, Path):
            raise ExportError("an export to a stream needs the name of a format")
        self.format = format if format is not None else format_of(Path(str(stream)))
        self._format = FORMATS[self.format]
        if isinstance(self._stream, Path):
            check_writable(self._stream)
        elif not self._format.is_text and _takes_text(self._stream):
            raise ExportError(f"{self.format} needs a stream of bytes")
        try:
            module = import_module(f"bisearch.export.{self._format.module}")
        except ImportError as error:
            raise ExportError(f"{self.format} needs {error.name}, which is not installed; {TO_INSTALL}") from error
        self._write: Callable[..., None] = getattr(module, self._format.writer)

    def write(self, header: ExportHeader, rows: Iterable[ExportRow], layout: Layout) -> None:
        """Write an export; a file is replaced when it is complete.

        Raises:
            ExportError: the file cannot be written; it is unchanged.
        """
        if isinstance(self._stream, Path):
            with new_file(self._stream) as file:
                self._write_bytes(file, header, rows, layout)
        elif _takes_text(self._stream):
            self._write(self._stream, header, rows, layout)
        else:
            self._write_bytes(cast("IO[bytes]", self._stream), header, rows, layout)

    def _write_bytes(self, stream: IO[bytes], header: ExportHeader, rows: Iterable[ExportRow], layout: Layout) -> None:
        if not self._format.is_text:
            self._write(stream, header, rows, layout)
            return
        # Unlike io.TextIOWrapper, this never closes the stream, which belongs to the caller.
        self._write(codecs.getwriter("utf-8")(stream), header, rows, layout)
        stream.flush()


def _followed(path: Path) -> Path:
    """Return the file that a link leads to, so that an export replaces the file and not the link."""
    try:
        return path.resolve() if path.is_symlink() and path.is_file() else path
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error


def _takes_text(stream: IO[str] | IO[bytes]) -> bool:
    try:
        stream.write("")  # type: ignore[call-overload]  # a stream of bytes refuses it
    except TypeError:
        return False
    return True
