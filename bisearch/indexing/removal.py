"""Which documents `prune` and `rebuild` may remove: those whose files are gone, but not those of an unmounted disk.

Paths are compared as absolute paths, with symbolic links unresolved, in the form that the index stores.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

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
    found = _with_parents(files)
    for path in paths:
        if path.is_dir() and _normalized(str(path)) not in found:
            raise SourceError(str(path), "no documents found here; to rebuild without it, leave it out of PATHS")


def removable_documents(
    paths: Iterable[Path], missing: Mapping[str, str], files: Iterable[str], unreadable: Iterable[str]
) -> list[str]:
    """Return the ids of the documents that may be removed, in alphabetical order.

    Args:
        paths: files and folders given to the build; documents from elsewhere stay.
        missing: absolute paths of the documents of the index that the build did not find, by their ids.
        files: files that were read.
        unreadable: files and folders that could not be read; documents from there stay.

    Raises:
        SourceError: all documents of a path are missing; it may belong to a disk that is not mounted.
    """
    unreadable = {_normalized(path) for path in unreadable}
    removable: dict[str, list[str]] = {_normalized(str(path)): [] for path in paths}
    for id_, file in missing.items():
        within = _with_parents([file])
        if unreadable.isdisjoint(within):
            for path in removable.keys() & within:
                removable[path].append(id_)
    found = _with_parents([*files, *unreadable])
    for path, ids in removable.items():
        if ids and path not in found:
            raise SourceError(
                path,
                f"no documents found here, but {len(ids):,} in the index are from here; nothing was removed;"
                " to remove them, rebuild without this path: bisearch index --rebuild PATH...",
            )
    return sorted({id_ for ids in removable.values() for id_ in ids})


def _normalized(path: str) -> str:
    return replace_undecodable(os.path.abspath(path))  # noqa: PTH100 -- Path.resolve follows symbolic links


def _with_parents(paths: Iterable[str]) -> set[str]:
    """Return normalized paths and all folders above them."""
    normalized = set(map(_normalized, paths))
    return normalized | {str(parent) for path in normalized for parent in Path(path).parents}
