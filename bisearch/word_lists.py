"""Reading of word lists and tables: UTF-8 text with ``#`` comments, in the ``data`` folder of each room.

A room's list is named by the room and the file: ``read_words("analysis", "stopwords.ru.txt")`` reads
``bisearch/analysis/data/stopwords.ru.txt``.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, cached_property
from pathlib import Path

from bisearch.regular_files import read_regular

_PACKAGE = Path(__file__).parent
# Bytes of a list; a table of synonyms that an archive makes is far smaller.
MAX_BYTES = 16 << 20
# A sorted table makes a list of its pages after this many look-ups, and finds a key on its page from then on.
FEW_LOOK_UPS, PAGE_BYTES = 200, 512


def read_entries(path: Path) -> list[tuple[int, str]]:
    """Return the lines of a list with their numbers, without comments, empty lines and surrounding whitespace.

    Args:
        path: a UTF-8 file, with or without a byte order mark.

    Returns:
        Pairs of a 1-based line number and the line's text.

    Raises:
        OSError: the file cannot be read.
        UnicodeDecodeError: the file is not UTF-8.
    """
    lines = enumerate(read_regular(path, MAX_BYTES).decode("utf-8-sig").splitlines(), 1)
    return [(number, entry) for number, line in lines if (entry := line.partition("#")[0].strip())]


def data_file(room: str, name: str) -> Path:
    """Return the path of a data file that ships with a room of the package, e.g. ``analysis`` and ``dotted.txt``."""
    return _PACKAGE / room / "data" / name


@cache
def read_words(room: str, name: str) -> tuple[str, ...]:
    """Return the entries of a shipped list, one per line; each list is read once.

    Args:
        room: the sub-package, e.g. ``analysis``.
        name: the file's name in the room's data folder, e.g. ``stopwords.ru.txt``.
    """
    return tuple(entry for _, entry in read_entries(data_file(room, name)))


@cache
def read_word_set(room: str, name: str) -> frozenset[str]:
    """Return the entries of a shipped list as a set; arguments as in `read_words`."""
    return frozenset(read_words(room, name))


@cache
def read_rows(room: str, name: str, separator: str | None = None) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a shipped table, one per line; each table is read once.

    Args:
        room: the sub-package, e.g. ``similarity``.
        name: the file's name in the room's data folder, e.g. ``latin.txt``.
        separator: the text between columns; None separates them by whitespace.

    Returns:
        The cells of each row; a cell written ``-`` is an empty string.
    """
    rows = (entry.split(separator) for entry in read_words(room, name))
    return tuple(tuple("" if cell.strip() == "-" else cell.strip() for cell in cells) for cells in rows)


class SortedTable:
    """A table of text in a memory-mapped file, which opens at once however large it is.

    Args:
        path: a UTF-8 file of lines ``key<TAB>value``, sorted by their bytes; no character of a key sorts before a tab.

    Raises:
        OSError: the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        import mmap  # noqa: PLC0415 -- only searches for words that the index lacks read such a table

        with path.open("rb") as file:
            self._lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._asked = 0

    @cached_property
    def _pages(self) -> tuple[list[int], list[bytes]]:
        """The start of a line in about every `PAGE_BYTES` bytes, then the end of the table; and these lines."""
        lines, starts = self._lines, [0]
        while (start := lines.find(b"\n", starts[-1] + PAGE_BYTES) + 1) and start < len(lines):
            starts.append(start)
        return [*starts, len(lines)], [lines[start : lines.find(b"\n", start) + 1] for start in starts]

    def _place(self, prefix: bytes) -> tuple[int, int]:
        """Return the part of the table that has a line if any has it: all of it for the first few look-ups."""
        self._asked += 1
        if self._asked <= FEW_LOOK_UPS:
            return 0, len(self._lines)
        starts, first_lines = self._pages
        page = bisect_left(first_lines, prefix)
        # The line is the first of its page, or on the page before.
        return starts[max(0, page - 1)], starts[min(page + 1, len(first_lines))]

    def get(self, key: str, default: str) -> str:
        """Return the value of a key, or `default` if the table does not have it."""
        prefix = f"{key}\t".encode()
        low, high = self._place(prefix)  # both are starts of lines
        while low < high:
            start = self._lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._lines.find(b"\n", start) + 1
            line = self._lines[start:end]
            if line.startswith(prefix):
                return line[len(prefix) : -1].decode()
            if line < prefix:
                low = end
            else:
                high = start
        return default
