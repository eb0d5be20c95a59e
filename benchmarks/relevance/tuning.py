"""Constants of ranking: chosen on the queries of one fold, and what the choice is worth on the others.

Each constant is tried by itself, with the others as they ship, on a coarse grid around its value. What is compared is
the mean nDCG@10 over both collections, both languages and every condition without a dictionary, the queries of a mixed
one counting alike. What ships is what is best on the first fold: a value gives way to one that gains .001 there, less
being chance.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.relevance.collections import FOLDS
from benchmarks.relevance.conditions import Bench
from benchmarks.relevance.indexes import search
from benchmarks.relevance.measures import MAIN, evaluate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from benchmarks.relevance.collections import Collection
    from benchmarks.relevance.conditions import Part
    from benchmarks.relevance.indexes import Run
    from bisearch.model import Side

# The fold that constants are chosen on.
CHOSEN_ON = 0
# nDCG@10 looks no deeper.
DEPTH = 10


class Constant(NamedTuple):
    """A constant of a module, and the values that are tried besides the one it has."""

    module: str
    name: str
    values: tuple[float, ...]


CONSTANTS = (
    Constant("bisearch.engines.whoosh.search", "K1", (0.5, 0.7, 0.9)),
    Constant("bisearch.engines.whoosh.search", "B", (0.3, 0.4, 0.5, 0.6)),
    Constant("bisearch.searching.ranking", "ONE_SIDED", (1.0, 1.05, 1.1)),
    Constant("bisearch.searching.ranking", "NEIGHBOUR", (0.1, 0.2, 0.3)),
    Constant("bisearch.searching.expansion.cross_language", "LEAST_SHARE", (0.05, 0.1, 0.2)),
)


class Choice(NamedTuple):
    """What one constant's grid gives.

    Attributes:
        constant: which.
        shipped: the value it has.
        best: the value that is best on the fold it is chosen on; the shipped one where none is better.
        on_fold: nDCG@10 there, with the shipped and with the best value.
        on_others: the same on the other folds.
    """

    constant: Constant
    shipped: float
    best: float
    on_fold: tuple[float, float]
    on_others: tuple[float, float]


def tune(collections: Sequence[Collection], scratch: Path, say: Callable[[str], None]) -> list[Choice]:
    """Try every constant.

    Args:
        collections: to search.
        scratch: folder for the indexes.
        say: told each figure as it comes.
    """
    parts = [(each, list(Bench(each, scratch / each.name).parts())) for each in collections]
    others = set(range(FOLDS)) - {CHOSEN_ON}
    shipped_here, shipped_there = _mean(parts, {CHOSEN_ON}), _mean(parts, others)
    choices = []
    for constant in CONSTANTS:
        shipped: float = getattr(import_module(constant.module), constant.name)
        here = {shipped: shipped_here}
        for value in constant.values:
            if value != shipped:
                with _set(constant, value):
                    here[value] = _mean(parts, {CHOSEN_ON})
            say(f"{constant.name} {value}: {here[value]:.4f}")
        best = max(here, key=lambda value: (here[value], value == shipped))
        with _set(constant, best):
            there = shipped_there if best == shipped else _mean(parts, others)
        choices.append(Choice(constant, shipped, best, (shipped_here, here[best]), (shipped_there, there)))
    return choices


def table(choices: Iterable[Choice]) -> str:
    """Return the choices as a Markdown table."""
    rows: list[tuple[str, ...]] = [
        ("constant", "tried", "ships", "best on the first fold", "nDCG@10 there: ships, best", "on the other folds"),
        ("---",) * 6,
    ]
    for choice in choices:
        figures = [f"{shipped:.4f}, {best:.4f}" for shipped, best in (choice.on_fold, choice.on_others)]
        tried = ", ".join(f"{value:g}" for value in choice.constant.values)
        rows.append((f"`{choice.constant.name}`", tried, f"{choice.shipped:g}", f"{choice.best:g}", *figures))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _mean(collections: Iterable[tuple[Collection, Sequence[Part]]], folds: set[int]) -> float:
    """Return the mean nDCG@10 of all conditions, over the queries of some folds."""
    means = []
    for collection, parts in collections:
        found: dict[tuple[str, Side], Run] = {}
        for part in parts:
            wanted = {query.id for query in collection.of_folds(part.side, folds)}
            run = search(part.folder, [query for query in part.queries if query.id in wanted], depth=DEPTH)
            into = found.setdefault((part.condition.partition(":")[0], part.side), {})
            into.update({query + part.tag: each for query, each in run.items()})
        for (_, side), run in found.items():
            grades = {query: collection.judgements[side][query.partition("@")[0]] for query in run}
            means.append(fmean(evaluate(run, grades, grades)[MAIN].values()))
    return fmean(means)


@contextmanager
def _set(constant: Constant, value: float) -> Iterator[None]:
    """Give a constant another value for a while."""
    module = import_module(constant.module)
    kept = getattr(module, constant.name)
    setattr(module, constant.name, value)
    try:
        yield
    finally:
        setattr(module, constant.name, kept)
