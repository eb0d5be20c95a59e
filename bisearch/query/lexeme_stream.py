"""The lexemes of a query, taken one after the other, and the limits on what a query may contain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.tokenizer import tokenize
from bisearch.errors import Mending, QueryError
from bisearch.query.lexer import lexemes
from bisearch.query.patterns import without_wildcards

if TYPE_CHECKING:
    from bisearch.analysis.tokenizer import Token
    from bisearch.query.lexer import Lexeme

# Words in total, including the words of quotations.
MAX_WORDS = 200
# Words with *, ? or ~; each may match thousands of forms.
MAX_WILDCARDS = 20
MAX_DEPTH = 20


class LexemeStream:
    """The lexemes of one query; counts words, wildcards and depth against the limits.

    Args:
        query: the query as typed.

    Attributes:
        query: the query as typed.
        lexemes: all its lexemes, in order.
        taken: the number of lexemes taken so far.

    Raises:
        QueryError: a quotation is not closed.
    """

    def __init__(self, query: str) -> None:
        self.query = query
        self.lexemes = lexemes(query)
        self.taken = 0
        self._depth = 0
        self._words = 0
        self._wildcards = 0

    def peek(self) -> Lexeme | None:
        """Return the next lexeme; None at the end."""
        return self.lexemes[self.taken] if self.taken < len(self.lexemes) else None

    def take(self) -> Lexeme:
        """Return the next lexeme and move past it."""
        self.taken += 1
        return self.lexemes[self.taken - 1]

    def at(self, kind: str, text: str = "") -> bool:
        """Return whether the next lexeme is of a kind and, if given, has this text."""
        lexeme = self.peek()
        return lexeme is not None and lexeme.kind == kind and text in {"", lexeme.text}

    def take_if(self, kind: str, text: str = "") -> Lexeme | None:
        """Return the next lexeme and move past it if it is of a kind and, if given, has this text; else return None."""
        return self.take() if self.at(kind, text) else None

    def error(self, position: int, reason: str, mending: Mending | None = None) -> QueryError:
        """Return an error at a position of the query, with a change that removes it."""
        return QueryError(self.query, position, reason, mending)

    def enter(self, lexeme: Lexeme) -> None:
        """Go one level deeper, into a parenthesis or a field.

        Raises:
            QueryError: the query is nested too deep.
        """
        self._depth += 1
        if self._depth > MAX_DEPTH:
            reason = f"parentheses and fields may be nested at most {MAX_DEPTH} deep"
            raise self.error(lexeme.start, reason, Mending(lexeme.start, lexeme.end))

    def leave(self) -> None:
        """Come back from a parenthesis or a field."""
        self._depth -= 1

    def tokens(self, lexeme: Lexeme, text: str) -> list[Token]:
        """Return the tokens of a lexeme's text and count them.

        Raises:
            QueryError: the query has too many words.
        """
        tokens = list(tokenize(text))
        self._words += len(tokens)
        if self._words > MAX_WORDS:
            # The words beyond the limit are cut off, also those in the middle of a quotation.
            kept = len(tokens) - (self._words - MAX_WORDS)
            cut = self.query.find(text, lexeme.start) + tokens[kept].start if kept else lexeme.start
            reason = f"a query may have at most {MAX_WORDS} words"
            raise self.error(lexeme.start, reason, Mending(cut, len(self.query)))
        return tokens

    def count_wildcard(self, lexeme: Lexeme) -> None:
        """Count a word with ``*``, ``?`` or ``~``.

        Raises:
            QueryError: the query has too many of them.
        """
        self._wildcards += 1
        if self._wildcards > MAX_WILDCARDS:
            reason = f"a query may have at most {MAX_WILDCARDS} words with *, ? or ~"
            raise self.error(lexeme.start, reason, self.without_wildcards(lexeme))

    @staticmethod
    def without_wildcards(lexeme: Lexeme) -> Mending:
        """Return the change that removes ``*``, ``?`` and ``~`` from a word or a quotation."""
        plain = without_wildcards(lexeme.text)
        start = lexeme.start + (lexeme.kind == "phrase")
        return Mending(start, start + len(plain), plain)
