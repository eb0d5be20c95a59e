"""The archives that a server shows: open indexes, each of which takes up new commits."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING
from zlib import crc32

from bisearch.errors import ClusterError, IndexReplacedError, StoredIndexError
from bisearch.index import open as open_index
from bisearch.sanitizing import clean
from bisearch.storage.index_folder import MANIFEST
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from bisearch.index import Index

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
        self._manifest = path / MANIFEST
        self._seen = _state(self._manifest)
        self._index = _opened(path)
        self._corrections = _corrections_of(path)
        self._lock = Lock()
        self._kept: dict[str, Any] = {}
        self._replaced: Index | None = None

    @property
    def index(self) -> Index:
        """The open index, in the state in which a request last took it."""
        return self._index

    def newest(self) -> Index:
        """Return the open index after it has taken up the newest commit, of whichever process.

        Each request begins with this. Of requests at the same time, one takes the commit up; the others still see the
        state before.
        """
        if _state(self._manifest) != self._seen and self._lock.acquire(blocking=False):
            try:
                self._seen = _state(self._manifest)
                self._refresh()
                self._corrections = _corrections_of(self.path)
            finally:
                self._lock.release()
        return self._index

    def etag(self, version: str) -> str:
        """Return the HTTP entity tag of all that this release shows of a commit and of the corrections beside it.

        Args:
            version: the version of the commit; see `Index.version`.
        """
        return f'W/"{version}-{__version__}-{crc32(repr(_state(self._corrections)).encode()):x}"'

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
        except (StoredIndexError, ClusterError):
            self._seen = ()  # the older state is still open, and the next request tries again


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


def _corrections_of(index: Path) -> Path:
    """Return the file of the corrections of an index."""
    from bisearch.corrections.corrections_file import corrections_path  # noqa: PLC0415 -- a server starts faster without

    return corrections_path(index)


def _state(file: Path) -> tuple[int, ...]:
    """Return what changes when a file is written or replaced; nothing if there is no file."""
    try:
        status = file.stat()
    except OSError:
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns


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
