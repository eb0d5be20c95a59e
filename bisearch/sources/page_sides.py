"""Dividing a page's body into its Russian and its English text, by the script of blocks, lines and table columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from bisearch.notation.scripts import count_letters
from bisearch.sources.excerpts import Excerpt, excerpt_of_lines, without_markup
from bisearch.sources.page_blocks import Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.model import Side
    from bisearch.places import Piece
    from bisearch.sources.accounting import Account

# A second language must account for at least this many letters plus this share of all letters.
MIN_LETTERS, MIN_SHARE = 10, 0.02
# If more than this share of letters is on the wrong side of the best border, the languages alternate.
MAX_MISFIT = 0.15
# Least share of letters of its own script in a column of a bilingual table.
MIN_COLUMN_SHARE = 0.8

_SENTENCE_END = re.compile(r"[.!?…:;][\"»”)]*$")
_TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?\|?\s*$")
_CELL = re.compile(r"(?:[^|\\]|\\.)+")
_TAB_CELL = re.compile(r"(?:^|(?<=\t))[^\t\n]*", re.MULTILINE)
_COLUMN_CELL = re.compile(r"\S+(?:[ \t]\S+)*")
_LANGUAGE_NAMES = {
    "ru", "rus", "russian", "русский", "русский текст", "по-русски", "оригинал", "original", "текст", "text_ru",
    "russian text", "en", "eng", "english", "английский", "английский текст", "по-английски", "перевод", "translation",
    "text_en", "english text",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of the body that belongs to one side.

    Attributes:
        block: its text.
        separator: what separates it from the unit before it on the same side, where the languages alternate.
        continues: whether it directly follows the unit before it in the file, without a blank line.
    """

    block: Block
    separator: str = "\n\n"
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Sides:
    """The two texts of a page.

    Attributes:
        ru: the Russian text; None if there is none.
        en: the English text; None if there is none.
        misplaced: share of the letters that are on the side of the other script.
        pieces_ru: where the Russian text is in the file.
        pieces_en: where the English text is in the file.
    """

    ru: str | None
    en: str | None
    misplaced: float
    pieces_ru: tuple[Piece, ...] = ()
    pieces_en: tuple[Piece, ...] = ()


def divide(body: Sequence[Block], text: str, account: Account) -> Sides:
    """Divide a page's body; everything in it is noted in the account.

    Args:
        body: the blocks of the body.
        text: the file.
        account: of the file.
    """
    columns = _columns(body, text, account)
    if columns is not None:
        return _sides(*columns, account)
    if any(_is_table_block(block, text) for block in body):
        ru, en = _with_tables(body, text, account)
        return _sides(ru, en, account)
    units = [Unit(block) for block in body]
    divided = _at_border(units)
    if divided is None:
        lines = [unit for block in body for unit in _script_runs(block)]
        divided = _at_border(lines) or _alternating(lines)
    return _sides(*divided, account)


def _at_border(units: Sequence[Unit]) -> tuple[list[Unit], list[Unit]] | None:
    """Divide at the border with the fewest letters on the wrong side; None if too many are at every border."""
    count = len(units)
    cyrillic = [0, *accumulate(unit.block.cyrillic for unit in units)]
    latin = [0, *accumulate(unit.block.latin for unit in units)]
    letters = cyrillic[-1] + latin[-1]
    penalty = MIN_LETTERS + MIN_SHARE * letters
    # For a border after k units: the letters on the wrong side. On a tie, the later border wins.
    ru_first = [
        (latin[k] + cyrillic[-1] - cyrillic[k] + (penalty if 0 < k < count else 0), -k) for k in range(count + 1)
    ]
    en_first = [(cyrillic[k] + latin[-1] - latin[k] + (penalty if 0 < k < count else 0), -k) for k in range(count + 1)]
    best_ru, best_en = min(ru_first), min(en_first)
    if min(best_ru, best_en)[0] > MAX_MISFIT * letters + penalty:
        return None
    border = -min(best_ru, best_en)[1]
    joined = [replace(unit, separator="\n") if unit.continues else unit for unit in units]
    first, rest = joined[:border], joined[border:]
    return (first, rest) if best_ru <= best_en else (rest, first)


def _alternating(units: Sequence[Unit]) -> tuple[list[Unit], list[Unit]]:
    """Put each unit on the side of its script; one without letters belongs with the unit before it."""
    ru: list[Unit] = []
    en: list[Unit] = []
    side = ru
    for unit in units:
        if unit.block.cyrillic != unit.block.latin:
            side = ru if unit.block.cyrillic > unit.block.latin else en
        side.append(unit)
    return ru, en


def _script_runs(block: Block) -> Iterator[Unit]:
    """Yield the runs of lines of a block that are in one script.

    A run that does not begin a sentence, because the run before it on its side has not ended one, continues a line.
    """
    start, script, ended = 0, 0, {-1: True, 1: True}
    position = 0
    runs: list[tuple[int, int, int]] = []
    for line in block.text.split("\n"):
        cyrillic, latin = count_letters(line)
        own = (cyrillic > latin) - (cyrillic < latin)
        if own and script and own != script:
            runs.append((start, position - 1, script))
            start = position
        script = own or script
        position += len(line) + 1
    runs.append((start, position - 1, script))
    if len(runs) == 1:
        yield Unit(block)
        return
    for first, last, own in runs:
        part = block.cut(first, last)
        separator = "\n\n" if ended.get(own, True) or first == 0 else "\n"
        ended[own] = _SENTENCE_END.search(part.text) is not None
        yield Unit(part, separator, continues=first > 0)


def _is_table_block(block: Block, text: str) -> bool:
    return _table(block, text) is not None


def _table(block: Block, text: str) -> list[list[Excerpt]] | None:
    """Return the rows of a bilingual table in Markdown or with tabs; None if the block is none."""
    lines = [text[slice(*line)] for line in block.lines]
    if all(line.strip().startswith("|") for line in lines) or {line.count("|") for line in lines} in ({1}, {2}):
        pattern = _CELL
    elif all("\t" in line for line in lines) and any("\t" in line.strip() for line in lines):
        pattern = _TAB_CELL
    else:
        return None
    rows = [
        [_excerpt(text, match.start(), match.end()) for match in pattern.finditer(text, *line)]
        for line, written in zip(block.lines, lines, strict=True)
        if not _TABLE_RULE.match(written)
    ]
    rows = [[cell for cell in row if cell.text or pattern is _TAB_CELL] for row in rows]
    return rows if _column_scripts(rows) else None


def _excerpt(text: str, start: int, end: int) -> Excerpt:
    return without_markup(excerpt_of_lines(text, [(start, end)]))[0]


def _column_scripts(rows: Sequence[Sequence[Excerpt]]) -> dict[int, Side]:
    """Return the language of each column that has one; empty if not both languages have a column."""
    body = [row for row in rows if not _is_header(row)]
    letters: dict[int, tuple[int, int]] = {}
    for row in body:
        for number, cell in enumerate(row):
            counted, known = count_letters(cell.text), letters.get(number, (0, 0))
            letters[number] = known[0] + counted[0], known[1] + counted[1]
    found: dict[int, Side] = {}
    for number, (cyrillic, latin) in letters.items():
        if max(cyrillic, latin) >= max(MIN_LETTERS, MIN_COLUMN_SHARE * (cyrillic + latin)):
            found[number] = "ru" if cyrillic > latin else "en"
    return found if set(found.values()) == {"ru", "en"} else {}


def _is_header(row: Sequence[Excerpt]) -> bool:
    names = [cell.text.lower().strip(" :*_") for cell in row if cell.text]
    return bool(names) and sum(name in _LANGUAGE_NAMES for name in names) >= 2


def _with_tables(body: Sequence[Block], text: str, account: Account) -> tuple[list[Unit], list[Unit]]:
    """Divide a body with bilingual tables: their cells by columns, everything else by the script of its lines."""
    ru: list[Unit] = []
    en: list[Unit] = []
    for block in body:
        rows = _table(block, text)
        if rows is None:
            more = _alternating(list(_script_runs(block)))
            ru += more[0]
            en += more[1]
            continue
        scripts = _column_scripts(rows)
        for line in block.lines:
            account.pass_over(*line, "markup")
        for row in rows:
            if _is_header(row):
                for cell in row:
                    for span in cell.spans():
                        account.pass_over(*span, "label")
                continue
            begun = {"ru": False, "en": False}
            side: Side = "ru"
            for number, cell in enumerate(row):
                if not cell.text:
                    continue
                cyrillic, latin = count_letters(cell.text)
                side = scripts.get(number) or ("ru" if cyrillic > latin else "en" if latin > cyrillic else side)
                unit = Unit(Block(cell, ()), "\n" if begun[side] else "\n\n")
                begun[side] = True
                (ru if side == "ru" else en).append(unit)
    return ru, en


def _columns(body: Sequence[Block], text: str, account: Account) -> tuple[list[Unit], list[Unit]] | None:
    """Divide a body in two columns, one for each language; None if it is not."""
    lines = [(number, line) for number, block in enumerate(body) for line in block.lines]
    cells: list[tuple[int, list[tuple[Excerpt, int, int]]]] = []
    both = 0
    for number, line in lines:
        row = [
            (_excerpt(text, *match.span()), *count_letters(match.group()))
            for match in _COLUMN_CELL.finditer(text, *line)
        ]
        cells.append((number, row))
        scripts = {(cyrillic > latin) - (cyrillic < latin) for _, cyrillic, latin in row}
        both += {1, -1} <= scripts
    if len(lines) < 2 or 2 * both <= len(lines):
        return None
    sides: tuple[list[Unit], list[Unit]] = ([], [])
    last_block = [-1, -1]
    side = 0
    for number, row in cells:
        begun = [False, False]
        for cell, cyrillic, latin in row:
            if cyrillic != latin:
                side = 0 if cyrillic > latin else 1
            separator = "\n\n" if last_block[side] != number else " " if begun[side] else "\n"
            sides[side].append(Unit(Block(cell, ()), separator))
            last_block[side], begun[side] = number, True
    for block in body:
        for line in block.lines:
            account.pass_over(*line, "markup")
    return sides


def _sides(ru: Sequence[Unit], en: Sequence[Unit], account: Account) -> Sides:
    cyrillic, latin = (
        [sum(getattr(unit.block, script) for unit in side) for side in (ru, en)] for script in ("cyrillic", "latin")
    )
    # Text without a letter of its language, e.g. a number, belongs to the other side.
    if not cyrillic[0] and ru:
        ru, en = ([], [*ru, *en]) if latin[1] or latin[0] else (ru, en)
    elif not latin[1] and en:
        ru, en = [*ru, *en], []
    for unit in (*ru, *en):
        for span in unit.block.excerpt.spans():
            account.take(*span)
    letters = sum(cyrillic) + sum(latin)
    return Sides(
        _text(ru) if cyrillic[0] else None,
        _text(en) if latin[1] else None,
        (latin[0] + cyrillic[1]) / letters if letters else 0.0,
        _pieces(ru),
        _pieces(en),
    )


def _pieces(units: Sequence[Unit]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    offset = 0
    for number, unit in enumerate(units):
        offset += len(unit.separator) if number else 0
        found += unit.block.excerpt.pieces(offset)
        offset += len(unit.block.text)
    return tuple(found)


def _text(units: Sequence[Unit]) -> str:
    return "".join((unit.separator if number else "") + unit.block.text for number, unit in enumerate(units))
