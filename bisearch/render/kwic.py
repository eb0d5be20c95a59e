"""Keyword in context: a concordance with one line per side and the first match of each in one column."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from bisearch.model import SIDES
from bisearch.render.layout import coloured
from bisearch.render.wording import NO_COUNTERPART, results_summary, with_asterisks
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from bisearch.searching.results import Hit, Mark, Results

# Share of the text columns that precede the keyword.
LEFT_SHARE = 0.4


def print_concordance(results: Results, stream: TextIO, width: int, *, in_colour: bool = False) -> None:
    """Print each hit as a Russian and an English line, aligned at the first match of each.

    Args:
        results: hits of passages or of documents.
        stream: the stream to print to.
        width: columns of a line.
        in_colour: whether matches are coloured; otherwise they are between asterisks.
    """
    hits = [*results, *chain.from_iterable(document.hits for document in results.documents)]
    places = [clean(f"{hit.document.id}:{hit.passage.number}") for hit in hits]
    indent = max(map(len, places), default=0) + 2
    for place, hit in zip(places, hits, strict=True):
        for lead, line in zip((place, ""), _lines(hit, max(1, width - indent), in_colour=in_colour), strict=True):
            stream.write(f"{lead.ljust(indent)}{line}".rstrip() + "\n")
    stream.write(results_summary(results) + "\n")


def _lines(hit: Hit, width: int, *, in_colour: bool) -> Iterator[str]:
    left = int(width * LEFT_SHARE)
    for side in SIDES:
        text, marks = hit.passage.side(side), hit.marks(side)
        if text is None:
            yield " " * left + NO_COUNTERPART[side]
        else:
            keyword = marks[0].start if marks else 0
            shown = clean(text.text).replace("\n", " ")
            yield _left_of(shown[:keyword], left) + _from_keyword(
                shown, marks, keyword, width - left, in_colour=in_colour
            )


def _left_of(text: str, width: int) -> str:
    """Return the end of a text, right-aligned; ``…`` replaces a cut beginning."""
    return (text if len(text) <= width else f"…{text[len(text) - width + 1 :]}").rjust(width)


def _from_keyword(text: str, marks: Iterable[Mark], start: int, width: int, *, in_colour: bool) -> str:
    """Return a text from `start` on, with its matches coloured or between asterisks, cut to the width."""
    end = min(len(text), start + width)
    if in_colour:
        end -= len(text) > end
        return coloured(text[start:end], _within(marks, start, end)) + ("…" if end < len(text) else "")
    while len(shown := _part(text, marks, start, end)) > width:
        end -= 1
    return shown


def _part(text: str, marks: Iterable[Mark], start: int, end: int) -> str:
    cut = "…" if end < len(text) else ""
    return with_asterisks(text[start:end], _within(marks, start, end)) + cut


def _within(marks: Iterable[Mark], start: int, end: int) -> list[Mark]:
    """Return the marks that end in a part of a text, with positions in the part."""
    return [mark._replace(start=mark.start - start, end=mark.end - start) for mark in marks if mark.end <= end]
