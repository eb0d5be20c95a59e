"""Combine the filters of a query: the same filter may be in it a hundred times, and each takes as long as the first."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from bisearch.engines.blocks import joined
from bisearch.engines.nodes import Both, Either, PassageRanges, Without

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.engines.nodes import Node


def simplified(node: Node) -> Node:
    """Return a node that matches the same passages with the same scores, and has its filters combined."""
    match node:
        case Either(children):
            ranges, others = _separated(children)
            if len(ranges) > 1:
                united = joined(each for one in ranges for each in one.ranges)
                ranges = [PassageRanges(tuple(range(start, stop) for start, stop in united))]
            return ranges[0] if ranges and not others else Either((*others, *ranges))
        case Both(children, optional):
            ranges, others = _separated(children)
            if ranges:
                ranges = [reduce(_in_both, ranges)]
            _, scored = _separated(optional)
            return ranges[0] if ranges and not (others or scored) else Both((*others, *ranges), tuple(scored))
        case Without(child, excluded):
            return Without(simplified(child), simplified(excluded))
        case _:
            return node


def _separated(nodes: Iterable[Node]) -> tuple[list[PassageRanges], list[Node]]:
    """Return the different ranges among some nodes, and the other nodes, all simplified."""
    ranges: dict[int, PassageRanges] = {}
    others: list[Node] = []
    for node in map(simplified, nodes):
        if isinstance(node, PassageRanges):
            ranges[id(node.ranges)] = node  # which equal filters share; to compare their ranges would take long
        else:
            others.append(node)
    return list(ranges.values()), others


def _in_both(one: PassageRanges, other: PassageRanges) -> PassageRanges:
    """Return the passages that are in both of two ranges."""
    first, second = list(joined(one.ranges)), list(joined(other.ranges))
    found: list[range] = []
    here = there = 0
    while here < len(first) and there < len(second):
        start, stop = max(first[here][0], second[there][0]), min(first[here][1], second[there][1])
        if start < stop:
            found.append(range(start, stop))
        if first[here][1] <= second[there][1]:
            here += 1
        else:
            there += 1
    return PassageRanges(tuple(found))
