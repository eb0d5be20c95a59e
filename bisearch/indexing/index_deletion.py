"""Deletes a whole index: its generations, and what its engine keeps in other places."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bisearch.engines.registry import stored_engine
from bisearch.errors import IndexMissingError
from bisearch.storage.index_folder import DEFAULT_INDEX, MANIFEST, POSTINGS, IndexFolder
from bisearch.storage.manifest import read_engine
from bisearch.validation import check_wait, path_of

if TYPE_CHECKING:
    from pathlib import Path

# How the names of an index's own files begin that a removal may leave: locks, and generations that are being read.
_OWN = ("writer.", "generation-")


@dataclass(frozen=True, slots=True)
class IndexDeletion:
    """Result of deleting an index.

    Attributes:
        removed_elsewhere: the names of what was removed in other places than its folder: indexes of a cluster.
        kept: the files and folders that stay in its folder because people made them: corrections, synonyms.
    """

    removed_elsewhere: tuple[str, ...] = ()
    kept: tuple[Path, ...] = ()


def delete_index(index: str | Path = DEFAULT_INDEX, *, wait: float = 0.0) -> IndexDeletion:
    """Delete an index, also what it has in a cluster; corrections and synonyms that people made stay in its folder.

    Programs that have the index open can search it until they close it, unless its postings are in a cluster.

    Args:
        index: folder of the index, which may be damaged.
        wait: seconds to wait while another process writes; may be infinite.

    Raises:
        IndexMissingError: the folder has no index.
        IndexLockedError: another process is writing to the index.
        IndexDamagedError: the file is damaged that says what the index has in a cluster; nothing is deleted.
        ClusterError: the cluster does not answer; nothing is deleted in the folder.
        IndexWriteError: the folder cannot be changed.
    """
    check_wait(wait)
    folder = check_there_is_index(index)
    with folder.writing(wait):
        name = read_engine(folder.path)
        removed: list[str] = []
        if name is not None:
            postings = sorted(folder.path.glob(f"generation-*/{POSTINGS}"))
            removed = stored_engine(name, folder.path).remove_elsewhere(postings[-1]) if postings else []
        folder.remove()
    kept = (path for path in folder.path.iterdir() if not path.name.startswith(_OWN))
    return IndexDeletion(tuple(removed), tuple(sorted(kept)))


def check_there_is_index(index: str | Path) -> IndexFolder:
    """Return the folder of an index, which may be damaged.

    Raises:
        IndexMissingError: the folder has no index.
    """
    folder = IndexFolder(path_of(index, "index"))
    if not os.path.exists(folder.path / MANIFEST):  # noqa: PTH110 -- false for an impossible name, where Path raises
        raise IndexMissingError(f"{folder.path}: no index here; name one with --index DIR")
    return folder
