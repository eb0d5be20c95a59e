"""Keyword in context: a concordance with one line per side and the first match of each in one column."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from bisearch.model import SIDES, other
from bisearch.render.counts import MAX_FORMS, basis_lines
from bisearch.render.layout import coloured, wrapped
from bisearch.render.wording import NO_COUNTERPART, counted, results_summary, with_asterisks
from bisearch.sanitizing import clean
from bisearch.searching.results import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from bisearch.model import Side
    from bisearch.searching.results import Hit, Results
    from bisearch.statistics.concordance import Concordance, Context

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


def print_occurrences(found: Concordance, stream: TextIO, width: int, *, in_colour: bool = False) -> None:
    """Print each occurrence and, below it, what translates it, all in one column.

    Args:
        found: the occurrences.
        stream: the stream to print to.
        width: columns of a line.
        in_colour: whether the words are coloured; otherwise they are between asterisks.
    """
    places = [clean(line.reference) for line in found.lines]
    indent = min(max(map(len, places), default=0) + 2, width // 2)
    for place, line in zip(places, found.lines, strict=True):
        lead = place if len(place) < indent else f"{place[: indent - 2]}…"
        for start, context in ((lead, line.context), ("", line.opposite)):
            shown = _occurrence(context, other(line.side), max(1, width - indent), in_colour=in_colour)
            stream.write(f"{start.ljust(indent)}{shown}".rstrip() + "\n")
    shown_from = f", from {found.offset + 1:,}" if found.offset else ""
    forms = ", ".join(f"{clean(form)} {count:,}" for form, count in found.forms[:MAX_FORMS])
    summary = f"{len(found.lines):,} of {counted(found.total, 'occurrence')}{shown_from}, by {found.sort} context"
    stream.writelines(f"{line}\n" for line in wrapped(f"{summary}{f': {forms}' if forms else ''}", width))
    stream.writelines(f"{line}\n" for line in basis_lines(found.basis, width))


def _occurrence(context: Context | None, opposite: Side, width: int, *, in_colour: bool) -> str:
    left = int(width * LEFT_SHARE)
    if context is None:
        return " " * left + NO_COUNTERPART[opposite]
    before, word, after = (clean(part).replace("\n", " ") for part in context)
    if not word:
        before, after = "", before
    mark = [Mark(0, len(word), "", "lemma")] if word else []
    return _left_of(before, left) + _from_keyword(f"{word}{after}", mark, 0, width - left, in_colour=in_colour)


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
