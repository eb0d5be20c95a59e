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
from bisearch.sources.pairs import read_line_pair, read_text_pair
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
        "line pair", ("*.ru", "*.en"), read_line_pair,
        "NAME.ru and NAME.en (Moses): one sentence a line, each the other's translation; an empty line is an omission",
    ),
    Reader("JSONL", ("*.jsonl",), read_jsonl, "a record a line: `id`, `text_ru`, `text_en` and any of the metadata"),
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
    for path in _files(paths, lambda _: None):
        with suppress(OSError):  # reading it will tell
            total += path.stat().st_size
    return total


def read(
    paths: Iterable[Path], *, encoding: str | None = None, on_error: Callable[[SourceError], None]
) -> Iterator[Document]:
    """Yield the documents of files and folders, in the order of their names, whatever the order of `paths`.

    Args:
        paths: files, and folders with all that is below them; there, hidden files, README and those of no known kind
            are passed over.
        encoding: of all text files; None detects each file's.
        on_error: called with each fault; what it is about is left out.
    """
    seen: dict[str, str] = {}
    for path in _files(paths, on_error):
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


def _files(paths: Iterable[Path], on_error: Callable[[SourceError], None]) -> list[Path]:
    """Return each file once, ordered by path; of a pair, the Russian one where it is there."""
    found: set[Path] = set()
    for path in paths:
        try:
            if path.is_dir():
                found.update(_walk(path, on_error))
            elif path.is_file():
                found.add(_first_of_pair(path))
            else:
                reason = "not a file or folder" if path.exists() else "no such file or folder"
                on_error(SourceError(str(path), reason))
        except OSError as error:
            on_error(_unreadable(path, error))
    return sorted(found)


def _walk(folder: Path, on_error: Callable[[SourceError], None]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        on_error(_unreadable(Path(error.filename), error))

    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(place, name)
            note = path.stem.upper() in {"README", "LICENSE"}
            if not name.startswith(".") and not note and path.is_file() and kind_of(path) is not None:
                yield _first_of_pair(path)


def _unreadable(path: Path, error: OSError) -> SourceError:
    return SourceError(str(path), (error.strerror or str(error)).lower())


def _first_of_pair(path: Path) -> Path:
    for ending in (".en.txt", ".en"):
        if path.name.lower().endswith(ending):
            russian = path.with_name(path.name[: -len(ending)] + ending.replace("en", "ru"))
            return russian if russian.exists() else path
    return path
