"""From a query's lexemes to its tree, by recursive descent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from bisearch.analysis.tokenizer import tokenize
from bisearch.errors import QueryError
from bisearch.notation.dates import day_range_of_text
from bisearch.query.lexer import Lexeme, lexemes
from bisearch.query.mentions import units
from bisearch.query.tree import And, AndNot, Clauses, Dates, Filter, Marked, Or, Phrase, Word

if TYPE_CHECKING:
    from bisearch.analysis.tokenizer import Token
    from bisearch.model import Side
    from bisearch.query.tree import FilterField, Node

MAX_LENGTH = 4_000
# Words in all, those of phrases included.
MAX_WORDS = 200
# Words with * or ~, each of which may stand for thousands.
MAX_WIDENED = 20
MAX_DEPTH = 20
MAX_SLOP = 100
MAX_EDITS = 2
MIN_PREFIX = 2
# From this length on a fuzzy word without a number may differ in two letters.
FUZZY_TWO_EDITS = 6

_SIDES = ("ru", "en")
_FILTERS = ("title", "ref", "id", "date")
_FIELDS = (*_SIDES, "exact", *_FILTERS)
# What a byte that is no text becomes on the command line.
_NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")
# Punctuation that clings to a word in running text and is no part of the query language.
_TRAILING = ".,;:!?…"


def parse(query: str) -> Node:
    """Parse a query.

    Args:
        query: as typed, at most `MAX_LENGTH` code points.

    Returns:
        The tree of what was asked.

    Raises:
        QueryError: with the place of the slip.
    """
    if len(query) > MAX_LENGTH:
        raise QueryError(query[:MAX_LENGTH], MAX_LENGTH, f"a query may have at most {MAX_LENGTH:,} characters")
    if (broken := _NO_CHARACTER.search(query)) is not None:
        raise QueryError(query, broken.start(), "this is no character; is the terminal's encoding UTF-8?")
    return _Parser(query).parse()


class _Parser:
    """Recursive descent over the lexemes; nesting is bounded by `MAX_DEPTH`."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._lexemes = lexemes(query)
        self._units = units(query, self._lexemes)
        self._next = 0
        self._depth = 0
        self._words = 0
        self._widened = 0

    def parse(self) -> Node:
        if all(lexeme.kind == "word" and not list(tokenize(lexeme.text)) for lexeme in self._lexemes):
            raise self._error(0, "the query has no word to look for")
        node = self._clauses(side=None)
        if (lexeme := self._peek()) is not None:
            raise self._error(lexeme.start, "a closing parenthesis without an opening one")
        if node is None:
            raise self._error(0, "the query has no word to look for")
        return node

    def _peek(self) -> Lexeme | None:
        return self._lexemes[self._next] if self._next < len(self._lexemes) else None

    def _take(self) -> Lexeme:
        self._next += 1
        return self._lexemes[self._next - 1]

    def _at(self, kind: str, *texts: str) -> bool:
        lexeme = self._peek()
        return lexeme is not None and lexeme.kind == kind and (not texts or lexeme.text in texts)

    def _error(self, position: int, reason: str) -> QueryError:
        return QueryError(self._query, position, reason)

    # Grammar. A method returns None for mere punctuation, which asks for nothing.

    def _clauses(self, side: Side | None) -> Node | None:
        found: dict[str, list[Node]] = {"should": [], "must": [], "must_not": []}
        start = self._next
        while self._peek() is not None and not self._at("close"):
            sign = self._take() if self._at("sign") or self._at("operator", "NOT") else None
            unit = None if sign is not None else self._unit(side)
            if unit is not None:
                found["should"].append(unit)
                continue
            node = self._either(side)
            if sign is not None:
                kind = "must" if sign.text == "+" else "must_not"
                node = self._operand(sign, node)
            elif node is None:
                continue
            else:
                kind = "must" if isinstance(node, Filter | Dates) else "should"
            found[kind].append(node)
        if not any(found.values()):
            return None
        if not found["should"] and not found["must"]:
            raise self._error(
                self._lexemes[start].start, "there is nothing to exclude from: add a word that must match"
            )
        if len(found["should"]) == 1 and not found["must"] and not found["must_not"]:
            return found["should"][0]
        return Clauses(tuple(found["should"]), tuple(found["must"]), tuple(found["must_not"]))

    def _unit(self, side: Side | None) -> Node | None:
        """Take a shelfmark; of a date, give the date and leave its words, each time once."""
        lexeme = self._peek()
        unit = self._units.pop(lexeme.start, None) if lexeme is not None else None
        if isinstance(unit, Marked):
            while (lexeme := self._peek()) is not None and lexeme.start < unit.end:
                self._take()
        return unit._replace(side=side) if unit is not None else None

    def _either(self, side: Side | None) -> Node | None:
        node = self._both(side)
        alternatives = []
        while self._at("operator", "OR"):
            operator = self._take()
            alternatives.append(self._operand(operator, self._both(side)))
            node = self._left(operator, node)
        return Or((node, *alternatives)) if node is not None and alternatives else node

    def _both(self, side: Side | None) -> Node | None:
        node = self._factor(side)
        while self._at("operator", "AND"):
            operator = self._take()
            negated = self._at("operator", "NOT") and bool(self._take())
            left, right = self._left(operator, node), self._operand(operator, self._factor(side))
            if negated:
                node = AndNot(left, right)
            else:
                node = And((*left.children, right)) if isinstance(left, And) else And((left, right))
        return node

    def _left(self, operator: Lexeme, node: Node | None) -> Node:
        if node is None:
            raise self._error(operator.start, f"{operator.text} has nothing before it")
        return node

    def _operand(self, operator: Lexeme, node: Node | None) -> Node:
        if node is None:
            raise self._error(operator.start, f"{operator.text} has nothing after it")
        return node

    def _factor(self, side: Side | None) -> Node | None:
        lexeme = self._peek()
        if lexeme is None or lexeme.kind in {"close", "operator", "sign"}:
            return None
        self._take()
        if lexeme.kind == "open":
            return self._group(lexeme, side)
        if lexeme.kind == "field":
            return self._field(lexeme, side)
        return self._phrase(lexeme, side) if lexeme.kind == "phrase" else self._word(lexeme, side)

    def _deeper(self, lexeme: Lexeme) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(lexeme.start, f"parentheses and fields may be nested at most {MAX_DEPTH} deep")

    def _counted(self, lexeme: Lexeme, text: str) -> list[Token]:
        """Return the tokens of a text, which count towards `MAX_WORDS`."""
        tokens = list(tokenize(text))
        self._words += len(tokens)
        if self._words > MAX_WORDS:
            raise self._error(lexeme.start, f"a query may have at most {MAX_WORDS} words")
        return tokens

    def _count_widened(self, lexeme: Lexeme) -> None:
        self._widened += 1
        if self._widened > MAX_WIDENED:
            raise self._error(lexeme.start, f"a query may have at most {MAX_WIDENED} words with * or ~")

    def _group(self, opening: Lexeme, side: Side | None) -> Node:
        self._deeper(opening)
        node = self._clauses(side)
        self._depth -= 1
        if not self._at("close"):
            raise self._error(opening.start, "the parenthesis is not closed")
        self._take()
        if node is None:
            raise self._error(opening.start, "the parentheses hold no word to look for")
        return node

    def _field(self, name: Lexeme, side: Side | None) -> Node:
        field = name.text[:-1].lower()
        value = self._peek()
        if field not in _FIELDS:
            known = ", ".join(f"{known}:" for known in _FIELDS)
            raise self._error(name.start, f"no field {name.text!r}; fields are {known} (quote the word to look for it)")
        if field in _SIDES:
            self._deeper(name)
            node = self._factor(cast("Side", field))
            self._depth -= 1
            if node is None:
                raise self._error(name.start, f"{name.text} has no word after it")
            return node
        if value is None or value.kind not in {"word", "phrase"}:
            raise self._error(name.start, f"{name.text} needs a word or a quotation after it")
        self._take()
        if field == "exact":
            return self._phrase(value, side, exact=True)
        if value.suffix is not None:
            raise self._error(value.start, f"{name.text} takes no ~")
        if field == "date":
            return _dates(self._query, value)
        self._counted(value, value.text)
        return Filter(cast("FilterField", field), value.text, value.start)

    def _phrase(self, lexeme: Lexeme, side: Side | None, *, exact: bool = False) -> Node:
        forms = tuple(token.form for token in self._counted(lexeme, lexeme.text))
        if not forms:
            raise self._error(lexeme.start, "the quotation holds no word to look for")
        slop = 0
        if lexeme.suffix is not None:
            if not lexeme.suffix.isdecimal() or int(lexeme.suffix) > MAX_SLOP:
                place = lexeme.start + len(lexeme.text) + 2
                raise self._error(place, f"after a quotation, ~ takes a number of words up to {MAX_SLOP}")
            slop = int(lexeme.suffix)
        if len(forms) == 1:
            return Word(forms[0], side, "exact" if exact else "lemma", position=lexeme.start)
        return Phrase(forms, side, exact, slop)

    def _word(self, lexeme: Lexeme, side: Side | None) -> Node | None:
        text = lexeme.text
        if text.endswith(":") and text[:-1].lower() in _FIELDS:
            raise self._error(lexeme.start, f"{text} has no word after it")
        bare = text.rstrip(_TRAILING)
        if "*" in bare:
            return self._prefix(bare, lexeme, side)
        stem, tilde, edits = bare.partition("~")
        tokens = self._counted(lexeme, stem)
        forms = tuple(token.form for token in tokens)
        if not tilde:
            if not forms:
                return None
            words = tuple(
                Word(token.form, side, position=lexeme.start, surface=stem[token.start : token.end]) for token in tokens
            )
            return words[0] if len(words) == 1 else Phrase(forms, side, parts=words)
        place = lexeme.start + len(stem)
        if edits not in {"", "1", "2"}:
            raise self._error(place, f"after a word, ~ takes 1 or {MAX_EDITS} letters that may differ")
        if len(forms) != 1:
            raise self._error(place, "~ needs one word right before it")
        self._count_widened(lexeme)
        allowed = int(edits) if edits else (1 if len(forms[0]) < FUZZY_TWO_EDITS else MAX_EDITS)
        return Word(forms[0], side, "fuzzy", allowed, lexeme.start)

    def _prefix(self, bare: str, lexeme: Lexeme, side: Side | None) -> Node:
        stem = bare.removesuffix("*")
        star = stem.find("*")
        if star >= 0 or stem == bare:
            raise self._error(lexeme.start + bare.find("*"), "* may stand only once, at a word's end")
        forms = tuple(token.form for token in self._counted(lexeme, stem))
        self._count_widened(lexeme)
        if len(forms) != 1 or len(forms[0]) < MIN_PREFIX:
            place = lexeme.start + len(stem)
            raise self._error(place, f"* needs one word of at least {MIN_PREFIX} letters right before it")
        return Word(forms[0], side, "prefix", position=lexeme.start)


def _dates(query: str, value: Lexeme) -> Dates:
    first, dots, last = value.text.partition("..")
    if not dots:
        last = first
    bounds = []
    for text, offset, end in ((first, 0, False), (last, len(first) + len(dots), True)):
        if not text and dots:
            bounds.append("9999-12-31" if end else "0001-01-01")
            continue
        try:
            bounds.append(day_range_of_text(text)[end])
        except ValueError as error:
            place = value.start + (offset if dots else 0)
            raise QueryError(
                query, place, "a date is 1946, 1946-11, 1946-11-20 or 20.11.1946, a range 1946..1947"
            ) from error
    if bounds[0] > bounds[1]:
        raise QueryError(query, value.start, "the range of dates ends before it begins")
    return Dates(bounds[0], bounds[1])
