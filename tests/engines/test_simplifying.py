"""Queries whose filters are combined."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bisearch.engines.blocks import blocks_covering
from bisearch.engines.nodes import AnyTerm, Both, Either, Node, PassageRanges, Without
from bisearch.engines.simplifying import simplified

PASSAGES = range(12)
WORDS = {"а": {0, 3, 4, 9}, "б": {1, 3, 9, 11}}

_RANGES = st.lists(st.builds(lambda start, size: range(start, start + size), st.integers(0, 11), st.integers(0, 4)))
_LEAVES = st.sampled_from([AnyTerm("ru", (word,)) for word in WORDS]) | _RANGES.map(
    lambda ranges: PassageRanges(tuple(ranges))
)


def _branches(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(nodes, min_size=1, max_size=4).map(tuple)
    return (
        st.builds(Either, several)
        | st.builds(Both, several, st.lists(nodes, max_size=2).map(tuple))
        | st.builds(Without, nodes, nodes)
    )


def _matches(node: Node) -> dict[int, int]:
    """Return the passages that match, with one point for each word that each of them scores for."""
    match node:
        case AnyTerm(_, (word,)):
            return dict.fromkeys(WORDS[word], 1)
        case PassageRanges(ranges):
            return {number: 0 for numbers in ranges for number in numbers}
        case Either(children):
            return _sum([_matches(child) for child in children])
        case Both(children, optional):
            required = [_matches(child) for child in children]
            kept = set(required[0]).intersection(*required[1:])
            total = _sum([*required, *map(_matches, optional)])
            return {passage: total[passage] for passage in kept}
        case Without(child, excluded):
            hidden = _matches(excluded)
            return {passage: score for passage, score in _matches(child).items() if passage not in hidden}
        case _:
            raise TypeError(node)


def _sum(several: list[dict[int, int]]) -> dict[int, int]:
    return {passage: sum(each.get(passage, 0) for each in several) for each in several for passage in each}


@given(st.recursive(_LEAVES, _branches, max_leaves=12))
def test_a_simplified_query_matches_the_same_passages_with_the_same_scores(node: Node) -> None:
    assert _matches(simplified(node)) == _matches(node)


def test_a_filter_that_a_query_has_often_is_looked_up_once() -> None:
    once = PassageRanges((range(3, 5), range(9, 11)))
    word = AnyTerm("ru", ("а",))
    nested: list[Node] = [Both((Both((once,)),)), Both((once, once)), Either((once, once))]
    assert simplified(Both((*nested, word))) == Both((word, once))
    assert simplified(Both((*nested,), optional=(once,))) == once


def test_alternative_filters_become_one_without_overlaps() -> None:
    all_, early = PassageRanges((range(3), range(3, 9))), PassageRanges((range(2), range(5, 7)))
    assert simplified(Either((all_, early))) == PassageRanges((range(9),))
    several = [PassageRanges(tuple(range(start, start + 2) for start in range(0, 2_000, 2))) for _ in range(30)]
    assert len(list(blocks_covering(simplified(Either(tuple(several))).ranges))) < 80  # type: ignore[union-attr]


def test_different_filters_become_one() -> None:
    early, late = PassageRanges((range(6),)), PassageRanges((range(4, 9),))
    assert simplified(Both((early, late))) == PassageRanges((range(4, 6),))
    assert simplified(Both((early, PassageRanges((range(7, 9),))))) == PassageRanges(())
