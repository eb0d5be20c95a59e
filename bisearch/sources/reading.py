"""Readers: files to documents, one reader for each kind of file, all in one table.

A fault in a file is given to the caller as a `SourceError`, and reading goes on with the next.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bisearch.errors import SourceError
from bisearch.sources.archive_page import read_page
from bisearch.sources.jsonl import read_jsonl
from bisearch.sources.pairs import counterpart, first_of_pair, read_line_pair, read_loose_pair, read_text_pair, stem_of
from bisearch.sources.spreadsheet import read_spreadsheet
from bisearch.sources.tmx import read_tmx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bisearch.model import Document

    ReadFile: TypeAlias = Callable[[Path, str | None], Iterator[Document | SourceError]]


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of source.

    Attributes:
        name: what it is called.
        patterns: of file names; the first reader with one that fits reads the file.
        read: yields the documents of a file, given its encoding or None, and the faults of those that cannot be read;
        raises
            `SourceError` where the whole file cannot.
        description: for README's table.
    """

    name: str
    patterns: tuple[str, ...]
    read: ReadFile
    description: str

    def takes(self, path: Path) -> bool:
        """Tell whether a file is of this kind, by its name."""
        return any(fnmatchcase(path.name.lower(), pattern) for pattern in self.patterns)


READERS = (
    Reader(
        "text pair", ("*.ru.txt", "*.en.txt"), read_text_pair,
        "NAME.ru.txt and NAME.en.txt: one document, either may be missing; NAME.json may hold its metadata",
    ),
    Reader(
        "loose text pair", ("*_ru.txt", "*_en.txt", "*-ru.txt", "*-en.txt"), read_loose_pair,
        "NAME_ru.txt and NAME_en.txt where both are there: likewise; one alone is an archive page",
    ),
    Reader(
        "line pair", ("*.ru", "*.en"), read_line_pair,
        "NAME.ru and NAME.en (Moses): one sentence a line, each the other's translation; an empty line is an omission",
    ),
    Reader("JSONL", ("*.jsonl",), read_jsonl, "a record a line: `id`, `text_ru`, `text_en` and any of the metadata"),
    Reader(
        "spreadsheet", ("*.csv", "*.tsv"), read_spreadsheet,
        "a row a document, in UTF-8 or any encoding that is detected; the first row names the columns: as in JSONL",
    ),
    Reader("TMX", ("*.tmx",), read_tmx, "TMX 1.4 translation memory: one document, its units kept as aligned"),
    Reader(
        "archive page", ("*.md", "*.txt"), read_page,
        "a page with Title, Date, Citation, Summary, Credits, Original Language, Contents, then the text in one"
        " language and its translation, in either order",
    ),
)  # fmt: skip


def kind_of(path: Path) -> Reader | None:
    """Return the reader of a file, by its name; None where there is none."""
    return next((reader for reader in READERS if reader.takes(path)), None)


def total_bytes(paths: Iterable[Path]) -> int:
    """Return how large the files are that `read` would read."""
    total = 0
    for path in _files(paths, lambda _: None, lambda _: None):
        for file in filter(None, (path, counterpart(path))):
            with suppress(OSError):  # reading it will tell
                total += file.stat().st_size
    return total


def read(
    paths: Iterable[Path],
    *,
    encoding: str | None = None,
    on_error: Callable[[SourceError], None],
    on_other: Callable[[Path], None] = lambda _: None,
    besides: Path | None = None,
) -> Iterator[Document]:
    """Yield the documents of files and folders, in the order of their names, whatever the order of `paths`.

    Args:
        paths: files, and folders with all that is below them; there, hidden files, README and those of no known kind
            are passed over.
        encoding: of all text files; None detects each file's.
        on_error: called with each fault; what it is about is left out.
        on_other: called with each file below a folder that is of no known kind.
        besides: a folder that is not looked into where it lies below one of `paths`: the index's own.
    """
    seen: dict[str, str] = {}
    for path in _files(paths, on_error, on_other, besides):
        reader = kind_of(path)
        if reader is None:
            on_error(SourceError(str(path), "no reader for this kind of file"))
            continue
        try:
            for document in reader.read(path, encoding):
                if isinstance(document, SourceError):
                    on_error(document)
                elif (id_ := document.metadata.id) in seen:
                    on_error(SourceError(str(path), f"a document with id {id_!r} has been read from {seen[id_]}"))
                else:
                    seen[id_] = str(path)
                    yield document
        except SourceError as error:
            error.source = str(path)
            on_error(error)
        except OSError as error:
            on_error(_unreadable(path, error))


def _files(
    paths: Iterable[Path],
    on_error: Callable[[SourceError], None],
    on_other: Callable[[Path], None],
    besides: Path | None = None,
) -> list[Path]:
    """Return each file once, ordered by path; of a pair, the Russian one where it is there."""
    found: set[Path] = set()
    for path in paths:
        try:
            if path.is_dir():
                found.update(_walk(path, on_error, on_other, besides))
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
    on_other: Callable[[Path], None],
    besides: Path | None,
) -> Iterator[Path]:
    left_out = besides.resolve() if besides is not None else None

    def unreadable(error: OSError) -> None:
        on_error(_unreadable(Path(error.filename), error))

    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".") and Path(place, name).resolve() != left_out]
        described = {stem for name in names if (stem := stem_of(name))}
        for name in names:
            path = Path(place, name)
            note = path.stem.upper() in {"README", "LICENSE"}
            if name.startswith(".") or note or not path.is_file():
                continue
            if kind_of(path) is not None:
                yield first_of_pair(path)
            elif path.suffix != ".json" or path.stem not in described:  # which is read with its pair
                on_other(path)


def _unreadable(path: Path, error: OSError) -> SourceError:
    return SourceError(str(path), (error.strerror or str(error)).lower())
