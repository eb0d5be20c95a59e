"""Document ids: unique in an index, and unchanged as long as the document's source is there.

A source gives an id: the file's name, or what the metadata says. If another document has that id, the later document
gets the shortest part of its path that distinguishes the two, e.g. ``1947/01``.
"""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections import defaultdict
from dataclasses import asdict, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from bisearch.errors import SourceError
from bisearch.model import Origin
from bisearch.sources.grouping import absolute_path
from bisearch.sources.language_marks import find_marks
from bisearch.sources.limits import replace_undecodable
from bisearch.sources.page_folders import stem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bisearch.model import Document

# Files with a document for each record, which gives its id.
RECORD_SUFFIXES = {".jsonl", ".json", ".csv", ".tsv", ".xlsx", ".xlsm"}
# The name of a custom field with the ids of the documents that share the original or the translation.
RELATED_DOCUMENTS = "related_documents"


class DocumentIds:
    """The ids of an index, and those of the documents that are read for it.

    Args:
        stored: the origins of the documents in the index, by their ids.
        folder: the folder that the paths of origins are relative to.
        excluded: the ids and origins of documents that were deleted from the index and are not to return.
        restore: whether deleted documents return.

    Attributes:
        stored: the origins of the documents in the index.
        origins: the origins of the documents that have got an id, by their ids.
        files: all files of these documents, and of the deleted ones that were read.
        excluded: the ids of the deleted documents that were read and have not returned.
    """

    def __init__(
        self,
        stored: Mapping[str, Origin] | None = None,
        folder: Path | None = None,
        excluded: Iterable[tuple[str, Origin]] = (),
        *,
        restore: bool = False,
    ) -> None:
        self.stored = stored or {}
        self._folder = absolute_path(folder or Path())
        self._by_path: defaultdict[str, list[str]] = defaultdict(list)
        self._by_content: defaultdict[bytes, list[str]] = defaultdict(list)
        self._by_given: defaultdict[str, set[str]] = defaultdict(set)
        for id_, origin in self.stored.items():
            self._by_given[origin.given_id].add(id_)
            if not origin.is_file:
                continue
            self._by_path[origin.path].append(id_)
            self._by_content[origin.content_hash].append(id_)
        # The line of each source, by the path and the id that it gives.
        self._lines: dict[tuple[str, str], int | None] = {}
        self.origins: dict[str, Origin] = {}
        self.files: set[str] = set()
        self._superseded: set[str] = set()
        self._deleted = {(origin.path, origin.given_id): (id_, origin) for id_, origin in excluded}
        self._deleted_content = {origin.content_hash: key for key, (_, origin) in self._deleted.items()}
        self._restore = restore
        self.excluded: list[str] = []

    @property
    def superseded(self) -> set[str]:
        """The ids of stored documents whose file is now part of another document."""
        return self._superseded - self.origins.keys()

    def missing_files(self) -> dict[str, str]:
        """Return the ids of stored documents that no file has given again, each with the absolute path of its file."""
        missing = self.stored.keys() - self.origins.keys() - self.superseded
        return {id_: self.absolute(self.stored[id_].path) for id_ in missing if self.stored[id_].is_file}

    def is_excluded(self, document: Document, files: Sequence[Path], linked: int = 1) -> bool:
        """Return whether a document was deleted from the index and is not to return; its file may have been moved.

        Args:
            document: a reader's result, with the id that its source gives.
            files: the files that belong to this document and to no other.
            linked: number of documents that share the original, this one included.
        """
        if not self._deleted:
            return False
        origin = self._origin_of(document, linked)
        key = (origin.path, origin.given_id)
        if key not in self._deleted:
            key = self._deleted_content.get(origin.content_hash, key)
            if key not in self._deleted or not self._is_gone(key[0]):
                return False
        if self._restore:
            del self._deleted[key]
            return False
        self.excluded.append(self._deleted[key][0])
        self.files |= set(map(str, files))
        return True

    def still_deleted(self) -> list[tuple[str, Origin]]:
        """Return the ids and origins of the deleted documents that have not returned."""
        return list(self._deleted.values())

    def assign(self, document: Document, files: Sequence[Path], linked: int = 1) -> Document:
        """Return a document with its id.

        Args:
            document: a reader's result, with the id that its source gives.
            files: the files that belong to this document and to no other.
            linked: number of documents that share the original, this one included.

        Raises:
            SourceError: the file has given the same id to another document.
        """
        path = document.metadata.path
        origin = self._origin_of(document, linked)
        given = origin.given_id
        if (origin.path, given) in self._lines:
            line = self._lines[origin.path, given]
            place = path if line is None else f"{path}:{line}"
            raise SourceError(path, f"id {given!r} is already used by {place}; set another id", document.line)
        self._lines[origin.path, given] = document.line
        id_ = self._known(origin, files) or self._moved(origin) or self._new(origin, files)
        self.origins[id_] = origin
        self.files |= set(map(str, files))
        self._superseded |= {other for file in files[1:] for other in self._by_path[self._relative(str(file))]}
        self._by_given[given].add(id_)
        return replace(document, metadata=replace(document.metadata, id=id_))

    def assign_given(self, document: Document) -> Document:
        """Return a document that a program gives, with its id in one form of Unicode.

        It replaces a document with the same id that a program gave before.

        Raises:
            SourceError: a document that was read from a file has the id, or one that was given in the same build.
        """
        id_ = unicodedata.normalize("NFC", document.metadata.id)
        known = self._origin(id_) if id_ in self.origins or id_ in self.stored else None
        if known is not None and known.is_file:
            reason = f"the id is already used by {self.absolute(known.path)}; set another id, or delete that document"
            raise SourceError(f"document {id_!r}", reason)
        if id_ in self.origins:
            raise SourceError(f"document {id_!r}", "the id is already used by another document of this build")
        self.origins[id_] = Origin("", id_, _content_hash(document, id_, 1))
        self._by_given[id_].add(id_)
        return replace(document, metadata=replace(document.metadata, id=id_))

    def _origin_of(self, document: Document, linked: int) -> Origin:
        given = unicodedata.normalize("NFC", document.metadata.id)
        return Origin(self._relative(document.metadata.path), given, _content_hash(document, given, linked))

    def _known(self, origin: Origin, files: Sequence[Path]) -> str | None:
        """Return the id that the index has for a source."""
        free = [id_ for id_ in self._by_path[origin.path] if id_ not in self.origins]
        same = next((id_ for id_ in free if self.stored[id_].given_id == origin.given_id), None)
        if same is not None or not _is_file_name(origin.given_id, files):
            return same
        # The file of a pair may have been indexed alone, under another form of its name.
        paths = map(self._relative, map(str, files))
        return next((id_ for path in paths for id_ in self._by_path[path] if id_ not in self.origins), None)

    def _moved(self, origin: Origin) -> str | None:
        """Return the id of a document with the same content whose source is gone."""
        ids = self._by_content[origin.content_hash]
        return next((id_ for id_ in ids if id_ not in self.origins and self._is_gone(self.stored[id_].path)), None)

    def _new(self, origin: Origin, files: Sequence[Path]) -> str:
        if self._is_free(origin.given_id, origin):
            return origin.given_id
        others = [self._origin(id_) for id_ in self._by_given[origin.given_id]]
        paths = {_path_of_id(self.absolute(other.path), origin.given_id) for other in others if other.is_file}
        for id_, names in _longer_ids(self.absolute(origin.path), origin.given_id, paths, is_pair=len(files) > 1):
            if self._is_free(id_, origin) and not any(path[-len(names) :] == names for path in paths):
                return id_
        other = self._origin(origin.given_id).path or "a document that a program gave"
        raise SourceError(origin.path, f"id {origin.given_id!r} is already used by {other}; set another id")

    def _is_free(self, id_: str, origin: Origin) -> bool:
        """Return whether no document has an id, or one that this document replaces: its file was beside this one."""
        if id_ in self.origins:
            return False
        old = self.stored.get(id_)
        return old is None or (
            old.given_id == origin.given_id
            and PurePath(old.path).parent == PurePath(origin.path).parent
            and self._is_gone(old.path)
        )

    def _origin(self, id_: str) -> Origin:
        return self.origins.get(id_) or self.stored[id_]

    def _is_gone(self, path: str) -> bool:
        if not path:
            return False  # a program gave the document
        # A name with bytes that are not text is stored in another form, so that it cannot be looked up.
        return "\ufffd" not in path and not os.path.lexists(self.absolute(path))

    def _relative(self, path: str) -> str:
        absolute = absolute_path(path)
        try:
            relative = os.path.relpath(absolute, self._folder)
        except ValueError:  # on another drive of Windows
            relative = absolute
        return replace_undecodable(relative).replace(os.sep, "/")

    def absolute(self, path: str) -> str:
        """Return the absolute form of an origin's path."""
        return os.path.normpath(os.path.join(self._folder, path))  # noqa: PTH118 -- normpath takes out ".."


def _is_file_name(given_id: str, files: Sequence[Path]) -> bool:
    """Return whether an id is the name of a file, with or without its language mark."""
    stems = {stem for file in files for stem in (stem_of(file), *(mark.stem for mark in find_marks(stem_of(file))))}
    is_record = any(file.suffix.lower() in RECORD_SUFFIXES for file in files)
    return not is_record and given_id in {unicodedata.normalize("NFC", replace_undecodable(stem)) for stem in stems}


def _path_of_id(path: str, given_id: str) -> tuple[str, ...]:
    """Return the names of the folders and the id of a document; records are in the folder named after their file."""
    place = PurePath(path)
    record = (place.stem,) if place.suffix.lower() in RECORD_SUFFIXES else ()
    return (*place.parent.parts[1:], *record, given_id)


def _longer_ids(
    path: str, given_id: str, taken: set[tuple[str, ...]], *, is_pair: bool
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield longer and longer ids, each with its parts; a pair's id does not name folders such as ``ru``."""
    names = _path_of_id(path, given_id)
    if names in taken:  # in the same folder, so that only the suffix or the language mark differs
        names = (*names[:-1], PurePath(path).name)
        yield names[-1], names[-1:]
    if is_pair:
        names = (*(name for name in names[:-1] if not any(not mark.stem for mark in find_marks(name))), names[-1])
    for length in range(2, len(names) + 1):
        yield "/".join(names[-length:]), names[-length:]
    yield "/".join((*_path_of_id(path, given_id)[:-1], PurePath(path).name)), ()


def _content_hash(document: Document, given_id: str, linked: int) -> bytes:
    metadata = replace(document.metadata, id=given_id, path="")
    values = json.dumps([asdict(metadata), document.text_ru, document.text_en], ensure_ascii=False, sort_keys=True)
    content_hash = hashlib.sha256(values.encode("utf-8", "surrogatepass"))
    if document.alignment is not None:
        content_hash.update(repr(document.alignment).encode())
    if document.places is not None:
        for places in (document.places.ru, document.places.en):
            content_hash.update(places.pack() if places is not None else b"-")
    if linked > 1:
        content_hash.update(f"{linked} linked".encode())
    return content_hash.digest()
