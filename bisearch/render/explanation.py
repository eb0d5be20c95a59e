"""The text of ``--explain``: what a query was looked up as, and why each mark of a hit is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.model import SIDES
from bisearch.sanitizing import clean
from bisearch.searching.explanation import mark_reasons, meaning_reason, with_probability

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.searching.results import Hit, LookUp, Suggestion

# At most this many alternatives of a word are printed; the library returns all.
MAX_ALTERNATIVES = 12


def lookups_text(lookups: Iterable[LookUp]) -> str:
    """Return what each part of a query was looked up as, with one line per side and reason."""
    lines: list[str] = []
    last = ""
    for lookup in lookups:
        shown = [
            with_probability(form, probability, lookup.why)
            for form, probability in lookup.alternatives[:MAX_ALTERNATIVES]
        ]
        hidden = len(lookup.alternatives) - len(shown)
        rest = f", and {hidden:,} more" if hidden else ""
        if lookup.word != last:
            lines.append(clean(last := lookup.word))
        source = f" ({lookup.source})" if lookup.source else ""
        lines.append(f"   {lookup.side}  {lookup.why}: {clean(', '.join(shown))}{rest}{source}")
    return "\n".join([*lines, ""])


def marks_text(hit: Hit) -> str:
    """Return why each mark of a hit is there, with one line per side that has marks, and how near its meaning is."""
    lines = [f"   {side}  {clean(why)}" for side in SIDES if (why := "; ".join(mark_reasons(hit, side)))]
    if near := meaning_reason(hit):
        lines.append(f"   {near}")
    return "\n".join(lines)


def suggestion_text(suggestion: Suggestion) -> str:
    """Return a line that suggests other words for one that matches nothing."""
    return f"{clean(suggestion.word)} matches nothing; did you mean {clean(', '.join(suggestion.instead))}?"
