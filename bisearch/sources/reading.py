"""Reading files and folders as documents, by the table of readers.

An error in a file is passed to the caller as a `SourceError`, and reading goes on with the next file.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bisearch.conversion.forms import FORMS, form_of, unsupported_reason
from bisearch.errors import SourceError
from bisearch.regular_files import OpenFiles
from bisearch.sources.accounting import Notice, PassedOver
from bisearch.sources.archive_page import read_page
from bisearch.sources.document_ids import RELATED_DOCUMENTS, DocumentIds
from bisearch.sources.document_values import unread_date
from bisearch.sources.grouping import FileGroup, absolute_path, facing_folders, group_files
from bisearch.sources.jsonl import read_json, read_jsonl
from bisearch.sources.page_folders import join_pages, page_files
from bisearch.sources.pair_table import groups_of_pairs, read_pair_table
from bisearch.sources.pairs import is_text, metadata_files, read_group, read_line_file, read_marked_text
from bisearch.sources.spreadsheet import is_table, read_spreadsheet
from bisearch.sources.tmx import read_tmx
from bisearch.sources.workbooks import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

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
        description: the format in one line, for documentation; empty if another reader's includes it.
    """

    name: str
    patterns: tuple[str, ...]
    read: ReadFile
    description: str

    def takes(self, path: Path) -> bool:
        """Return whether this reader reads a file, by its name."""
        return any(fnmatchcase(path.name.lower(), pattern) for pattern in self.patterns)


def _read_page_or_table(path: Path, encoding: str | None) -> Iterator[Item]:
    is_rows = path.suffix.lower() == ".txt" and is_table(path, encoding)
    return (read_spreadsheet if is_rows else read_page)(path, encoding)


# A folder of pages whose name says their language.
_MARKED = re.compile(r"\.(?:ru|en)$", re.IGNORECASE)

READERS = (
    Reader(
        "text pair", ("*.ru.txt", "*.en.txt"), read_marked_text,
        "NAME.ru.txt and NAME.en.txt: one document, either may be missing; NAME.json may hold its metadata",
    ),
    Reader(
        "line pair", ("*.ru", "*.en"), read_line_file,
        "NAME.ru and NAME.en (Moses): one sentence per line, aligned line by line; an empty line is an omission",
    ),
    Reader("JSONL", ("*.jsonl",), read_jsonl, "one record per line: `id`, `text_ru`, `text_en` and any metadata"),
    Reader("JSON", ("*.json",), read_json, "a list of records as in JSONL, unless it is the metadata of NAME"),
    Reader(
        "spreadsheet", ("*.csv", "*.tsv"), read_spreadsheet,
        "one document per row, its columns named as in JSONL; without names, by the languages of the columns",
    ),
    Reader("workbook", ("*.xlsx", "*.xlsm"), read_workbook, "XLSX: each sheet with texts as CSV; needs `documents`"),
    Reader("TMX", ("*.tmx",), read_tmx, "TMX 1.4 translation memory: one document, aligned by its units"),
    Reader(
        "archive page", ("*.md", "*.txt"), _read_page_or_table,
        "a page with Title, Date, Citation, Summary, Credits, Original Language, Contents, then the text in one"
        " language and its translation, in either order",
    ),
    *(
        reader
        for form in FORMS
        for reader in (
            Reader(
                f"{form.name} pair", tuple(f"*.{side}{suffix}" for suffix in form.suffixes for side in ("ru", "en")),
                read_marked_text, "",
            ),
            Reader(form.name, tuple(f"*{suffix}" for suffix in form.suffixes), read_page, f"{form.name}: {form.kept}"),
        )
    ),
)  # fmt: skip


def reader_of(path: Path) -> Reader | None:
    """Return the reader for a file, by its name, and for XML by its content; None if there is none."""
    if path.suffix.lower() == ".xml" and form_of(path) is None:
        return None
    return next((reader for reader in READERS if reader.takes(path)), None)


def total_bytes(paths: Iterable[Path]) -> int:
    """Return the total size in bytes of the files that `read` would read."""
    total = 0
    for group in _groups(paths, lambda _: None, lambda _: None):
        for source in group.files:
            for file in page_files(source) if source.is_dir() else [source]:
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
    exclude: Collection[Path] = (),
    ids: DocumentIds | None = None,
    pairs: Path | None = None,
    separate_pages: bool = False,
) -> Iterator[Document]:
    """Yield the documents of files and folders in the order of their paths, whatever the order of `paths`.

    Files that make one document are read together, whichever of them is in `paths`.

    Args:
        paths: files, and folders, which are read with all their subfolders; hidden files, README and LICENSE files and
            files of unsupported formats in them are skipped.
        encoding: the encoding of all text files; None detects that of each.
        on_error: called with each error; the file or document in question is skipped.
        on_unsupported: called with each file of an unsupported format in a folder.
        on_passed_over: called with each stretch of text that is in no document.
        on_notice: called with each notice about a file that was read.
        exclude: files and folders to skip below `paths`, e.g. the index's own.
        ids: gives each document its id; None makes the ids unique in this call.
        pairs: a table of files that are the two texts of one document; see `bisearch.sources.pair_table`.
        separate_pages: whether each file of a folder of pages is a document; if not, the folder is one.
    """
    ids = DocumentIds() if ids is None else ids
    groups = _groups(paths, on_error, on_unsupported, exclude, pairs, separate_pages=separate_pages)
    _notice_page_folders(groups, on_notice)
    for group in groups:
        try:
            linked: list[Document] = []
            for item in _items(group, encoding):
                if isinstance(item, SourceError):
                    on_error(item)
                elif isinstance(item, PassedOver):
                    on_passed_over(item)
                elif isinstance(item, Notice):
                    on_notice(item)
                elif (document := _identified(item, group, ids, on_error)) is not None:
                    _notice_unread_date(document, on_notice)
                    if len(group.pairs) > 1:
                        linked.append(document)
                    else:
                        yield document
            yield from _with_links(linked)
        except SourceError as error:
            error.source = str(group.path)
            on_error(error)
        except OSError as error:
            on_error(_unreadable(group.path, error))


def _items(group: FileGroup, encoding: str | None) -> Iterator[Item]:
    """Yield what the files of a group hold; they are opened once, and none of it is from a changed file."""
    with OpenFiles() as files:
        yield from files.during(_read(group, encoding))


def _notice_page_folders(groups: Iterable[FileGroup], on_notice: Callable[[Notice], None]) -> None:
    """Report that folders of pages are documents; one line for all, because an archive may have thousands."""
    folders = [file for group in groups for file in group.files if file.is_dir()]
    if folders:
        more = f"; so are {len(folders) - 1:,} more folders" if len(folders) > 1 else ""
        text = f"one document of {len(page_files(folders[0])):,} page files{more}"
        on_notice(Notice(str(folders[0]), f"{text}; to read each file alone: --separate-pages"))


def _notice_unread_date(document: Document, on_notice: Callable[[Notice], None]) -> None:
    if (reason := unread_date(document.metadata)) is not None:
        on_notice(Notice(document.metadata.path, reason))


def _read(group: FileGroup, encoding: str | None) -> Iterator[Item]:
    if group.pairs:
        yield from read_group(group, encoding)
        return
    if group.path.is_dir():
        yield from (read_marked_text if _MARKED.search(group.path.name) else read_page)(group.path, encoding)
        return
    reader = reader_of(group.path)
    if reader is None:
        raise SourceError(str(group.path), unsupported_reason(group.path))
    yield from reader.read(group.path, encoding)


def _identified(
    document: Document, group: FileGroup, ids: DocumentIds, on_error: Callable[[SourceError], None]
) -> Document | None:
    """Return a document with its id; None if it was deleted, or if its source gives an id for the second time."""
    files = group.own_files(document.metadata.path)
    if ids.is_excluded(document, files, len(group.pairs)):
        return None
    try:
        return ids.assign(document, files, len(group.pairs))
    except SourceError as error:
        on_error(error)
        return None


def _with_links(documents: Sequence[Document]) -> Iterator[Document]:
    """Yield documents, each with the ids of the others in a field."""
    for document in documents:
        others = ", ".join(other.metadata.id for other in documents if other is not document)
        fields = {**document.metadata.fields, RELATED_DOCUMENTS: others} if others else document.metadata.fields
        yield replace(document, metadata=replace(document.metadata, fields=fields))


def _groups(  # noqa: PLR0913 -- as `read`
    paths: Iterable[Path],
    on_error: Callable[[SourceError], None],
    on_unsupported: Callable[[Path], None],
    exclude: Collection[Path] = (),
    pairs: Path | None = None,
    *,
    separate_pages: bool = False,
) -> list[FileGroup]:
    """Return the files that are read, by documents, sorted by path."""
    paths = list(paths)
    files, beside = _find_files(paths, on_error, on_unsupported, exclude)
    if not separate_pages:
        files, beside = join_pages(files), join_pages(beside)
    named = set(files.values())
    others = (file for place, file in beside.items() if place not in files)
    given = groups_of_pairs(read_pair_table(pairs, on_error)) if pairs is not None else []
    grouped = {absolute_path(file) for group in given for file in group.files}
    grouped |= {absolute_path(pairs)} if pairs is not None else set()
    rest = [file for file in (*named, *others) if absolute_path(file) not in grouped]
    groups = sorted([*given, *group_files(rest, is_text)], key=lambda group: group.path)
    metadata = {file: group.path for group in groups for file in metadata_files(group)}
    for path in metadata.keys() & set(paths):
        on_error(SourceError(str(path), f"holds the metadata of {metadata[path]}; give that file"))
    return [
        group
        for group in groups
        if not files.keys().isdisjoint(map(absolute_path, group.files)) and group.path not in metadata
    ]


def _find_files(
    paths: Iterable[Path],
    on_error: Callable[[SourceError], None],
    on_unsupported: Callable[[Path], None],
    exclude: Collection[Path],
) -> tuple[dict[str, Path], dict[str, Path]]:
    """Return the files that are read, and files beside them that may make documents with them, by absolute path."""
    files: dict[str, Path] = {}
    beside: dict[str, Path] = {}
    unsupported: dict[str, Path] = {}
    for path in paths:
        try:
            if path.is_dir():
                for file in _walk(path, on_error, exclude):
                    (unsupported if reader_of(file) is None else files).setdefault(absolute_path(file), file)
                for folder in facing_folders(path):
                    beside |= {absolute_path(file): file for file in _walk(folder, lambda _: None, exclude)}
            elif path.is_file():
                files.setdefault(absolute_path(path), path)
                for folder in (path.parent, *facing_folders(path.parent)):
                    with suppress(OSError):
                        beside |= {absolute_path(file): file for file in folder.iterdir() if file.is_file()}
            else:
                reason = "not a file or folder" if path.exists() else "no such file or folder"
                on_error(SourceError(str(path), reason))
        except OSError as error:
            on_error(_unreadable(path, error))
    for file in unsupported.values():
        on_unsupported(file)
    return files, {place: file for place, file in beside.items() if reader_of(file) is not None}


def _walk(folder: Path, on_error: Callable[[SourceError], None], exclude: Collection[Path]) -> Iterator[Path]:
    excluded = {path.resolve() for path in exclude}
    has_excluded_file = any(path.is_file() for path in excluded)

    def unreadable(error: OSError) -> None:
        on_error(_unreadable(Path(error.filename), error))

    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = [
            name for name in folders if not name.startswith(".") and Path(place, name).resolve() not in excluded
        ]
        for name in names:
            path = Path(place, name)
            is_notice = path.stem.upper() in {"README", "LICENSE"}
            is_excluded = has_excluded_file and path.resolve() in excluded
            if name.startswith(".") or is_notice or is_excluded:
                continue
            if path.is_file():
                yield path
            elif path.is_symlink() and not path.exists():
                on_error(SourceError(str(path), "a link to a file that does not exist"))


def _unreadable(path: Path, error: OSError) -> SourceError:
    place = error.filename if isinstance(error.filename, str) else str(path)
    unreadable = SourceError(place, (error.strerror or str(error)).lower())
    unreadable.source = str(path)
    return unreadable
