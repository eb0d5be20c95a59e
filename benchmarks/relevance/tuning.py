"""Tunes the constants of ranking on the queries of one fold and tests the choice on the other folds.

Each constant is varied on a coarse grid around its value while the others keep their shipped values. The criterion is
the mean nDCG@10 over both collections, both languages and all conditions without a dictionary; all queries of a mixed
condition have the same weight. A shipped value is replaced only if another gains .001 on the first fold; less is noise.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.relevance.collections import FOLDS
from benchmarks.relevance.conditions import Bench
from benchmarks.relevance.indexes import search
from benchmarks.relevance.measures import MAIN
from bisearch.evaluation.measures import evaluate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from benchmarks.relevance.collections import Collection
    from benchmarks.relevance.conditions import Part
    from bisearch.evaluation.runs import Run
    from bisearch.model import Side

# The fold on which the constants are chosen.
TUNING_FOLD = 0
# nDCG@10 needs this many results.
DEPTH = 10


class Constant(NamedTuple):
    """A module constant and the values to try."""

    module: str
    name: str
    values: tuple[float, ...]


CONSTANTS = (
    Constant("bisearch.engines.whoosh.search", "K1", (0.5, 0.7, 0.9)),
    Constant("bisearch.engines.whoosh.search", "B", (0.3, 0.4, 0.5, 0.6)),
    Constant("bisearch.searching.ranking", "ONE_SIDED_WEIGHT", (1.0, 1.05, 1.1)),
    Constant("bisearch.searching.ranking", "NEIGHBOUR_WEIGHT", (0.1, 0.2, 0.3)),
    Constant("bisearch.searching.expansion.cross_language", "MIN_SHARE_OF_LIKELIEST", (0.05, 0.1, 0.2)),
)


class Choice(NamedTuple):
    """The result of one constant's grid.

    Attributes:
        constant: the constant.
        shipped: its shipped value.
        best: the best value on the tuning fold; the shipped value if none is better.
        on_fold: nDCG@10 on the tuning fold with the shipped value and with the best value.
        on_others: nDCG@10 on the other folds with the shipped value and with the best value.
    """

    constant: Constant
    shipped: float
    best: float
    on_fold: tuple[float, float]
    on_others: tuple[float, float]


def tune(collections: Sequence[Collection], scratch: Path, say: Callable[[str], None]) -> list[Choice]:
    """Tune every constant.

    Args:
        collections: the collections to search.
        scratch: folder for the indexes.
        say: called with each figure as a line.
    """
    parts = [(each, list(Bench(each, scratch / each.name).parts())) for each in collections]
    others = set(range(FOLDS)) - {TUNING_FOLD}
    shipped_here, shipped_there = _mean(parts, {TUNING_FOLD}), _mean(parts, others)
    choices = []
    for constant in CONSTANTS:
        shipped: float = getattr(import_module(constant.module), constant.name)
        here = {shipped: shipped_here}
        for value in constant.values:
            if value != shipped:
                with _set(constant, value):
                    here[value] = _mean(parts, {TUNING_FOLD})
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
    """Return the mean nDCG@10 over all conditions, for the queries of some folds."""
    means = []
    for collection, parts in collections:
        found: dict[tuple[str, Side], Run] = {}
        for part in parts:
            selected = {query.id for query in collection.of_folds(part.side, folds)}
            run = search(part.folder, [query for query in part.queries if query.id in selected], depth=DEPTH)
            into = found.setdefault((part.condition.partition(":")[0], part.side), {})
            into.update({query + part.tag: each for query, each in run.items()})
        for (_, side), run in found.items():
            grades = {query: collection.judgements[side][query.partition("@")[0]] for query in run}
            means.append(fmean(evaluate(run, grades, grades, [MAIN]).values[MAIN].values()))
    return fmean(means)


@contextmanager
def _set(constant: Constant, value: float) -> Iterator[None]:
    """Set a constant to another value within the block."""
    module = import_module(constant.module)
    kept = getattr(module, constant.name)
    setattr(module, constant.name, value)
    try:
        yield
    finally:
        setattr(module, constant.name, kept)
