"""Key word in context: what matched in one column, a line a side, as concordances show it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from bisearch.model import SIDES
from bisearch.render.plain import NO_COUNTERPART, marked, total
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from bisearch.searching.results import Hit, Mark, Results

# Of what the place leaves of a line, the share that goes before the key word.
BEFORE = 0.4


def print_concordance(results: Results, stream: TextIO, width: int) -> None:
    """Print each hit as a Russian and an English line, the first word that matched of either in one column.

    Args:
        results: of passages or of documents.
        stream: to print to.
        width: of a line, in columns.
    """
    hits = [*results, *chain.from_iterable(found.hits for found in results.documents)]
    places = [clean(f"{hit.document.id}:{hit.passage.number}") for hit in hits]
    indent = max(map(len, places), default=0) + 2
    for place, hit in zip(places, hits, strict=True):
        for lead, line in zip((place, ""), _lines(hit, max(1, width - indent)), strict=True):
            stream.write(f"{lead.ljust(indent)}{line}".rstrip() + "\n")
    stream.write(total(results) + "\n")


def _lines(hit: Hit, width: int) -> Iterator[str]:
    before = int(width * BEFORE)
    for side in SIDES:
        text, marks = hit.passage.side(side), hit.marks(side)
        if text is None:
            yield " " * before + NO_COUNTERPART[side]
        else:
            key = marks[0].start if marks else 0
            shown = clean(text.text).replace("\n", " ")
            yield _before(shown[:key], before) + _after(shown, marks, key, width - before)


def _before(text: str, width: int) -> str:
    """Return the end of a text, flush right."""
    return (text if len(text) <= width else f"…{text[len(text) - width + 1 :]}").rjust(width)


def _after(text: str, marks: Iterable[Mark], start: int, width: int) -> str:
    """Return a text from some place on, marked, as far as it fits."""
    end = min(len(text), start + width)
    while len(shown := _marked(text, marks, start, end)) > width:
        end -= 1
    return shown


def _marked(text: str, marks: Iterable[Mark], start: int, end: int) -> str:
    cut = "…" if end < len(text) else ""
    within = [mark._replace(start=mark.start - start, end=mark.end - start) for mark in marks if mark.end <= end]
    return marked(text[start:end], within) + cut
