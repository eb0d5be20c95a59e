"""Parse words with ``*`` and ``?``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.query.patterns import WILDCARDS, shortest
from bisearch.query.tree import Word

if TYPE_CHECKING:
    from bisearch.errors import QueryError
    from bisearch.model import Side
    from bisearch.query.lexeme_stream import LexemeStream
    from bisearch.query.lexer import Lexeme

MIN_LETTERS = 2
# More of them in one word would only make it slow.
MAX_ASTERISKS = 4


def wildcard_word(text: str, lexeme: Lexeme, side: Side | None, stream: LexemeStream) -> Word:
    """Return the node of a word with wildcards.

    Args:
        text: the word.
        lexeme: the word or the quotation that it is in, for error messages.
        side: the side that the query names; None if it names none.
        stream: the lexemes of the query.

    Raises:
        QueryError: the pattern is not one word of at least two letters, or has too many ``*``.
    """
    stream.count_wildcard(lexeme)
    pieces = WILDCARDS.split(text)
    forms: list[str] = []
    for piece in pieces[::2]:
        tokens = stream.tokens(lexeme, piece) if piece else []
        if piece and [(token.start, token.end) for token in tokens] != [(0, len(piece))]:
            raise _error(text, "* and ? need one word around them", lexeme, stream)
        # The hard sign is silent only at the end of a whole word.
        hard = (
            "ъ"
            if piece[-1:] in {"ъ", "Ъ"} and len(forms) < len(pieces) // 2 and not tokens[0].form.endswith("ъ")
            else ""
        )
        forms.append("".join(token.form for token in tokens) + hard)
    if sum(map(len, forms)) < MIN_LETTERS:
        raise _error(text, f"* and ? need a word of at least {MIN_LETTERS} letters around them", lexeme, stream)
    signs = [shortest(sign) for sign in pieces[1::2]]
    if sum(sign.count("*") for sign in signs) > MAX_ASTERISKS:
        raise _error(text, f"a word may have at most {MAX_ASTERISKS} asterisks", lexeme, stream)
    position = stream.query.find(text, lexeme.start)
    if signs == ["*"] and forms[0] and not forms[1]:
        return Word(forms[0], side, "prefix", position=position)
    pattern = "".join(form + sign for form, sign in zip(forms, [*signs, ""], strict=True))
    return Word(pattern, side, "wildcard", position=position)


def _error(text: str, reason: str, lexeme: Lexeme, stream: LexemeStream) -> QueryError:
    sign = WILDCARDS.search(text)
    position = stream.query.find(text, lexeme.start) + (sign.start() if sign is not None else 0)
    return stream.error(position, reason, stream.without_wildcards(lexeme))
