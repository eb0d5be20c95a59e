"""The report of a run: its signature and its tables."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from benchmarks.relevance.conditions import OTHERS
from benchmarks.relevance.measures import MAIN, MEASURES
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# Order of the query languages in all tables.
_LANGUAGES = ("en", "ru")
# A difference with a p-value below this is significant.
_SIGNIFICANT = 0.05


def signature(paths: Iterable[Path]) -> dict[str, Any]:
    """Return everything that determines a report's figures: the version, and each file's SHA-256 by file name."""
    return {
        "version": __version__,
        "sha256": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.is_file()},
    }


def tables(name: str, report: dict[str, Any]) -> str:
    """Return a collection's report in Markdown: all conditions, all measures of the first one, and shortcomings."""
    failed = "".join(f"- {line}\n" for line in shortcomings(report))
    return f"{table(name, report)}\n{details(report)}" + (
        f"\nConditions in which another tool is at least as good:\n\n{failed}" if failed else ""
    )


def table(retrieved: str, report: dict[str, Any]) -> str:
    """Return the nDCG@10 of English and Russian queries in each condition as a Markdown table.

    Args:
        retrieved: name of the units that are retrieved, for the heading.
        report: figures by condition and language.
    """
    rows = [(f"{retrieved}, {MAIN}, en / ru queries", "bisearch", "strongest baseline", "p"), ("---",) * 4]
    for condition, figures in report.items():
        baselines = [
            (figures[side]["strongest baseline"], figures[side][OTHERS], figures[side]["p"])
            for side in _LANGUAGES
            if OTHERS in figures[side]
        ]
        best = " / ".join(
            f"{each[strongest][MAIN]:.3f} ({strongest.split(',')[0]})" for strongest, each, _ in baselines
        )
        chances = " / ".join("< .001" if p < 0.001 else f"{p:.3f}".lstrip("0") for _, _, p in baselines)
        rows.append((condition, _pair(figures, MAIN), best or "–", chances or "–"))
    return _markdown(rows)


def details(report: dict[str, Any]) -> str:
    """Return all measures of bisearch and the baselines in the first condition as a Markdown table."""
    figures = next(iter(report.values()))
    rows = [("both languages present, en / ru queries", *MEASURES), ("---",) * (len(MEASURES) + 1)]
    rows.append(("bisearch", *(_pair(figures, measure) for measure in MEASURES)))
    for system in figures[_LANGUAGES[0]].get(OTHERS, {}):
        by_side = {side: figures[side][OTHERS][system] for side in _LANGUAGES}
        rows.append((system, *(_pair(by_side, measure) for measure in MEASURES)))
    return _markdown(rows)


def shortcomings(report: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each condition in which a baseline does as well or better."""
    for condition, figures in report.items():
        for side in _LANGUAGES:
            if OTHERS not in figures[side]:
                continue
            for system, values in figures[side][OTHERS].items():
                if values[MAIN] >= figures[side][MAIN]:
                    yield f"{condition}, {side}: {system} does better, {values[MAIN]:.3f} to {figures[side][MAIN]:.3f}"
            if figures[side]["p"] >= _SIGNIFICANT:
                strongest = figures[side]["strongest baseline"]
                yield f"{condition}, {side}: no significant difference from {strongest} (p = {figures[side]['p']:.2f})"


def _pair(figures: dict[str, Any], measure: str) -> str:
    return " / ".join(f"{figures[side][measure]:.3f}" for side in _LANGUAGES)


def _markdown(rows: Iterable[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
