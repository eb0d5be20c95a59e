"""Scores runs with ir-measures, writes them as TREC files, and tests differences for significance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import ir_measures
import numpy as np
from scipy.stats import permutation_test

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from benchmarks.relevance.collections import Grades
    from benchmarks.relevance.indexes import Run

    # A measure's value for each query.
    Values: TypeAlias = dict[str, float]

MEASURES = ("nDCG@10", "RR@10", "R@10", "R@100", "P@1")
# The measure by which systems are compared.
MAIN = "nDCG@10"
RESAMPLES = 10_000


def evaluate(run: Run, judgements: Mapping[str, Grades], queries: Collection[str]) -> dict[str, Values]:
    """Return each measure for each query; a query without results scores 0."""
    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    qrels = {query: judgements[query] for query in queries}
    values: dict[str, Values] = {name: dict.fromkeys(queries, 0.0) for name in MEASURES}
    for metric in ir_measures.iter_calc(measures, qrels, {query: run.get(query, {}) for query in queries}):
        values[str(metric.measure)][metric.query_id] = float(metric.value)
    return values


def means(values: Mapping[str, Values]) -> dict[str, float]:
    """Return the mean of each measure over the queries."""
    return {name: round(sum(each.values()) / max(1, len(each)), 4) for name, each in values.items()}


def p_value(first: Values, second: Values) -> float:
    """Return the two-sided p-value of the difference between two systems over the same queries.

    This is the paired randomization test (Smucker, Allan & Carterette, 2007, "A Comparison of Statistical Significance
    Tests for Information Retrieval Evaluation"): under the null hypothesis a query's two values may be swapped.
    """
    queries = sorted(first)
    pairs = [[values[query] for query in queries] for values in (first, second)]
    test = permutation_test(
        pairs, _mean_difference, permutation_type="samples", n_resamples=RESAMPLES, batch=RESAMPLES // 10, rng=0
    )
    return float(test.pvalue)


def _mean_difference(first: Any, second: Any, axis: int) -> Any:
    return np.mean(first - second, axis=axis)


def write_run(run: Run, name: str, path: Path) -> None:
    """Write a run in TREC format: query, Q0, result, rank, score, name of the run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for query, found in run.items():
            ranked = sorted(found.items(), key=lambda item: -item[1])
            file.writelines(
                f"{query} Q0 {id_} {rank} {score:.6f} {name}\n" for rank, (id_, score) in enumerate(ranked, 1)
            )
