"""Split a query into lexemes: words, quotations, signs, operators, parentheses, field names."""

from __future__ import annotations

import re
from typing import NamedTuple

from bisearch.analysis.tokenizer import DOTTED_ABBREVIATION
from bisearch.errors import Mending, QueryError
from bisearch.lazy_pattern import lazy_pattern

_CLOSING_QUOTES = {'"': '"', "«": "»", "“": "”", "„": "“"}


def _lexeme_pattern(abbreviation: str) -> re.Pattern[str]:
    """Return the pattern of a lexeme; `abbreviation` is that of dotted abbreviations, with a ``|`` after it."""
    return lazy_pattern(
        r"""
        (?P<space>\s+)
      | (?P<open>\() | (?P<close>\))
      | (?P<operator>(?:AND|OR|NOT)(?![^\s()"«“„]))
      | (?P<sign>[+-](?=[^\s)+-]))
      | (?P<field>[^\W\d_](?:[\w-]*\w)?:(?=[^\s)/]))
      | (?P<quote>["«“„])
      | (?P<word>(?:"""
        rf"{abbreviation}"
        r"""\w{2,}\(\w\)|[^\s()"«“„])+)
        """,
        re.VERBOSE,
    )


# A dotted abbreviation may have spaces and a bracketed letter: U. S. A., В.К.П.(б).
_LEXEME = _lexeme_pattern(rf"(?<!\w)(?-x:{DOTTED_ABBREVIATION})|")
# For a query without a dot; it compiles in less time.
_LEXEME_WITHOUT_DOT = _lexeme_pattern("")
_SUFFIX = lazy_pattern(r"~([^\s()]*)")


class Lexeme(NamedTuple):
    """A piece of a query.

    Attributes:
        kind: ``word``, ``phrase``, ``field``, ``sign``, ``operator``, ``open`` or ``close``.
        text: the piece as typed; for a phrase, the text between the quotation marks.
        start: code point in the query where it begins.
        suffix: for a phrase or a closing parenthesis, the text after a ``~`` that follows it; None without ``~``.
    """

    kind: str
    text: str
    start: int
    suffix: str | None = None

    @property
    def end(self) -> int:
        """The code point of the query after the piece, its quotation marks and its suffix."""
        return self.suffix_start + (len(self.suffix) + 1 if self.suffix is not None else 0)

    @property
    def suffix_start(self) -> int:
        """The code point of the query after the piece and its quotation marks, where a suffix begins."""
        return self.start + len(self.text) + (2 if self.kind == "phrase" else 0)


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
    pattern = _LEXEME if "." in query else _LEXEME_WITHOUT_DOT
    while position < len(query):
        match = pattern.match(query, position)
        if match is None:
            raise QueryError(query, position, f"unexpected {query[position]!r}")
        kind = str(match.lastgroup)
        if kind == "quote":
            lexeme, position = _phrase(query, position)
            found.append(lexeme)
            continue
        lexeme = Lexeme(kind, match.group(), position)
        if kind == "close":
            lexeme = _with_suffix(query, lexeme)
        if kind != "space":
            found.append(lexeme)
        position = lexeme.end
    return found


def _phrase(query: str, start: int) -> tuple[Lexeme, int]:
    closing = _CLOSING_QUOTES[query[start]]
    end = query.find(closing, start + 1)
    if end < 0:
        raise QueryError(query, start, f"the quotation is not closed with {closing}", Mending(start, start + 1))
    lexeme = _with_suffix(query, Lexeme("phrase", query[start + 1 : end], start))
    return lexeme, lexeme.end


def _with_suffix(query: str, lexeme: Lexeme) -> Lexeme:
    """Return a phrase or a closing parenthesis with the ``~`` after it."""
    suffix = _SUFFIX.match(query, lexeme.end)
    return lexeme if suffix is None else lexeme._replace(suffix=suffix.group(1))
