"""The lexemes of a query, taken one after the other, and the limits on what a query may contain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.analysis.tokenizer import tokenize
from bisearch.errors import QueryError
from bisearch.query.lexer import lexemes

if TYPE_CHECKING:
    from bisearch.analysis.tokenizer import Token
    from bisearch.query.lexer import Lexeme

# Words in total, including the words of quotations.
MAX_WORDS = 200
# Words with * or ~; each may match thousands of forms.
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

    def error(self, position: int, reason: str) -> QueryError:
        """Return an error at a position of the query."""
        return QueryError(self.query, position, reason)

    def enter(self, lexeme: Lexeme) -> None:
        """Go one level deeper, into a parenthesis or a field.

        Raises:
            QueryError: the query is nested too deep.
        """
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.error(lexeme.start, f"parentheses and fields may be nested at most {MAX_DEPTH} deep")

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
            raise self.error(lexeme.start, f"a query may have at most {MAX_WORDS} words")
        return tokens

    def count_wildcard(self, lexeme: Lexeme) -> None:
        """Count a word with ``*`` or ``~``.

        Raises:
            QueryError: the query has too many of them.
        """
        self._wildcards += 1
        if self._wildcards > MAX_WILDCARDS:
            raise self.error(lexeme.start, f"a query may have at most {MAX_WILDCARDS} words with * or ~")
