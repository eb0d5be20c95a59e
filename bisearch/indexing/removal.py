"""Which documents `prune` and `rebuild` may remove: those whose files are gone, but not those of an unmounted disk.

Paths are compared as absolute paths, with symbolic links unresolved, in the form that the index stores.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bisearch.errors import SourceError
from bisearch.sources.limits import replace_undecodable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def check_paths_exist(paths: Iterable[Path]) -> None:
    """Raise `SourceError` if a path does not exist: all its documents would be removed."""
    for path in paths:
        if not os.path.exists(path):  # noqa: PTH110 -- false for a path without permission too, where Path raises
            raise SourceError(str(path), "no such file or folder; the index is unchanged")


def check_folders_have_documents(paths: Iterable[Path], files: Iterable[str]) -> None:
    """Raise `SourceError` if a folder has no documents: it may belong to a disk that is not mounted.

    Args:
        paths: files and folders given to the build.
        files: files that were read or could not be read.
    """
    found = with_parents(files)
    for path in paths:
        if path.is_dir() and _normalized(str(path)) not in found:
            raise SourceError(str(path), "no documents found here; to rebuild without it, leave it out of PATHS")


class MissingDocuments(NamedTuple):
    """Documents of an index that its sources no longer have.

    Attributes:
        removable: the ids of those whose file or record is gone, in alphabetical order.
        emptied: for each source that has no document left, the number of documents of the index that are from it. Its
            disk may not be mounted, so they are not removable.
    """

    removable: list[str]
    emptied: dict[str, int]


def missing_documents(
    paths: Iterable[Path], missing: Mapping[str, str], files: Iterable[str], unreadable: Iterable[str]
) -> MissingDocuments:
    """Return which documents of an index are no longer in the sources of a build.

    Args:
        paths: files and folders that the build has read; documents from elsewhere are not missing.
        missing: absolute paths of the documents of the index that the build did not find, by their ids.
        files: files that were read.
        unreadable: files and folders that could not be read; documents from there are not missing.
    """
    unreadable = {_normalized(path) for path in unreadable}
    by_path: dict[str, list[str]] = {_normalized(str(path)): [] for path in paths}
    for id_, file in missing.items():
        within = with_parents([file])
        if unreadable.isdisjoint(within):
            for path in by_path.keys() & within:
                by_path[path].append(id_)
    found = with_parents([*files, *unreadable])
    emptied = {path: len(ids) for path, ids in by_path.items() if ids and path not in found}
    removable = {id_ for path, ids in by_path.items() if path not in emptied for id_ in ids}
    return MissingDocuments(sorted(removable), emptied)


def documents_from(path: Path, documents: Iterable[str]) -> int:
    """Return how many documents are from a file or folder, given the absolute path of each document's file."""
    place = _normalized(str(path))
    return sum(place in with_parents([file]) for file in documents)


def _normalized(path: str) -> str:
    return replace_undecodable(os.path.abspath(path))  # noqa: PTH100 -- Path.resolve follows symbolic links


def with_parents(paths: Iterable[str]) -> set[str]:
    """Return normalized paths and all folders above them."""
    normalized = set(map(_normalized, paths))
    folders = set(map(os.path.dirname, normalized))
    return normalized | folders | {str(parent) for folder in folders for parent in Path(folder).parents}
