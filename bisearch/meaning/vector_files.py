"""The files of an open index's vectors, which are opened with the index and read when a search first needs them."""

from __future__ import annotations

import mmap
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from bisearch.meaning.vectors import StoredVectors

SUFFIX = ".vectors"


class VectorFiles:
    """The files of a committed generation's vectors, mapped into memory; nothing is read yet.

    Args:
        folder: the folder of the generation.
        names: the paths of the files in it.
        seed: the seed of the index's checksums.
    """

    def __init__(self, folder: Path, names: Collection[str], seed: int) -> None:
        self._seed = seed
        self._maps: dict[Path, mmap.mmap] = {}
        for name in sorted(names):
            with (folder / name).open("rb") as file:
                self._maps[folder / name] = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    @cached_property
    def vectors(self) -> StoredVectors:
        """The vectors, verified by their checksums.

        Raises:
            EncoderError: they are of another encoder, or of another version.
            IndexDamagedError: they are damaged.
        """
        from bisearch.meaning.vectors import StoredVectors  # noqa: PLC0415 -- loads numpy

        return StoredVectors(self._maps, self._seed)

    def close(self) -> None:
        """Forget the files; the system closes them when no search reads them any more."""
        self._maps = {}
        self.__dict__.pop("vectors", None)
