"""Which files are one document: files whose names or folders differ only in their language marks are joined.

Names are tried in this order: a mark at the end of the file's name, at its start, inside it, a further translation
(``letter_en_smith.txt`` beside ``letter_ru.txt``), then marks in the names of folders (``ru/05.txt``, ``en/05.txt``).
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bisearch.sources.language_marks import OPPOSITES, Mark, find_marks, normalize_name
from bisearch.sources.page_folders import stem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bisearch.sources.language_marks import Role

    # What the names of a document's files have in common.
    Key: TypeAlias = tuple[str, ...]

# Suffixes of files with one sentence per line, and their roles.
LINE_SUFFIXES: dict[str, Role] = {".ru": "ru", ".en": "en"}
# A further translation has at most this many words after the mark: letter_en_smith, not visit_en_route_to_Perm.
MAX_VARIANT_WORDS = 2

_WORD = re.compile(r"[^\W_]+")
_cached_marks = lru_cache(maxsize=1024)(find_marks)  # many files share a folder


class TextPair(NamedTuple):
    """Two files with the two texts of one document.

    Attributes:
        first: the Russian text, or the original.
        second: the English text, or the translation.
        stem: the document's id, unless its metadata has another.
        path: the file of the two that belongs to no other pair.
        are_languages_known: whether the names say which text is Russian; if not, the scripts do.
        is_marked_by_folder: whether only folders have language marks, so that the files may be complete documents.
    """

    first: Path
    second: Path
    stem: str
    path: Path
    are_languages_known: bool = True
    is_marked_by_folder: bool = False


@dataclass(frozen=True, slots=True)
class FileGroup:
    """One file, or files that belong together.

    Attributes:
        path: the file that identifies the group.
        pairs: the texts of each document; empty for a file that is read by itself. Several pairs are several
            translations of one original.
    """

    path: Path
    pairs: tuple[TextPair, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of the group, each once."""
        return tuple(dict.fromkeys(file for pair in self.pairs for file in pair[:2])) or (self.path,)

    def own_files(self, path: str) -> tuple[Path, ...]:
        """Return the files of one of the documents that are in no other document, the identifying one first."""
        own = next((pair for pair in self.pairs if str(pair.path) == path), None)
        if own is None:
            return (Path(path),)
        shared = {file for pair in self.pairs if pair is not own for file in pair[:2]}
        return (own.path, *(file for file in own[:2] if file != own.path and file not in shared))


class _Named(NamedTuple):
    """A file with one of its language marks.

    Attributes:
        path: the file.
        role: the text that the mark names.
        stem: the file's name without suffix and mark.
        spelling: how the mark is written, the most important first; the files of a pair mostly agree.
        is_marked_by_folder: whether the mark is in the name of a folder.
    """

    path: Path
    role: Role
    stem: str
    spelling: tuple[object, ...]
    is_marked_by_folder: bool = False


def absolute_path(path: Path | str) -> str:
    """Return an absolute path without ``..``, its symbolic links unresolved."""
    return os.path.abspath(path)  # noqa: PTH100 -- Path.resolve follows symbolic links


def group_files(files: Iterable[Path], is_text: Callable[[Path], bool]) -> list[FileGroup]:
    """Return groups that contain every file once, sorted by path.

    Args:
        files: different files; with a relative path, relative to the working directory.
        is_text: returns whether a file holds a text, so that two such files can be one document.
    """
    return _Grouping(sorted(files), is_text).groups()


def facing_folders(folder: Path) -> list[Path]:
    """Return the existing folders that a folder makes pairs with: ``texts/en/1946`` for ``texts/ru/1946``."""
    names = _folder_names(folder)
    found = []
    for place, name in enumerate(names):
        for role in {mark.role: None for mark in _cached_marks(name)}:
            parent = Path(*names[:place])
            with suppress(OSError):
                found += [
                    Path(sibling, *names[place + 1 :])
                    for sibling in sorted(parent.iterdir())
                    if _without_mark(sibling.name, OPPOSITES[role]) == _without_mark(name, role) != normalize_name(name)
                    and Path(sibling, *names[place + 1 :]).is_dir()
                ]
    return found


class _Grouping:
    def __init__(self, files: Sequence[Path], is_text: Callable[[Path], bool]) -> None:
        self._files = files
        self._texts = [file for file in files if is_text(file)]
        self._folders = {folder: _folder_names(folder) for folder in {file.parent for file in files}}
        self._groups: dict[Path, FileGroup] = {}

    def groups(self) -> list[FileGroup]:
        self._join(self._line_names())
        for place in ("end", "start", "inside"):
            self._join(self._file_names(place))
        self._join_variants()
        self._join(self._names_without_marks())
        self._join(self._names_without_folder_mark())
        joined = {group.path: group for group in self._groups.values()}
        alone = [FileGroup(file) for file in self._files if file not in self._groups]
        return sorted([*joined.values(), *alone], key=lambda group: group.path)

    def _ungrouped(self) -> list[Path]:
        return [file for file in self._texts if file not in self._groups]

    def _line_names(self) -> Iterator[tuple[Key, _Named]]:
        texts = set(self._texts)
        for file in self._files:
            role = LINE_SUFFIXES.get(file.suffix.lower())
            if role is not None and file not in texts:
                yield self._key(file, stem_of(file)), _Named(file, role, stem_of(file), (stem_of(file),))

    def _file_names(self, place: str) -> Iterator[tuple[Key, _Named]]:
        for file in self._ungrouped():
            for mark in find_marks(stem_of(file)):
                if place == ("end" if not mark.tail else "start" if not mark.head else "inside"):
                    yield self._key(file, mark.head, mark.tail), _named(file, mark)

    def _names_without_marks(self) -> Iterator[tuple[Key, _Named]]:
        """Yield the files in marked folders, with all marks of one role removed from their folders and their name."""
        for file in self._ungrouped():
            folders = self._folders[file.parent]
            marks = [mark for folder in folders for mark in _cached_marks(folder)]
            for role in {mark.role: None for mark in marks}:
                name = next((mark for mark in find_marks(stem_of(file)) if mark.role == role and mark.stem), None)
                stem = stem_of(file) if name is None else name.stem
                key = (*(_without_mark(folder, role) for folder in folders), normalize_name(stem))
                yield key, _Named(file, role, stem, (file.suffix.lower(),), is_marked_by_folder=name is None)

    def _names_without_folder_mark(self) -> Iterator[tuple[Key, _Named]]:
        """Yield the files in marked folders, with one mark removed; the nearest folder comes first."""
        for file in self._ungrouped():
            folders = self._folders[file.parent]
            for place in range(len(folders) - 1, -1, -1):
                for role in {mark.role: None for mark in _cached_marks(folders[place])}:
                    names = (*map(normalize_name, folders[:place]), _without_mark(folders[place], role))
                    key = (*names, *map(normalize_name, folders[place + 1 :]), normalize_name(stem_of(file)))
                    yield key, _Named(file, role, stem_of(file), (file.suffix.lower(),), is_marked_by_folder=True)

    def _key(self, file: Path, *names: str) -> Key:
        return (*self._folders[file.parent], *map(normalize_name, names))

    def _join(self, named: Iterable[tuple[Key, _Named]]) -> None:
        """Join the files that have the same key and opposite roles."""
        by_key: defaultdict[Key, defaultdict[Role, list[_Named]]] = defaultdict(lambda: defaultdict(list))
        for key, file in named:
            by_key[key][file.role].append(file)
        for by_role in by_key.values():
            self._join_roles(by_role["ru"], by_role["en"])
            self._join_roles(by_role["original"], by_role["translation"])

    def _join_roles(self, firsts: list[_Named], seconds: list[_Named]) -> None:
        firsts = [file for file in firsts if file.path not in self._groups]
        seconds = [file for file in seconds if file.path not in self._groups]
        pairs: list[tuple[_Named, _Named]] = []
        # Files whose marks are spelled in the same way belong together: a_ru and a_en, a.rus and a.eng.
        for length in range(max((len(file.spelling) for file in firsts), default=0), -1, -1):
            if length or min(len(firsts), len(seconds)) == 1:
                for first, second in product(tuple(firsts), tuple(seconds)):
                    if first in firsts and second in seconds and first.spelling[:length] == second.spelling[:length]:
                        pairs.append((first, second))
                        firsts.remove(first)
                        seconds.remove(second)
        for first, second in pairs:
            self._add(FileGroup(first.path, (_pair(first, second, first.path, first.stem),)))
        if len(pairs) == 1:
            for variant in (*firsts, *seconds):
                self._add_variant(self._groups[pairs[0][0].path], variant)

    def _join_variants(self) -> None:
        """Join files with a few words after the mark to the file of the other language that has none."""
        marked = [(file, mark) for file in self._texts for mark in find_marks(stem_of(file)) if mark.head]
        plain: defaultdict[tuple[Key, Role], list[_Named]] = defaultdict(list)
        for file, mark in marked:
            if not mark.tail:
                plain[self._key(file, mark.head), mark.role].append(_named(file, mark))
        for file, mark in marked:
            others = plain[self._key(file, mark.head), OPPOSITES[mark.role]]
            if others and file not in self._groups and 0 < len(_WORD.findall(mark.tail)) <= MAX_VARIANT_WORDS:
                variant, other = _named(file, mark)._replace(stem=stem_of(file)), others[0]
                group = self._groups.get(other.path)
                if group is not None:
                    self._add_variant(group, variant)
                else:
                    first, second = (other, variant) if other.role in {"ru", "original"} else (variant, other)
                    self._add(FileGroup(other.path, (_pair(first, second, other.path, other.stem),)))

    def _add_variant(self, group: FileGroup, variant: _Named) -> None:
        first, second = (_Named(file, variant.role, "", ()) for file in group.pairs[0][:2])
        first, second = (variant, second) if variant.role in {"ru", "original"} else (first, variant)
        pair = _pair(first, second, variant.path, stem_of(variant.path))
        self._add(replace(group, pairs=(*group.pairs, pair)))

    def _add(self, group: FileGroup) -> None:
        self._groups |= dict.fromkeys(group.files, group)


def _named(file: Path, mark: Mark) -> _Named:
    stem = mark.stem or file.absolute().parent.name or stem_of(file)
    return _Named(file, mark.role, stem, (mark.convention, mark.separator, file.suffix.lower(), mark.head))


def _pair(first: _Named, second: _Named, path: Path, stem: str) -> TextPair:
    return TextPair(first.path, second.path, stem, path, first.role in {"ru", "en"}, first.is_marked_by_folder)


def _folder_names(folder: Path) -> tuple[str, ...]:
    return Path(absolute_path(folder)).parts


def _without_mark(name: str, role: Role) -> str:
    """Return a folder's name with a placeholder for its last mark of a role."""
    mark = next((mark for mark in _cached_marks(name) if mark.role == role), None)
    return normalize_name(name if mark is None else f"{mark.head}*{mark.tail}")
