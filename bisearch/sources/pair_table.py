"""The table of files that are the two texts of one document, for people to correct: TSV with a heading row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bisearch.decoding import read_text
from bisearch.errors import SourceError
from bisearch.sources.grouping import FileGroup, TextPair, absolute_path
from bisearch.sources.page_folders import stem_of
from bisearch.sources.pairs import is_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HEADING = ("ru", "en", "score", "margin", "note")


class FilePair(NamedTuple):
    """A Russian and an English file that are the two texts of one document.

    Attributes:
        ru: the Russian file.
        en: the English file.
        score: the evidence that they share, in [0, 1].
        margin: how much more that is than either shares with any other file; below 0 if another is nearer.
        note: a remark for the person who checks the table.
    """

    ru: Path
    en: Path
    score: float = 1.0
    margin: float = 1.0
    note: str = ""


def pair_table(pairs: Iterable[FilePair], folder: Path) -> str:
    """Return the table of some pairs.

    Args:
        pairs: the pairs.
        folder: the folder that the table will be in; files in it are named relative to it.

    Raises:
        ValueError: the name of a file has a tab or a line end.
    """
    rows = [HEADING]
    for ru, en, score, margin, note in pairs:
        rows.append((_name(ru, folder), _name(en, folder), f"{score:.3f}", f"{margin:.3f}", note))
    return "".join("\t".join(row) + "\n" for row in rows)


def read_pair_table(path: Path, on_error: Callable[[SourceError], None]) -> list[FilePair]:
    """Return the pairs of a table; the first two columns of each row count.

    Args:
        path: the table, in any encoding that can be detected. Files are named relative to its folder. Lines that begin
            with ``#`` are comments.
        on_error: called for each row that names a missing file, one that holds no text, or one a second time.

    Raises:
        SourceError: the table cannot be read.
    """
    pairs: list[FilePair] = []
    lines_of: dict[str, int] = {}
    for number, line in enumerate(read_text(path).split("\n"), 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not any(cells) or line.startswith("#") or (number == 1 and cells[0].lower() == HEADING[0]):
            continue
        ru, en = (path.parent / cell for cell in (*cells, "")[:2])
        places = [absolute_path(ru), absolute_path(en)]
        reason = _mistake(cells) or next(filter(None, map(_unusable, (ru, en))), "")
        again = next((place for place in places if place in lines_of), None)
        if not reason and again is not None:
            reason = f"{again} is also in line {lines_of[again]}"
        if reason:
            on_error(SourceError(str(path), reason, number))
            continue
        lines_of |= dict.fromkeys(places, number)
        pairs.append(FilePair(ru, en))
    return pairs


def groups_of_pairs(pairs: Iterable[FilePair]) -> list[FileGroup]:
    """Return the group of files of each pair; the Russian file gives the document its id."""
    return [FileGroup(ru, (TextPair(ru, en, stem_of(ru), ru),)) for ru, en, *_ in pairs]


def _name(path: Path, folder: Path) -> str:
    absolute, base = Path(absolute_path(path)), Path(absolute_path(folder))
    name = str(absolute.relative_to(base) if absolute.is_relative_to(base) else absolute)
    if any(character in name for character in "\t\r\n"):
        raise ValueError(f"the name of {path} has a tab or a line end; rename it")
    return name


def _mistake(cells: list[str]) -> str:
    """Return the reason why a row is no pair; empty if it is one."""
    if not all((*cells, "")[:2]):
        return "a row needs a Russian and an English file, separated by a tab"
    return "both columns name the same file" if cells[0] == cells[1] else ""


def _unusable(path: Path) -> str:
    """Return the reason why a file cannot be a text of a pair; empty if it can."""
    if not path.exists():
        return f"no such file: {path}"
    return "" if is_text(path) else f"{path} is not a file with one text"
