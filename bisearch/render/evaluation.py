"""Tables of scores and comparisons, as plain text with aligned columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bisearch.evaluation.comparison import Comparison
    from bisearch.evaluation.conditions import GroupScores
    from bisearch.evaluation.measures import Scores

_LANGUAGES = {"ru": "Russian", "en": "English"}


def table(rows: Sequence[Sequence[str]], text_columns: int = 1) -> str:
    """Return rows as lines; the first columns are aligned left, figures right."""
    rows = [[clean(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if place < text_columns else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip() + "\n")
    return "".join(lines)


def scores_table(scores: Mapping[str, Scores], *, per_topic: bool = False) -> str:
    """Return a line for each run with its measures; with `per_topic`, a line for each topic before each run's own."""
    measures = list(next(iter(scores.values())).means)
    if not per_topic:
        rows = [["run", *measures]]
        rows += [[run, *(f"{each.means[name]:.4f}" for name in measures)] for run, each in scores.items()]
        return table(rows)
    rows = [["run", "topic", *measures]]
    for run, each in scores.items():
        for topic in next(iter(each.values.values())):
            rows.append([run, topic, *(f"{each.values[name][topic]:.4f}" for name in measures)])
        rows.append([run, "all", *(f"{each.means[name]:.4f}" for name in measures)])
    return table(rows, text_columns=2)


def comparison_table(
    measure: str, means: Mapping[str, float], comparisons: Mapping[str, Comparison], *, per_topic: bool = False
) -> str:
    """Return a line for each run; with `per_topic`, also the topics that each run wins and loses.

    Args:
        measure: name of the measure.
        means: of each run, the first run first.
        comparisons: of each other run with the first.
        per_topic: whether to list topics.
    """
    rows = [["run", measure, "difference", "wins", "losses", "ties", "p", "p (Holm)"]]
    for run, mean in means.items():
        found = comparisons.get(run)
        if found is None:
            rows.append([run, f"{mean:.4f}", *[""] * 6])
        else:
            counts = [str(len(topics)) for topics in (found.wins, found.losses, found.ties)]
            chances = [f"{found.p:.4f}", f"{found.corrected_p:.4f}"]
            rows.append([run, f"{mean:.4f}", f"{found.difference:+.4f}", *counts, *chances])
    text = table(rows)
    for run, found in comparisons.items() if per_topic else ():
        for word, topics in (("wins", found.wins), ("loses", found.losses)):
            text += f"{clean(run)} {word}: {clean(' '.join(topics) or '-')}\n"
    return text


def groups_table(groups: Iterable[GroupScores]) -> str:
    """Return a line for each language of the topics and each group of documents."""
    groups = list(groups)
    rows = [["topics", "documents", "number", *(groups[0].scores if groups else ())]]
    for each in groups:
        figures = [f"{value:.4f}" for value in each.scores.values()]
        rows.append([_LANGUAGES[each.side], each.group, str(each.topics), *figures])
    return table(rows, text_columns=2)
