"""Dates and shelfmarks that stand in a query as plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bisearch.analysis.date_terms import date_term
from bisearch.notation.dates import find_dates
from bisearch.notation.shelfmarks import find_shelfmarks
from bisearch.query.tree import Dated, Marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.query.lexer import Lexeme

Unit: TypeAlias = Dated | Marked


def units(query: str, lexemes: Sequence[Lexeme]) -> dict[int, Unit]:
    """Return the dates and shelfmarks of a query.

    Args:
        query: as typed.
        lexemes: its own.

    Returns:
        For each, by where it begins, what is asked besides its words: a date in any form, a shelfmark in either script.
        What stands in quotation marks, after a field name or a sign, or among operators is left as it is.
    """
    plain = {
        lexeme.start
        for before, lexeme, after in zip((None, *lexemes), lexemes, (*lexemes[1:], None), strict=False)
        if _is_plain(before, lexeme, after)
    }
    found = {}
    for start, end, unit in _mentioned(query):
        within = [lexeme.start for lexeme in lexemes if start < lexeme.start + len(lexeme.text) and lexeme.start < end]
        if within and within[0] == start and plain.issuperset(within):
            found[start] = unit
    return found


def _is_plain(before: Lexeme | None, lexeme: Lexeme, after: Lexeme | None) -> bool:
    """Tell whether a lexeme is a word that nothing around it does something to."""
    return (
        lexeme.kind == "word"
        and (before is None or before.kind not in {"field", "sign", "operator"})
        and (after is None or after.kind != "operator" or after.text == "NOT")
    )


def _mentioned(query: str) -> Iterator[tuple[int, int, Unit]]:
    if not any(map(str.isdigit, query)):
        return  # the patterns of dates and shelfmarks take longer to compile than a search
    for date in find_dates(query):
        yield date.start, date.end, Dated(date_term(date), query[date.start : date.end])
    for mark in find_shelfmarks(query):
        yield mark.start, mark.end, Marked(mark.parts, query[mark.start : mark.end], mark.end)
