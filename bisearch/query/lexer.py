"""Split a query into lexemes: words, quotations, signs, operators, parentheses, field names."""

from __future__ import annotations

import re
from typing import NamedTuple

from bisearch.errors import QueryError

_CLOSING_QUOTES = {'"': '"', "«": "»", "“": "”", "„": "“"}
_LEXEME = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<open>\() | (?P<close>\))
  | (?P<operator>(?:AND|OR|NOT)(?![^\s()"«“„]))
  | (?P<sign>[+-](?=[^\s)+-]))
  | (?P<field>[^\W\d_](?:[\w-]*\w)?:(?=[^\s)/]))
  | (?P<quote>["«“„])
  | (?P<word>(?:\w{2,}\(\w\)|[^\s()"«“„])+)
    """,
    re.VERBOSE,
)
_SUFFIX = re.compile(r"~(\S*?)(?=[\s()]|$)")


class Lexeme(NamedTuple):
    """A piece of a query.

    Attributes:
        kind: ``word``, ``phrase``, ``field``, ``sign``, ``operator``, ``open`` or ``close``.
        text: the piece as typed; for a phrase, the text between the quotation marks.
        start: code point in the query where it begins.
        suffix: for a phrase, the text after a ``~`` that follows its closing quotation mark; None without ``~``.
    """

    kind: str
    text: str
    start: int
    suffix: str | None = None


def lexemes(query: str) -> list[Lexeme]:
    """Split a query into lexemes.

    Args:
        query: the query as typed.

    Returns:
        The lexemes in order, without the whitespace between them.

    Raises:
        QueryError: a quotation is not closed.
    """
    found = []
    position = 0
    while position < len(query):
        match = _LEXEME.match(query, position)
        if match is None:
            raise QueryError(query, position, f"unexpected {query[position]!r}")
        kind = str(match.lastgroup)
        if kind == "quote":
            lexeme, position = _phrase(query, position)
            found.append(lexeme)
            continue
        if kind != "space":
            found.append(Lexeme(kind, match.group(), position))
        position = match.end()
    return found


def _phrase(query: str, start: int) -> tuple[Lexeme, int]:
    closing = _CLOSING_QUOTES[query[start]]
    end = query.find(closing, start + 1)
    if end < 0:
        raise QueryError(query, start, f"the quotation is not closed with {closing}")
    text = query[start + 1 : end]
    suffix = _SUFFIX.match(query, end + 1)
    if suffix is None:
        return Lexeme("phrase", text, start), end + 1
    return Lexeme("phrase", text, start, suffix.group(1)), suffix.end()
