"""What a query counts: a word or a phrase, and the filters that choose the documents.

The query language is that of a search, with two differences. Several words in a row are one phrase, as in an n-gram
viewer. Operators other than OR have no meaning for occurrences, so they are refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.tokenizer import tokenize
from bisearch.errors import QueryError
from bisearch.query import tree
from bisearch.query.parser import parse
from bisearch.query.tree import has_only_filters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.model import Side


class CountedQuery(NamedTuple):
    """A query whose occurrences are counted.

    Attributes:
        text: the query as typed.
        unit: the word or the phrase, or several of which each occurrence counts.
        filters: the query's own filters.
        excluded: filters of the query, none of which may keep a document.
    """

    text: str
    unit: tree.Node
    filters: tuple[tree.Node, ...]
    excluded: tuple[tree.Node, ...]


def parse_counted(query: str) -> CountedQuery:
    """Return what a query counts.

    Args:
        query: a word, a phrase, a word with a wildcard, or several with OR between them; filters may stand beside it.

    Raises:
        QueryError: the query has a mistake, looks for no word, or has an operator that counts cannot have.
    """
    units, filters, excluded = _parts(parse(query))
    if not all(map(has_only_filters, excluded)):
        raise QueryError(query, 0, "a count cannot leave out words; - and NOT may only come before filters")
    if not units:
        raise QueryError(query, 0, "there is no word to count beside the filters")
    return CountedQuery(query, _unit(query, units), tuple(filters), tuple(excluded))


def _parts(node: tree.Node) -> tuple[list[tree.Node], list[tree.Node], list[tree.Node]]:
    """Return what a query counts, its filters and what it excludes."""
    parts: tuple[tree.Node, ...]
    excluded: tuple[tree.Node, ...] = ()
    match node:
        case tree.Clauses(should, must, must_not):
            parts, excluded = (*should, *must), must_not
        case tree.And(children) if sum(not has_only_filters(child) for child in children) <= 1:
            parts = children
        case tree.AndNot(child, without):
            found = _parts(child)
            return found[0], found[1], [*found[2], without]
        case _:
            parts = (node,)
    return [each for each in parts if not has_only_filters(each)], [*filter(has_only_filters, parts)], [*excluded]


def filters_beside(node: tree.Node) -> tuple[tuple[tree.Node, ...], tuple[tree.Node, ...]]:
    """Return the filters of a query that keep documents for all of its words, and those that leave documents out."""
    _, filters, excluded = _parts(node)
    return tuple(filters), tuple(filter(has_only_filters, excluded))


def parse_filters(query: str) -> tree.Node | None:
    """Return the tree of a query of filters alone; None for an empty query.

    Raises:
        QueryError: the query has a mistake, or looks for a word in the texts.
    """
    if not query.strip():
        return None
    node = parse(query)
    if not has_only_filters(node):
        raise QueryError(query, 0, "only filters can choose documents here, such as date:1946 or author:Смирнов")
    return node


def _unit(query: str, nodes: Sequence[tree.Node]) -> tree.Node:
    """Return a part of a query that is counted as a whole."""
    # The words of a date follow it, and are counted as typed.
    words: Sequence[tree.Node] = [node for node in nodes if not isinstance(node, tree.DateMention)] or nodes
    if len(words) == 1:
        return _checked(query, words[0])
    forms: list[str] = []
    sides: set[Side | None] = set()
    for word in words:
        if isinstance(word, tree.ShelfmarkMention):
            forms += [token.form for token in tokenize(word.surface)]
        elif isinstance(word, tree.Word) and word.match in {"lemma", "prefix", "wildcard"}:
            forms.append(f"{word.form}*" if word.match == "prefix" else word.form)
        elif isinstance(word, tree.Phrase) and not (word.exact or word.slop):
            forms += word.forms
        else:
            raise QueryError(query, 0, "this cannot be one phrase; count its parts as queries of their own")
        sides.add(word.side)
    if len(sides) > 1:
        raise QueryError(query, 0, "the words of one phrase must be on one side")
    return tree.Phrase(tuple(forms), side=sides.pop())


def _checked(query: str, node: tree.Node) -> tree.Node:
    match node:
        case tree.Word() | tree.Phrase():
            return node
        case tree.Or(children):
            return tree.Or(tuple(_checked(query, child) for child in children))
        case tree.ShelfmarkMention(surface=surface, side=side):
            return _phrase_of(surface, side)
        case tree.DateMention(surface=surface, side=side):
            return _phrase_of(surface, side)
        case tree.Clauses(should, (), ()) if should:
            return _unit(query, should)
        case _:
            raise QueryError(query, 0, "a count needs a word, a phrase, a wildcard, or several of them with OR")


def _phrase_of(text: str, side: Side | None) -> tree.Node:
    forms = tuple(token.form for token in tokenize(text))
    return tree.Phrase(forms, side) if len(forms) > 1 else tree.Word(forms[0], side, surface=text)
