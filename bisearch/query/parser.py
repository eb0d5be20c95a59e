"""Parse a query into its tree by recursive descent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from bisearch.analysis.tokenizer import tokenize
from bisearch.errors import QueryError
from bisearch.query.lexeme_stream import LexemeStream
from bisearch.query.mentions import mentions_by_start
from bisearch.query.operands import SIDE_FIELDS, parse_filter, parse_phrase, parse_word
from bisearch.query.tree import And, AndNot, Clauses, DateFilter, Filter, Or, ShelfmarkMention

if TYPE_CHECKING:
    from typing import Literal

    from bisearch.model import Side
    from bisearch.query.lexer import Lexeme
    from bisearch.query.tree import Node

MAX_LENGTH = 4_000
# NUL, and the surrogates that undecodable bytes on the command line become.
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")


def parse(query: str) -> Node:
    """Parse a query.

    Args:
        query: the query as typed, at most `MAX_LENGTH` code points.

    Returns:
        The tree of the query.

    Raises:
        QueryError: the query has a mistake; the error has its position.
    """
    if len(query) > MAX_LENGTH:
        raise QueryError(query[:MAX_LENGTH], MAX_LENGTH, f"a query may have at most {MAX_LENGTH:,} characters")
    if (unreadable := _UNREADABLE.search(query)) is not None:
        raise QueryError(query, unreadable.start(), "unreadable character; is the terminal's encoding UTF-8?")
    return _Parser(query).parse()


class _Parser:
    """Parses one query, with a method for each rule of the grammar; a method returns None for punctuation alone."""

    def __init__(self, query: str) -> None:
        self._stream = LexemeStream(query)
        self._mentions = mentions_by_start(query, self._stream.lexemes)

    def parse(self) -> Node:
        if all(lexeme.kind == "word" and not list(tokenize(lexeme.text)) for lexeme in self._stream.lexemes):
            raise self._stream.error(0, "the query has no word to look for")
        node = self._clauses(side=None)
        if (lexeme := self._stream.peek()) is not None:
            raise self._stream.error(lexeme.start, "a closing parenthesis without an opening one")
        if node is None:
            raise self._stream.error(0, "the query has no word to look for")
        return node

    def _clauses(self, side: Side | None) -> Node | None:
        stream = self._stream
        start = stream.taken
        should: list[Node] = []
        must: list[Node] = []
        must_not: list[Node] = []
        while stream.peek() is not None and not stream.at("close"):
            if stream.at("sign") or stream.at("operator", "NOT"):
                sign = stream.take()
                (must if sign.text == "+" else must_not).append(_operand(stream, sign, self._either(side), "after"))
            elif (mention := self._mention(side)) is not None:
                should.append(mention)
            elif (node := self._either(side)) is not None:
                (must if isinstance(node, Filter | DateFilter) else should).append(node)
        if not (should or must):
            if must_not:
                position = stream.lexemes[start].start
                raise stream.error(position, "there is nothing to exclude from: add a word that must match")
            return None
        if len(should) == 1 and not must and not must_not:
            return should[0]
        return Clauses(tuple(should), tuple(must), tuple(must_not))

    def _mention(self, side: Side | None) -> Node | None:
        """Return the date or shelfmark that begins here; the words of a date are parsed again as words."""
        lexeme = self._stream.peek()
        mention = self._mentions.pop(lexeme.start, None) if lexeme is not None else None
        if isinstance(mention, ShelfmarkMention):
            while (lexeme := self._stream.peek()) is not None and lexeme.start < mention.end:
                self._stream.take()
        return mention._replace(side=side) if mention is not None else None

    def _either(self, side: Side | None) -> Node | None:
        node = self._both(side)
        alternatives = []
        while (operator := self._stream.take_if("operator", "OR")) is not None:
            alternatives.append(_operand(self._stream, operator, self._both(side), "after"))
            node = _operand(self._stream, operator, node, "before")
        return Or((node, *alternatives)) if node is not None and alternatives else node

    def _both(self, side: Side | None) -> Node | None:
        node = self._factor(side)
        while (operator := self._stream.take_if("operator", "AND")) is not None:
            is_negated = self._stream.take_if("operator", "NOT") is not None
            left = _operand(self._stream, operator, node, "before")
            right = _operand(self._stream, operator, self._factor(side), "after")
            if is_negated:
                node = AndNot(left, right)
            else:
                node = And((*left.children, right)) if isinstance(left, And) else And((left, right))
        return node

    def _factor(self, side: Side | None) -> Node | None:
        lexeme = self._stream.peek()
        if lexeme is None or lexeme.kind in {"close", "operator", "sign"}:
            return None
        self._stream.take()
        if lexeme.kind == "open":
            return self._group(lexeme, side)
        if lexeme.kind == "field":
            return self._field(lexeme, side)
        if lexeme.kind == "phrase":
            return parse_phrase(lexeme, side, self._stream)
        return parse_word(lexeme, side, self._stream)

    def _group(self, opening: Lexeme, side: Side | None) -> Node:
        self._stream.enter(opening)
        node = self._clauses(side)
        self._stream.leave()
        if self._stream.take_if("close") is None:
            raise self._stream.error(opening.start, "the parenthesis is not closed")
        if node is None:
            raise self._stream.error(opening.start, "the parentheses have no word to look for")
        return node

    def _field(self, name: Lexeme, side: Side | None) -> Node:
        field = name.text[:-1].lower()
        if field in SIDE_FIELDS:
            return self._side(name, cast("Side", field))
        value = self._stream.peek()
        if value is None or value.kind not in {"word", "phrase"}:
            raise self._stream.error(name.start, f"{name.text} needs a word or a quotation after it")
        self._stream.take()
        if field == "exact":
            return parse_phrase(value, side, self._stream, exact=True)
        return parse_filter(name, value, self._stream)

    def _side(self, name: Lexeme, side: Side) -> Node:
        self._stream.enter(name)
        node = self._factor(side)
        self._stream.leave()
        if node is None:
            raise self._stream.error(name.start, f"{name.text} has no word after it")
        return node


def _operand(stream: LexemeStream, operator: Lexeme, node: Node | None, where: Literal["before", "after"]) -> Node:
    """Return what an operator or a sign applies to.

    Raises:
        QueryError: there is nothing there but punctuation.
    """
    if node is None:
        raise stream.error(operator.start, f"{operator.text} has nothing {where} it")
    return node
