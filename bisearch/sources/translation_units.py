"""Texts and an alignment from translation units."""

from __future__ import annotations

from bisearch.model import Alignment, Bead, Sentence


def join_units(units: list[tuple[str, str]]) -> tuple[str, str, Alignment]:
    """Make two texts of translation units, one line each, and the alignment that they give.

    Args:
        units: Russian and English; an empty string is an omission, and a unit of two is passed over.

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
