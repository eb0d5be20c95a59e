"""The archives that a server shows: open indexes, each of which takes up new commits."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING

from bisearch.errors import IndexReplacedError, StoredIndexError
from bisearch.index import open as open_index
from bisearch.sanitizing import clean
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from bisearch.index import Index

# A request looks for a newer commit, unless another request did so in the last moment.
_SECONDS_BETWEEN_REFRESHES = 1.0
# Characters of a folder's name that a route or an address takes for something else.
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("{}/?#%\\", "-"))


class Archive:
    """An index that a server shows.

    It takes up each new commit. If another index is put in its place, it opens that one. If the newer state cannot be
    opened, it goes on showing the older one.

    Args:
        path: the folder of the index.
        name: the name in addresses.
        title: the name for people.

    Raises:
        StoredIndexError: the index is missing, damaged or of another version.
    """

    def __init__(self, path: Path, name: str, title: str) -> None:
        self.name, self.title = name, title
        self.path = path
        self._index = _opened(path)
        self._lock = Lock()
        self._looked = time.monotonic()
        self._kept: dict[str, Any] = {}
        self._replaced: Index | None = None

    @property
    def index(self) -> Index:
        """The open index, in its newest state."""
        if time.monotonic() - self._looked >= _SECONDS_BETWEEN_REFRESHES and self._lock.acquire(blocking=False):
            try:
                self._looked = time.monotonic()
                self._refresh()
            finally:
                self._lock.release()
        return self._index

    @property
    def version(self) -> str:
        """A text that changes with every commit."""
        return self.index.version

    @property
    def etag(self) -> str:
        """The HTTP entity tag of all that is shown of this commit by this release."""
        return f'W/"{self.version}-{__version__}"'

    @property
    def facet_names(self) -> list[str]:
        """The names of the facets that any document has."""
        return self.kept("facet names", lambda index: index.facet_names())  # type: ignore[no-any-return]

    def kept(self, key: str, make: Callable[[Index], Any]) -> Any:
        """Return what `make` makes of the index; it is made once for each commit."""
        index = self.index
        version = index.version
        known = self._kept.get(key)
        if known is None or known[0] != version:
            known = self._kept[key] = (version, make(index))
        return known[1]

    def take_up(self) -> None:
        """Show a commit that was made just now."""
        with self._lock:
            self._refresh()

    def close(self) -> None:
        """Close the index."""
        self._index.close()
        if self._replaced is not None:
            self._replaced.close()

    def _refresh(self) -> None:
        try:
            self._index.refresh()
        except IndexReplacedError:
            if self._replaced is not None:
                self._replaced.close()
            self._replaced, self._index = self._index, _opened(self.path)  # a request may still use the older one
        except StoredIndexError:
            pass  # the older state is still open


def open_archives(paths: list[Path], title: str = "") -> list[Archive]:
    """Open indexes.

    Args:
        paths: the folders of the indexes.
        title: the name for people, if there is one index; the name of its folder is the default.

    Raises:
        StoredIndexError: an index is missing, damaged or of another version.
        ValueError: two indexes have the same name.
    """
    names = [_name(path) for path in paths]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"two indexes are named {name!r}; their folders need different names")
    archives: list[Archive] = []
    try:
        for path, name in zip(paths, names, strict=True):
            archives.append(Archive(path, name, title or clean(name)))
    except BaseException:
        for archive in archives:
            archive.close()
        raise
    return archives


def _opened(path: Path) -> Index:
    """Return an index that can be searched; a search would raise `IndexVersionError` for other dictionaries later."""
    index = open_index(path)
    try:
        index.search("1", limit=0)
    except BaseException:
        index.close()
        raise
    return index


def _name(path: Path) -> str:
    """Return the name of an index: that of its folder, or of the folder around it if that is just `index`."""
    resolved = path.resolve()
    name = resolved.parent.name if resolved.name == "index" and resolved.parent.name else resolved.name
    return name.translate(_NOT_IN_NAMES)
