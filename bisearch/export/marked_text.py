"""Texts cut into runs, so that each format can highlight marks in its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.model import PassageText


class Run(NamedTuple):
    """A stretch of a text that is either inside a mark or outside all marks; it is never empty."""

    text: str
    is_marked: bool


def marked_runs(text: str, stretches: Iterable[tuple[int, int]]) -> list[Run]:
    """Return a text cut at its marks; adjacent marks make one run.

    Args:
        text: the text.
        stretches: the start and the end of each mark, in order and without overlaps.
    """
    runs: list[Run] = []
    last = 0
    for start, end in stretches:
        if last < start:
            runs.append(Run(text[last:start], is_marked=False))
        if runs and runs[-1].is_marked:
            runs[-1] = Run(runs[-1].text + text[start:end], is_marked=True)
        elif start < end:
            runs.append(Run(text[start:end], is_marked=True))
        last = end
    if last < len(text):
        runs.append(Run(text[last:], is_marked=False))
    return runs


def side_runs(side: PassageText | None, marks: Iterable[tuple[int, int, *tuple[object, ...]]]) -> list[Run]:
    """Return one side of a passage cut at its marks; empty if the passage lacks that side.

    Args:
        side: the side.
        marks: the start, the end and the reasons of each mark, in order and without overlaps.
    """
    return marked_runs(side.text, [mark[:2] for mark in marks]) if side is not None else []


def asterisked(runs: Iterable[Run]) -> str:
    """Return a text with ``**`` around its marks."""
    return "".join(f"**{text}**" if is_marked else text for text, is_marked in runs)
