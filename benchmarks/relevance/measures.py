"""Scores of runs by ir-measures, TREC files of them, and whether two differ by more than chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import ir_measures
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from benchmarks.relevance.collections import Grades
    from benchmarks.relevance.indexes import Run

    # A measure's value for each query.
    Values: TypeAlias = dict[str, float]

MEASURES = ("nDCG@10", "RR@10", "R@10", "R@100", "P@1")
# By this one systems are compared.
MAIN = "nDCG@10"
RESAMPLES = 10_000


def evaluate(run: Run, judgements: Mapping[str, Grades], queries: Collection[str]) -> dict[str, Values]:
    """Return each measure of each query; a query that nothing is found for scores 0."""
    wanted = [ir_measures.parse_measure(name) for name in MEASURES]
    qrels = {query: judgements[query] for query in queries}
    values: dict[str, Values] = {name: dict.fromkeys(queries, 0.0) for name in MEASURES}
    for metric in ir_measures.iter_calc(wanted, qrels, {query: run.get(query, {}) for query in queries}):
        values[str(metric.measure)][metric.query_id] = float(metric.value)
    return values


def means(values: Mapping[str, Values]) -> dict[str, float]:
    """Return the mean of each measure over its queries."""
    return {name: round(sum(each.values()) / max(1, len(each)), 4) for name, each in values.items()}


def chance(first: Values, second: Values) -> float:
    """Return how likely chance alone makes two systems differ so much over the same queries.

    The paired randomization test (Smucker, Allan & Carterette, 2007, "A Comparison of Statistical Significance Tests
    for Information Retrieval Evaluation"), two-sided: under the null hypothesis each query's two values could as well
    be the other way round.
    """
    differences = np.array([first[query] - second[query] for query in sorted(first)])
    differences = differences[differences != 0]
    if not len(differences):
        return 1.0
    rng = np.random.default_rng(0)
    observed = abs(differences.sum())
    beyond = 0
    for _ in range(10):
        signs = rng.choice((-1, 1), (RESAMPLES // 10, len(differences)))
        beyond += int((abs(signs @ differences) >= observed - 1e-12).sum())
    return (beyond + 1) / (RESAMPLES + 1)


def write_run(run: Run, name: str, path: Path) -> None:
    """Write a run in TREC form: query, Q0, what was found, rank, score, name of the run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for query, found in run.items():
            ranked = sorted(found.items(), key=lambda item: -item[1])
            file.writelines(
                f"{query} Q0 {id_} {rank} {score:.6f} {name}\n" for rank, (id_, score) in enumerate(ranked, 1)
            )
