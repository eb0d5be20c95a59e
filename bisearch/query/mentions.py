"""Find dates and shelfmarks among the plain words of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bisearch.analysis.date_terms import date_term
from bisearch.query.tree import DateMention, ShelfmarkMention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.query.lexer import Lexeme

Mention: TypeAlias = DateMention | ShelfmarkMention


def mentions_by_start(query: str, lexemes: Sequence[Lexeme]) -> dict[int, Mention]:
    """Return the dates and shelfmarks of a query by the code point where each begins.

    Words in quotation marks, after a field name or a sign, or next to an operator are not part of any.

    Args:
        query: the query as typed.
        lexemes: the lexemes of the query.
    """
    plain = {
        lexeme.start
        for before, lexeme, after in zip((None, *lexemes), lexemes, (*lexemes[1:], None), strict=False)
        if _is_plain_word(before, lexeme, after)
    }
    found = {}
    for start, end, mention in _all_mentions(query):
        within = [lexeme.start for lexeme in lexemes if start < lexeme.start + len(lexeme.text) and lexeme.start < end]
        if within and within[0] == start and plain.issuperset(within):
            found[start] = mention
    return found


def _is_plain_word(before: Lexeme | None, lexeme: Lexeme, after: Lexeme | None) -> bool:
    """Return whether a lexeme is a word to which no field, sign or operator applies."""
    return (
        lexeme.kind == "word"
        and (before is None or before.kind not in {"field", "sign", "operator"})
        and (after is None or after.kind != "operator" or after.text == "NOT")
    )


def _all_mentions(query: str) -> Iterator[tuple[int, int, Mention]]:
    if not any(map(str.isdigit, query)):
        return
    from bisearch.notation.date_mentions import find_dates  # noqa: PLC0415 -- a search starts faster without
    from bisearch.notation.shelfmarks import find_shelfmarks  # noqa: PLC0415

    for date in find_dates(query):
        yield date.start, date.end, DateMention(date_term(date), query[date.start : date.end])
    for shelfmark in find_shelfmarks(query):
        surface = query[shelfmark.start : shelfmark.end]
        yield shelfmark.start, shelfmark.end, ShelfmarkMention(shelfmark.parts, surface, shelfmark.end)
