"""What stands for the same in full and abbreviated, in both languages: ЦК ВКП(б), CC VKP(b), тов., Cde., comrade.

The rows are data: those that ship, in ``data/equivalents.txt``, which describes their form, and those that an index's
owner adds. They are looked up when a query is read, so that a new row needs no new index.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from bisearch.analysis.tokenizer import words
from bisearch.errors import TableError
from bisearch.model import SIDES
from bisearch.notation.scripts import script_of
from bisearch.word_lists import data_file, read_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from bisearch.model import Side

    # The normalised words of a spelling.
    Spelling: TypeAlias = tuple[str, ...]

SHIPPED = data_file("analysis", "equivalents.txt")
MAX_WORDS = 8


class Row(NamedTuple):
    """Spellings that stand for the same.

    Attributes:
        ru: Russian ones; likewise `en`; neither is empty.
        en: see `ru`.
    """

    ru: tuple[Spelling, ...]
    en: tuple[Spelling, ...]

    def side(self, side: Side) -> tuple[Spelling, ...]:
        """Return one side's spellings."""
        return self.ru if side == "ru" else self.en


class Run(NamedTuple):
    """Words of a query that a row has a spelling of.

    Attributes:
        start: place of the first word; `end` is one past the last.
        end: see `start`.
        spelling: as the row has it.
        row: all that stands for the same.
    """

    start: int
    end: int
    spelling: Spelling
    row: Row


class Equivalents:
    """Rows by the words their spellings begin with."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._beginning: defaultdict[str, list[tuple[Spelling, Row]]] = defaultdict(list)
        for row in rows:
            for side in SIDES:
                for spelling in row.side(side):
                    self._beginning[spelling[0]].append((spelling, row))

    def runs(self, words: Sequence[frozenset[str]]) -> Iterator[Run]:
        """Yield what of a query stands in the table.

        Args:
            words: for each word in a row, its form and its lemmas.

        Yields:
            A run for each spelling, also for those within longer ones.
        """
        for start, terms in enumerate(words):
            for term in sorted(terms):
                for spelling, row in self._beginning.get(term, ()):
                    end = start + len(spelling)
                    if end <= len(words) and all(
                        word in words[place] for place, word in enumerate(spelling[1:], start + 1)
                    ):
                        yield Run(start, end, spelling, row)


def read_rows(path: Path) -> list[Row]:
    """Read a table of equivalents.

    Args:
        path: a UTF-8 file of rows; ``#`` begins a comment.

    Raises:
        TableError: the file cannot be read, or a line is not a row.
    """
    try:
        entries = read_entries(path)
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(str(path), f"cannot be read as UTF-8 text ({error})") from error
    return [_row(text, str(path), number) for number, text in entries]


def _row(text: str, path: str, line: int) -> Row:
    sides = text.split("|")
    if len(sides) != len(SIDES):
        raise TableError(path, "a row is: Russian spellings; of a word | English; ones", line)
    ru, en = (tuple(dict.fromkeys(_spelling(each, path, line) for each in side.split(";"))) for side in sides)
    for spellings, script, side in ((ru, "latin", "Russian"), (en, "cyrillic", "English")):
        for spelling in spellings:
            if any(script_of(word) == script for word in spelling):
                raise TableError(path, f"{' '.join(spelling)!r} stands on the {side} side of the bar", line)
    return Row(ru, en)


def _spelling(text: str, path: str, line: int) -> Spelling:
    spelling = words(text).forms
    if not spelling:
        raise TableError(path, f"no word in the spelling {text.strip()!r}", line)
    if len(spelling) > MAX_WORDS:
        raise TableError(path, f"a spelling has at most {MAX_WORDS} words: {text.strip()!r}", line)
    return spelling
