"""Scores runs by the measures of ir-measures, which computes them by trec_eval where trec_eval has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import ir_measures

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    # The value of a measure for each topic.
    Values: TypeAlias = dict[str, float]

DEFAULT_MEASURES = ("nDCG@10", "AP", "RR", "P@5", "R@100")


class Scores(NamedTuple):
    """The scores of a run.

    Attributes:
        values: by measure, the value for each topic.
        means: by measure, the value for all topics: the mean, or the sum for a measure that counts.
    """

    values: dict[str, Values]
    means: dict[str, float]


def parse_measures(names: Iterable[str]) -> list[Any]:
    """Return ir-measures' objects for the names of some measures.

    Raises:
        ValueError: there is no such measure.
    """
    return [_parse(name) for name in names]


def evaluate(
    run: Mapping[str, Mapping[str, float]],
    judgements: Mapping[str, Mapping[str, int]],
    topics: Collection[str] | None = None,
    measures: Iterable[str] = DEFAULT_MEASURES,
) -> Scores:
    """Score a run.

    Args:
        run: the scores of the results, for each topic.
        judgements: the grades of the judged documents, for each topic.
        topics: the topics that count; None takes all that have judgements. A topic without results scores 0, or what
            the measure gives to no results.
        measures: names of measures, as in ir-measures.

    Raises:
        ValueError: there is no such measure, or its tool is not installed.
    """
    topics = list(judgements) if topics is None else list(topics)
    parsed = dict(zip(measures, parse_measures(measures), strict=True))
    names: dict[str, list[str]] = {}
    for name, measure in parsed.items():
        names.setdefault(str(measure), []).append(name)
    values = {name: dict.fromkeys(topics, float(measure.DEFAULT)) for name, measure in parsed.items()}
    qrels = {topic: dict(judgements[topic]) for topic in topics}
    results = {topic: dict(run.get(topic, {})) for topic in topics}
    try:
        for metric in ir_measures.iter_calc(list(parsed.values()), qrels, results):
            for name in names[str(metric.measure)]:
                values[name][metric.query_id] = float(metric.value)
    except ValueError as error:
        raise ValueError(str(error).splitlines()[0]) from error
    return Scores(values, {name: _total(measure, values[name].values()) for name, measure in parsed.items()})


def _parse(name: str) -> Any:
    try:
        measure = ir_measures.parse_measure(name)
        measure.validate_params()
    except (ValueError, NameError, AssertionError, KeyError, TypeError) as error:
        reason = f"no measure {name!r}; names are those of ir-measures: nDCG@10, AP, RR, P@5, R@100, Success@1, ..."
        raise ValueError(reason) from error
    return measure


def _total(measure: Any, values: Iterable[float]) -> float:
    aggregator = measure.aggregator()
    for value in values:
        aggregator.add(value)
    total = float(aggregator.result())
    return total if total == total else 0.0  # noqa: PLR0124 -- not a number, from no topics
