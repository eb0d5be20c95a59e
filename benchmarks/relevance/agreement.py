"""Agreement of two judges: ``python -m benchmarks.relevance.agreement QRELS QRELS``."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from bisearch.errors import CollectionError
from bisearch.evaluation.judgements import read_judgements

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    # The grade of each pair of topic and document.
    Grades: TypeAlias = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two judges agree on the pairs of topic and document that both judged.

    Attributes:
        topics: number of topics that both judged.
        pairs: number of pairs that both judged.
        raw: share of the pairs with the same grade.
        kappa: Cohen's kappa over the grades; None if both judges gave every pair the same single grade.
        weighted_kappa: Cohen's kappa with linear weights, so that 0 against 2 counts twice as much as 0 against 1;
            None in the same case as `kappa`.
        relevant_kappa: Cohen's kappa over relevant (grade 1 or more) or not; None if neither judge varied.
        overlap: share of the pairs relevant to either judge that are relevant to both; None if no pair is relevant.
        table: number of pairs by first and second grade, as ``"FIRST-SECOND"``.
    """

    topics: int
    pairs: int
    raw: float
    kappa: float | None
    weighted_kappa: float | None
    relevant_kappa: float | None
    overlap: float | None
    table: dict[str, int]


def read_grades(path: Path) -> dict[tuple[str, str], int]:
    """Read relevance judgements, in any form of `read_judgements`.

    Raises:
        CollectionError: the file is malformed.
    """
    return {(topic, document): grade for topic, of in read_judgements(path).items() for document, grade in of.items()}


def compare(first: Grades, second: Grades) -> Agreement:
    """Compare two judges over the pairs that both judged.

    Kappa is Cohen's (1960, "A Coefficient of Agreement for Nominal Scales"), weighted kappa Cohen's of 1968
    ("Weighted Kappa"). The overlap of relevant documents is the measure of Voorhees (2000, "Variations in Relevance
    Judgments and the Measurement of Retrieval Effectiveness").

    Raises:
        ValueError: no pair was judged by both.
    """
    pairs = [(grade, second[pair]) for pair, grade in first.items() if pair in second]
    if not pairs:
        raise ValueError("the two files have no pair of topic and document in common")
    binary = [(min(a, 1), min(b, 1)) for a, b in pairs]
    either = sum(max(pair) for pair in binary)
    return Agreement(
        topics=len({topic for topic, document in first if (topic, document) in second}),
        pairs=len(pairs),
        raw=sum(a == b for a, b in pairs) / len(pairs),
        kappa=_kappa(pairs, _unequal),
        weighted_kappa=_kappa(pairs, _difference),
        relevant_kappa=_kappa(binary, _unequal),
        overlap=sum(min(pair) for pair in binary) / either if either else None,
        table={f"{a}-{b}": count for (a, b), count in sorted(Counter(pairs).items())},
    )


def _kappa(pairs: list[tuple[int, int]], disagreement: Callable[[int, int], int]) -> float | None:
    """Return 1 minus the observed disagreement over the one expected if the judges graded independently."""
    observed = sum(disagreement(a, b) for a, b in pairs) / len(pairs)
    firsts, seconds = (Counter(grades) for grades in zip(*pairs, strict=True))
    expected = (
        sum(disagreement(a, b) * count_a * count_b for a, count_a in firsts.items() for b, count_b in seconds.items())
        / len(pairs) ** 2
    )
    return 1 - observed / expected if expected else None


def _unequal(a: int, b: int) -> int:
    return int(a != b)


def _difference(a: int, b: int) -> int:
    return abs(a - b)


def table(agreement: Agreement) -> str:
    """Return the agreement as Markdown tables."""
    rows = [
        ("topics judged twice", str(agreement.topics)),
        ("pairs judged twice", f"{agreement.pairs:,}"),
        ("same grade", f"{agreement.raw:.3f}"),
        ("Cohen's kappa", _figure(agreement.kappa)),
        ("weighted kappa, linear", _figure(agreement.weighted_kappa)),
        ("kappa of relevant (1 or 2) or not", _figure(agreement.relevant_kappa)),
        ("overlap of relevant documents", _figure(agreement.overlap)),
    ]
    grades = sorted({int(grade) for pair in agreement.table for grade in pair.split("-")})
    head = ["first judge \\ second judge", *map(str, grades)]
    counts = [[str(a), *(str(agreement.table.get(f"{a}-{b}", 0)) for b in grades)] for a in grades]
    return f"{_markdown([('agreement', ''), *rows])}\n{_markdown([head, *counts])}"


def _figure(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"


def _markdown(rows: list[tuple[str, str]] | list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]]) + "\n"


@click.command()
@click.argument("first", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("second", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def agreement_command(*, first: Path, second: Path, as_json: bool) -> None:
    """Report how far two judges agree on the topics and documents that both judged."""
    try:
        found = compare(read_grades(first), read_grades(second))
    except (CollectionError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(asdict(found), indent=2) if as_json else table(found).rstrip("\n"))


if __name__ == "__main__":
    agreement_command()
