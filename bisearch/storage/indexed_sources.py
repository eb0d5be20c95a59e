"""The files and folders that an index was built from, as its manifest keeps them."""

from __future__ import annotations

import os
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class IndexedSource(NamedTuple):
    """A file or folder that an index reads again when it is updated.

    Attributes:
        path: its absolute path when it was last named.
        relative: its path from the index's folder, so that both may be moved together; empty if there is none.
        options: the options to read it with that are not the defaults, by their names in `BuildOptions`.
    """

    path: str
    relative: str = ""
    options: Mapping[str, str | bool] = MappingProxyType({})

    @classmethod
    def named(cls, path: Path, index: Path, options: Mapping[str, str | bool]) -> IndexedSource:
        """Return the source of a path that the user has named; a relative one is relative to the working directory."""
        absolute = _absolute(path)
        try:
            relative = os.path.relpath(absolute, _absolute(index))
        except ValueError:  # on another drive of Windows
            relative = ""
        return cls(absolute, relative, options)

    def location(self, index: Path) -> Path:
        """Return where the source is now: the same way from the index as before, else where it was."""
        together = _absolute(index / self.relative)
        return Path(together if self.relative and os.path.lexists(together) else self.path)


def _absolute(path: Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100 -- Path.resolve follows symbolic links
