"""Announces what a search is going to look up, so that an engine on other machines is asked once for all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.engines.nodes import AnyTerm
from bisearch.model import SIDES
from bisearch.query import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.searching.planning import QueryPlan
    from bisearch.searching.readers import IndexReaders


def announce_words(node: tree.Node, readers: IndexReaders) -> None:
    """Announce the lemmas of a query's words, whose frequencies on both sides its expansion depends on.

    Args:
        node: the tree of the query.
        readers: the readers of the index.
    """
    if readers.postings.is_remote:
        terms = readers.forms.terms(list(dict.fromkeys(_forms(node))))
        found = dict.fromkeys(term for each in terms.values() for term in each)
        readers.postings.prepare([AnyTerm(side, (term,)) for term in found for side in SIDES])


def announce_plan(plan: QueryPlan, readers: IndexReaders) -> None:
    """Announce the parts of a planned query, whose frequencies and numbers of matches its results depend on."""
    if readers.postings.is_remote:
        literal = [plan.literal] if plan.literal is not None else []
        readers.postings.prepare([plan.node, *literal], counted=literal)


def _forms(node: tree.Node) -> Iterator[str]:
    match node:
        case tree.Word():
            if node.match == "lemma":
                yield node.form
        case tree.Phrase(parts=parts):
            for part in parts:
                yield from _forms(part)
        case tree.And(children) | tree.Or(children):
            for child in children:
                yield from _forms(child)
        case tree.AndNot(child):
            yield from _forms(child)
        case tree.Clauses():
            for child in (*node.must, *node.should):
                yield from _forms(child)
        case _:
            return
