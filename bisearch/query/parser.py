"""Parse a query into its tree by recursive descent."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from bisearch.analysis.tokenizer import tokenize
from bisearch.errors import Mending, QueryError
from bisearch.lazy_pattern import lazy_pattern
from bisearch.query.conjunctions import conjunction, negation
from bisearch.query.fields import SIDE_FIELDS, queried_field
from bisearch.query.lexeme_stream import LexemeStream
from bisearch.query.mentions import mentions_by_start
from bisearch.query.operands import parse_filter, parse_phrase, parse_word
from bisearch.query.proximities import proximity
from bisearch.query.tree import Clauses, DateFilter, Filter, Not, Or, ShelfmarkMention

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from bisearch.model import Side
    from bisearch.query.lexer import Lexeme
    from bisearch.query.tree import Node, Part

MAX_LENGTH = 4_000
# NUL, and the surrogates that undecodable bytes on the command line become.
_UNREADABLE = lazy_pattern("[\x00\ud800-\udfff]")


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
        reason = f"a query may have at most {MAX_LENGTH:,} characters"
        # Cut between words, if there is a space in the second half of what may stay.
        cut = max(query.rfind(" ", MAX_LENGTH // 2, MAX_LENGTH), 0) or MAX_LENGTH
        raise QueryError(query[:MAX_LENGTH], MAX_LENGTH, reason, Mending(cut, len(query)))
    if (unreadable := _UNREADABLE.search(query)) is not None:
        reason = "unreadable character; is the terminal's encoding UTF-8?"
        raise QueryError(query, unreadable.start(), reason, Mending(0, len(query), _UNREADABLE.sub(" ", query)))
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
            mending = Mending(lexeme.start, lexeme.end)
            raise self._stream.error(lexeme.start, "a closing parenthesis without an opening one", mending)
        if node is None:
            raise self._stream.error(0, "the query has no word to look for")
        if isinstance(node, Not):
            first = self._stream.lexemes[0]
            reason = "there is nothing to exclude from: add a word that must match"
            raise self._stream.error(first.start, reason, _without_negation(self._stream.lexemes))
        return node

    def _clauses(self, side: Side | None) -> Part | None:
        stream = self._stream
        should: list[Node] = []
        must: list[Node] = []
        must_not: list[Node] = []
        while stream.peek() is not None and not stream.at("close"):
            sign = stream.take_if("sign", "+")
            mention = None if sign is not None else self._mention(side)
            node = mention or self._either(side)
            if sign is not None:
                node = _operand(stream, sign, node, "after")
            if isinstance(node, Not):
                must_not.append(node.child)
            elif node is not None:
                (must if sign is not None or isinstance(node, Filter | DateFilter) else should).append(node)
        if not (should or must):
            return Not(must_not[0] if len(must_not) == 1 else Or(tuple(must_not))) if must_not else None
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

    def _either(self, side: Side | None) -> Part | None:
        node = self._both(side)
        alternatives: list[Node] = []
        while (operator := self._stream.take_if("operator", "OR")) is not None:
            right = _operand(self._stream, operator, self._both(side), "after")
            left = _operand(self._stream, operator, node, "before")
            if isinstance(left, Not) or isinstance(right, Not):
                reason = "NOT beside OR would match nearly everything; write a AND NOT b, or NOT (a OR b)"
                raise self._stream.error(operator.start, reason, Mending(operator.start, operator.end))
            alternatives += (right,) if alternatives else (left, right)
        return Or(tuple(alternatives)) if alternatives else node

    def _both(self, side: Side | None) -> Part | None:
        node = self._negated(side)
        parts: list[Part] = []
        while (operator := self._stream.take_if("operator", "AND")) is not None:
            left = _operand(self._stream, operator, node, "before")
            parts = parts or [left]
            self._stream.take_if("sign", "+")
            parts.append(_operand(self._stream, operator, self._negated(side), "after"))
        return conjunction(parts) if parts else node

    def _negated(self, side: Side | None) -> Part | None:
        """Return a factor after any number of NOT and ``-``, which exclude what right follows them."""
        stream = self._stream
        if not (stream.at("sign", "-") or stream.at("operator", "NOT")):
            return self._factor(side)
        signs = [stream.take()]
        while stream.at("sign", "-") or stream.at("operator", "NOT"):
            signs.append(stream.take())
        node = _operand(stream, signs[-1], self._factor(side), "after")
        return negation(node) if len(signs) % 2 else node

    def _factor(self, side: Side | None) -> Part | None:
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

    def _group(self, opening: Lexeme, side: Side | None) -> Part:
        self._stream.enter(opening)
        node = self._clauses(side)
        self._stream.leave()
        closing = self._stream.take_if("close")
        if closing is None:
            end = len(self._stream.query)
            raise self._stream.error(opening.start, "the parenthesis is not closed", Mending(end, end, ")"))
        if node is None:
            mending = Mending(opening.start, closing.end)
            raise self._stream.error(opening.start, "the parentheses have no word to look for", mending)
        return node if closing.suffix is None else proximity(node, closing, side, self._stream)

    def _field(self, name: Lexeme, side: Side | None) -> Part:
        field = queried_field(name.text[:-1])
        if field in SIDE_FIELDS:
            return self._side(name, cast("Side", field))
        value = self._stream.peek()
        if value is None or value.kind not in {"word", "phrase"}:
            raise self._stream.error(name.start, f"{name.text} needs a word or a quotation after it", _as_word(name))
        self._stream.take()
        if field == "exact":
            return parse_phrase(value, side, self._stream, exact=True)
        return parse_filter(name, value, self._stream)

    def _side(self, name: Lexeme, side: Side) -> Part:
        self._stream.enter(name)
        node = self._factor(side)
        self._stream.leave()
        if node is None:
            raise self._stream.error(name.start, f"{name.text} has no word after it", _as_word(name))
        return node


def _operand(stream: LexemeStream, operator: Lexeme, node: Part | None, where: Literal["before", "after"]) -> Part:
    """Return what an operator or a sign applies to.

    Raises:
        QueryError: there is nothing there but punctuation.
    """
    if node is None:
        mending = Mending(operator.start, operator.end)
        raise stream.error(operator.start, f"{operator.text} has nothing {where} it", mending)
    return node


def _as_word(name: Lexeme) -> Mending:
    """Return the change that takes a field name for a word."""
    return Mending(name.end - 1, name.end)


def _without_negation(lexemes: Sequence[Lexeme]) -> Mending:
    """Return the change that removes the first NOT or ``-``."""
    first = next(each for each in lexemes if each.text in {"-", "NOT"} and each.kind in {"sign", "operator"})
    return Mending(first.start, first.end)
