"""The sources of an index: which files and folders a build reads, with which options, and which the index remembers."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bisearch.errors import SourceError
from bisearch.indexing.removal import with_parents
from bisearch.sources.grouping import absolute_path
from bisearch.storage.indexed_sources import IndexedSource
from bisearch.storage.manifest import read_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.indexing.options import BuildOptions

# The build options that decide what is read from a source; an index remembers them with each source.
READING_OPTIONS = ("encoding", "pairs", "separate_pages")
_PATHS = {"pairs"}


class SourceGroup(NamedTuple):
    """Sources that are read with the same options.

    Attributes:
        paths: files and folders.
        options: the options of the build, with those that these sources are read with.
        exclude: files and folders below `paths` that belong to another group.
    """

    paths: list[Path]
    options: BuildOptions
    exclude: list[Path]


class SourceList:
    """The sources of one build.

    Args:
        named: the files and folders that the user has named; None takes all that the index remembers.
        index: the index's folder.
        options: the options of the build; they replace those that the index remembers.

    Attributes:
        paths: where the sources are.

    Raises:
        SourceError: no source is named, and the index remembers none.
    """

    def __init__(self, named: Sequence[Path] | None, index: Path, options: BuildOptions) -> None:
        self._index = index
        self._options = options
        known = read_sources(index)
        self._known = tuple(source for source in known if source.options.keys() <= set(READING_OPTIONS))
        own = {
            name: absolute_path(value) if name in _PATHS else value
            for name in READING_OPTIONS
            if (value := getattr(options, name)) not in {None, False}
        }
        if named is not None:
            self._read = [IndexedSource.named(path, index, own) for path in named]
            self.paths = list(named)
        elif self._known:
            self._read = [source._replace(options={**source.options, **own}) for source in self._known]
            self.paths = [source.location(index) for source in self._read]
        else:
            raise SourceError(str(index), "no sources are known for this index; name them: bisearch index PATH...")

    def present(self) -> Iterator[SourceGroup]:
        """Yield the sources that exist, by the options that they are read with."""
        sources = list(zip(self.paths, self._read, strict=True))
        for options in sorted({tuple(sorted(source.options.items())) for source in self._read}):
            own: dict[str, Any] = dict(options)
            paths = [path for path, source in sources if source.options == own and exists(path)]
            if paths:
                others = [path for path, source in sources if source.options != own]
                yield SourceGroup(paths, replace(self._options, **own), others)

    def absent(self) -> list[Path]:
        """Return the sources that do not exist."""
        return [path for path in self.paths if not exists(path)]

    def remembered(self, files: Iterable[str], *, only_these: bool) -> tuple[IndexedSource, ...]:
        """Return the sources that the index remembers after the build, by path.

        A new source is remembered if a document is from it, and a known one until it is neither there nor the source
        of any document. A folder covers everything below it that is read with the same options.

        Args:
            files: the files of the documents of the index.
            only_these: whether the index forgets the sources that this build does not read.
        """
        used = with_parents(files)
        known = {str(source.location(self._index)) for source in self._known}
        kept: dict[str, IndexedSource] = {}
        for source in [*(() if only_these else self._known), *self._read]:
            path = str(source.location(self._index))
            if path in used or (path in known and exists(Path(path))):
                kept = {place: each for place, each in kept.items() if path not in with_parents([place])}
                kept[path] = IndexedSource.named(Path(path), self._index, source.options)
        for path in sorted(kept):
            above = next((kept[str(folder)] for folder in Path(path).parents if str(folder) in kept), None)
            if above is not None and above.options == kept[path].options:
                del kept[path]
        return tuple(kept[path] for path in sorted(kept))


def exists(path: Path) -> bool:
    """Return whether a path exists and may be seen."""
    return os.path.exists(path)  # noqa: PTH110 -- false for a path without permission too, where Path raises
