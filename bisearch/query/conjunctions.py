"""Join the parts of a query by AND and NOT, wherever NOT is among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.query.tree import And, AndNot, Not, Or

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.query.tree import Node, Part


def negation(node: Part) -> Part:
    """Return the node that matches where another does not; a double negation cancels out."""
    return node.child if isinstance(node, Not) else Not(node)


def conjunction(parts: Iterable[Part]) -> Part:
    """Return the node that matches where all parts do.

    Args:
        parts: at least one part.

    Returns:
        A `Not` if all parts are; otherwise a node without `Not`.
    """
    required: list[Node] = []
    excluded: list[Node] = []
    for part in parts:
        if isinstance(part, Not):
            excluded.append(part.child)
        else:
            required += part.children if isinstance(part, And) else (part,)
    without = excluded[0] if len(excluded) == 1 else Or(tuple(excluded))
    if not required:
        return Not(without)
    whole = required[0] if len(required) == 1 else And(tuple(required))
    return AndNot(whole, without) if excluded else whole
