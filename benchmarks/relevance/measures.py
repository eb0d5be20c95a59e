"""The measures of the relevance benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bisearch.evaluation.measures import Values

MEASURES = ("nDCG@10", "RR@10", "R@10", "R@100", "P@1")
# The measure by which systems are compared.
MAIN = "nDCG@10"


def means(values: Mapping[str, Values]) -> dict[str, float]:
    """Return the mean of each measure over the queries, rounded for the report."""
    return {name: round(sum(each.values()) / max(1, len(each)), 4) for name, each in values.items()}
