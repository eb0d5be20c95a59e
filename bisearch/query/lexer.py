"""From a query's characters to its lexemes: words, quotations, signs, operators, parentheses, field names."""

from __future__ import annotations

import re
from typing import NamedTuple

from bisearch.errors import QueryError

_QUOTES = {'"': '"', "«": "»", "“": "”", "„": "“"}
_LEXEME = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<open>\() | (?P<close>\))
  | (?P<operator>(?:AND|OR|NOT)(?![^\s()"«“„]))
  | (?P<sign>[+-](?=[^\s)+-]))
  | (?P<field>[A-Za-z]+:(?=[^\s)]))
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
        text: as typed; of a phrase, what stands between the quotation marks.
        start: where it stands in the query.
        suffix: of a phrase, what follows a ``~`` right after it.
    """

    kind: str
    text: str
    start: int
    suffix: str | None = None


def lexemes(query: str) -> list[Lexeme]:
    """Cut a query into lexemes.

    Args:
        query: as typed.

    Returns:
        The lexemes in order; blanks part them.

    Raises:
        QueryError: a quotation is not closed.
    """
    found = []
    place = 0
    while place < len(query):
        match = _LEXEME.match(query, place)
        if match is None:
            raise QueryError(query, place, f"cannot make sense of {query[place]!r}")
        kind = str(match.lastgroup)
        if kind == "quote":
            lexeme, place = _phrase(query, place)
            found.append(lexeme)
            continue
        if kind != "space":
            found.append(Lexeme(kind, match.group(), place))
        place = match.end()
    return found


def _phrase(query: str, start: int) -> tuple[Lexeme, int]:
    closing = _QUOTES[query[start]]
    end = query.find(closing, start + 1)
    if end < 0:
        raise QueryError(query, start, f"the quotation is not closed with {closing}")
    text = query[start + 1 : end]
    suffix = _SUFFIX.match(query, end + 1)
    if suffix is None:
        return Lexeme("phrase", text, start), end + 1
    return Lexeme("phrase", text, start, suffix.group(1)), suffix.end()
