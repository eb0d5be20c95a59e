"""Parse words and quotations that must be close together: ``("Council of Ministers" Stalin)~5``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.errors import Mending
from bisearch.query.operands import parse_slop
from bisearch.query.tree import Clauses, DateMention, Not, Phrase, Word

if TYPE_CHECKING:
    from bisearch.model import Side
    from bisearch.query.lexeme_stream import LexemeStream
    from bisearch.query.lexer import Lexeme
    from bisearch.query.tree import Node, Part


def proximity(node: Part, closing: Lexeme, side: Side | None, stream: LexemeStream) -> Node:
    """Return the phrase of the words and quotations in parentheses.

    Args:
        node: the node of the parentheses.
        closing: the closing parenthesis with its ``~``.
        side: the side that the query names; None if it names none.
        stream: the lexemes of the query.

    Raises:
        QueryError: there is no number after the ``~``, or the parentheses have more than words and quotations.
    """
    slop = parse_slop(closing, "a parenthesis", stream)
    parts = [each for each in _parts(node) if not isinstance(each, DateMention)]
    runs = [_forms(part) for part in parts]
    is_exact = {_is_exact(part) for part in parts}
    if not all(runs) or len(is_exact) > 1:
        reason = "parentheses with ~ may have only words and quotations, all of them exact or none"
        raise stream.error(closing.suffix_start, reason, Mending(closing.suffix_start, closing.end))
    if len(parts) == 1 and not isinstance(parts[0], Not):
        return parts[0]
    forms = tuple(form for run in runs for form in run)
    lengths = tuple(map(len, runs)) if len(forms) > len(runs) else ()
    return Phrase(forms, side, is_exact.pop(), slop, runs=lengths, position=closing.start)


def _parts(node: Part) -> tuple[Part, ...]:
    if isinstance(node, Clauses) and not node.must and not node.must_not:
        return node.should
    return (node,)


def _forms(part: Part) -> tuple[str, ...]:
    """Return the words of a part in their order; none if it is not a word or a quotation."""
    match part:
        case Word(match="fuzzy"):
            return ()
        case Word(match="prefix"):
            return (f"{part.form}*",)
        case Word():
            return (part.form,)
        case Phrase(slop=0):
            return part.forms
        case _:
            return ()


def _is_exact(part: Part) -> bool:
    return part.exact if isinstance(part, Phrase) else isinstance(part, Word) and part.match == "exact"
