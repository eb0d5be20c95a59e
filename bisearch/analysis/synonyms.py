"""Synonyms and abbreviations in both languages: ЦК ВКП(б), CC VKP(b), тов., Cde., comrade.

The rows are data: the shipped table ``data/equivalents.txt``, which describes its format, and an index's own table. A
query looks them up, so a new row needs no re-indexing.
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

    # The normalized words of a spelling.
    Spelling: TypeAlias = tuple[str, ...]

SHIPPED = data_file("analysis", "equivalents.txt")
MAX_WORDS = 8


class Row(NamedTuple):
    """Spellings of the same meaning.

    Attributes:
        ru: the Russian spellings.
        en: the English spellings.
    """

    ru: tuple[Spelling, ...]
    en: tuple[Spelling, ...]

    def side(self, side: Side) -> tuple[Spelling, ...]:
        """Return one side's spellings."""
        return self.ru if side == "ru" else self.en


class Run(NamedTuple):
    """Words of a query that match a spelling.

    Attributes:
        start: index of the first word.
        end: index after the last word.
        spelling: the spelling in the table.
        row: the row of the spelling.
    """

    start: int
    end: int
    spelling: Spelling
    row: Row


class SynonymTable:
    """A table of synonyms, looked up by the first words of spellings."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._beginning: defaultdict[str, list[tuple[Spelling, Row]]] = defaultdict(list)
        for row in rows:
            for side in SIDES:
                for spelling in row.side(side):
                    self._beginning[spelling[0]].append((spelling, row))

    def runs(self, words: Sequence[frozenset[str]]) -> Iterator[Run]:
        """Yield the runs of a query's words that match a spelling.

        Args:
            words: the form and the lemmas of each word.

        Yields:
            A run for each spelling, including those within longer ones.
        """
        for start, terms in enumerate(words):
            for term in sorted(terms):
                for spelling, row in self._beginning.get(term, ()):
                    end = start + len(spelling)
                    if end <= len(words) and all(
                        word in words[place] for place, word in enumerate(spelling[1:], start + 1)
                    ):
                        yield Run(start, end, spelling, row)


def read_synonyms(path: Path) -> list[Row]:
    """Read a table of synonyms.

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
        raise TableError(path, "a row needs: Russian; spellings | English; spellings", line)
    ru, en = (tuple(dict.fromkeys(_spelling(each, path, line) for each in side.split(";"))) for side in sides)
    for spellings, script, side in ((ru, "latin", "Russian"), (en, "cyrillic", "English")):
        for spelling in spellings:
            if any(script_of(word) == script for word in spelling):
                raise TableError(path, f"{' '.join(spelling)!r} is on the {side} side of the bar", line)
    return Row(ru, en)


def _spelling(text: str, path: str, line: int) -> Spelling:
    spelling = words(text).forms
    if not spelling:
        raise TableError(path, f"no word in the spelling {text.strip()!r}", line)
    if len(spelling) > MAX_WORDS:
        raise TableError(path, f"a spelling has at most {MAX_WORDS} words: {text.strip()!r}", line)
    return spelling


def rows_of_names(pairs: Iterable[tuple[str, str]]) -> list[Row]:
    """Return a row for each name, with all spellings of it.

    Args:
        pairs: pairs of spellings of one name; pairs that share a spelling are one name.
    """
    groups: dict[Spelling, dict[Spelling, None]] = {}
    for pair in pairs:
        joined: dict[Spelling, None] = {}
        for spelling in (words(text).forms for text in pair):
            if spelling:
                joined |= groups.get(spelling, {spelling: None})
        groups |= dict.fromkeys(joined, joined)
    different = {id(group): group for group in groups.values()}.values()
    return [_row_of(group) for group in different]


def _row_of(spellings: Iterable[Spelling]) -> Row:
    russian = {spelling: any(script_of(word) == "cyrillic" for word in spelling) for spelling in spellings}
    ru = tuple(spelling for spelling, is_russian in russian.items() if is_russian)
    return Row(ru, tuple(spelling for spelling, is_russian in russian.items() if not is_russian))
