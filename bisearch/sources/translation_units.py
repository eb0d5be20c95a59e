"""Joining translation units to two texts and their alignment."""

from __future__ import annotations

from bisearch.model import Alignment, Bead, Sentence


def join_units(units: list[tuple[str, str]]) -> tuple[str, str, Alignment]:
    """Join translation units to two texts, one line per unit, and their alignment.

    Args:
        units: pairs of a Russian and an English text; an empty string is an omission, a pair of two is ignored.

    Returns:
        The Russian text, the English text, and one bead for each unit.
    """
    texts: tuple[list[str], list[str]] = ([], [])
    spans: tuple[list[Sentence], list[Sentence]] = ([], [])
    ends = [0, 0]
    beads = []
    for unit in units:
        bead: list[tuple[int, ...]] = []
        for side, raw in enumerate(unit):
            text = " ".join(raw.split())
            if text:
                spans[side].append(Sentence(ends[side], ends[side] + len(text)))
                texts[side].append(text)
                ends[side] += len(text) + 1
            bead.append((len(spans[side]) - 1,) if text else ())
        if any(bead):
            beads.append(Bead(bead[0], bead[1]))
    return "\n".join(texts[0]), "\n".join(texts[1]), Alignment(tuple(spans[0]), tuple(spans[1]), tuple(beads))
