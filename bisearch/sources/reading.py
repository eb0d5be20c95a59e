"""Reading files and folders as documents, by the table of readers.

An error in a file is passed to the caller as a `SourceError`, and reading goes on with the next file.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bisearch.errors import SourceError
from bisearch.sources.accounting import Notice, PassedOver
from bisearch.sources.archive_page import read_page
from bisearch.sources.document_values import unread_date
from bisearch.sources.jsonl import read_jsonl
from bisearch.sources.pairs import (
    counterpart,
    first_of_pair,
    pair_name,
    read_line_pair,
    read_loose_pair,
    read_text_pair,
)
from bisearch.sources.spreadsheet import read_spreadsheet
from bisearch.sources.tmx import read_tmx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bisearch.model import Document

    # A document; an error that leaves out one document; text that is in no document; a notice about the file.
    Item: TypeAlias = Document | SourceError | PassedOver | Notice
    ReadFile: TypeAlias = Callable[[Path, str | None], Iterator[Item]]


@dataclass(frozen=True, slots=True)
class Reader:
    """A file format and its reader.

    Attributes:
        name: the format's name.
        patterns: lower-case patterns of file names; the first reader with a matching pattern reads the file.
        read: takes a file and its encoding (None detects it) and yields its documents, a `SourceError` for each that
            cannot be read, and all text that is in none; raises `SourceError` if the whole file cannot be read.
        description: the format in one line, for documentation.
    """

    name: str
    patterns: tuple[str, ...]
    read: ReadFile
    description: str

    def takes(self, path: Path) -> bool:
        """Return whether this reader reads a file, by its name."""
        return any(fnmatchcase(path.name.lower(), pattern) for pattern in self.patterns)


READERS = (
    Reader(
        "text pair", ("*.ru.txt", "*.en.txt"), read_text_pair,
        "NAME.ru.txt and NAME.en.txt: one document, either may be missing; NAME.json may hold its metadata",
    ),
    Reader(
        "loose text pair", ("*_ru.txt", "*_en.txt", "*-ru.txt", "*-en.txt"), read_loose_pair,
        "NAME_ru.txt and NAME_en.txt: one document if both exist; one alone is an archive page",
    ),
    Reader(
        "line pair", ("*.ru", "*.en"), read_line_pair,
        "NAME.ru and NAME.en (Moses): one sentence per line, aligned line by line; an empty line is an omission",
    ),
    Reader("JSONL", ("*.jsonl",), read_jsonl, "one record per line: `id`, `text_ru`, `text_en` and any metadata"),
    Reader(
        "spreadsheet", ("*.csv", "*.tsv"), read_spreadsheet,
        "one document per row; the first row names the columns as in JSONL",
    ),
    Reader("TMX", ("*.tmx",), read_tmx, "TMX 1.4 translation memory: one document, aligned by its units"),
    Reader(
        "archive page", ("*.md", "*.txt"), read_page,
        "a page with Title, Date, Citation, Summary, Credits, Original Language, Contents, then the text in one"
        " language and its translation, in either order",
    ),
)  # fmt: skip


def reader_of(path: Path) -> Reader | None:
    """Return the reader for a file, by its name; None if there is none."""
    return next((reader for reader in READERS if reader.takes(path)), None)


def total_bytes(paths: Iterable[Path]) -> int:
    """Return the total size in bytes of the files that `read` would read."""
    total = 0
    for path in _files(paths, lambda _: None, lambda _: None):
        for file in filter(None, (path, counterpart(path))):
            with suppress(OSError):  # reading it reports the error
                total += file.stat().st_size
    return total


def read(  # noqa: PLR0913 -- one callback for each kind of finding
    paths: Iterable[Path],
    *,
    encoding: str | None = None,
    on_error: Callable[[SourceError], None],
    on_unsupported: Callable[[Path], None] = lambda _: None,
    on_passed_over: Callable[[PassedOver], None] = lambda _: None,
    on_notice: Callable[[Notice], None] = lambda _: None,
    exclude: Path | None = None,
) -> Iterator[Document]:
    """Yield the documents of files and folders in the order of their paths, whatever the order of `paths`.

    Args:
        paths: files, and folders, which are read with all their subfolders; hidden files, README and LICENSE files and
            files of unsupported formats in them are skipped.
        encoding: the encoding of all text files; None detects that of each file.
        on_error: called with each error; the file or document in question is skipped.
        on_unsupported: called with each file of an unsupported format in a folder.
        on_passed_over: called with each stretch of text that is in no document.
        on_notice: called with each notice about a file that was read.
        exclude: a folder to skip below `paths`, e.g. the index's own.
    """
    seen: dict[str, str] = {}
    for path in _files(paths, on_error, on_unsupported, exclude):
        reader = reader_of(path)
        if reader is None:
            on_error(SourceError(str(path), "unsupported file format"))
            continue
        try:
            for document in reader.read(path, encoding):
                if isinstance(document, SourceError):
                    on_error(document)
                elif isinstance(document, PassedOver):
                    on_passed_over(document)
                elif isinstance(document, Notice):
                    on_notice(document)
                elif (id_ := document.metadata.id) in seen:
                    on_error(SourceError(str(path), f"id {id_!r} is already used by {seen[id_]}; set another id"))
                else:
                    seen[id_] = str(path)
                    _notice_unread_date(document, path, on_notice)
                    yield document
        except SourceError as error:
            error.source = str(path)
            on_error(error)
        except OSError as error:
            on_error(_unreadable(path, error))


def _notice_unread_date(document: Document, path: Path, on_notice: Callable[[Notice], None]) -> None:
    if (reason := unread_date(document.metadata)) is not None:
        on_notice(Notice(str(path), reason))


def _files(
    paths: Iterable[Path],
    on_error: Callable[[SourceError], None],
    on_unsupported: Callable[[Path], None],
    exclude: Path | None = None,
) -> list[Path]:
    """Return each file once, sorted by path; of a pair, the Russian file if it exists."""
    found: set[Path] = set()
    for path in paths:
        try:
            if path.is_dir():
                found.update(_walk(path, on_error, on_unsupported, exclude))
            elif path.is_file():
                found.add(first_of_pair(path))
            else:
                reason = "not a file or folder" if path.exists() else "no such file or folder"
                on_error(SourceError(str(path), reason))
        except OSError as error:
            on_error(_unreadable(path, error))
    return sorted(found)


def _walk(
    folder: Path,
    on_error: Callable[[SourceError], None],
    on_unsupported: Callable[[Path], None],
    exclude: Path | None,
) -> Iterator[Path]:
    excluded = exclude.resolve() if exclude is not None else None

    def unreadable(error: OSError) -> None:
        on_error(_unreadable(Path(error.filename), error))

    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".") and Path(place, name).resolve() != excluded]
        pair_names = {stem for name in names if (stem := pair_name(name))}
        for name in names:
            path = Path(place, name)
            is_notice = path.stem.upper() in {"README", "LICENSE"}
            if name.startswith(".") or is_notice or not path.is_file():
                continue
            if reader_of(path) is not None:
                yield first_of_pair(path)
            elif path.suffix != ".json" or path.stem not in pair_names:  # metadata, read with its pair
                on_unsupported(path)


def _unreadable(path: Path, error: OSError) -> SourceError:
    return SourceError(str(path), (error.strerror or str(error)).lower())
