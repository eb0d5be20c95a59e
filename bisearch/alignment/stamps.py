"""Stamps, signatures and other short lines, which a translator may put in another order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.model import Bead
from bisearch.names import anchors

if TYPE_CHECKING:
    from collections.abc import Sequence

# A stamp is no longer than this; a run of shorter sentences on both sides is where they may cross.
STAMP_LENGTH = 80


def cross_stamps(beads: Sequence[Bead], ru: Sequence[str], en: Sequence[str]) -> list[Bead]:
    """Link anew, by what they share, the stamps in runs of short lines that were aligned in order.

    Args:
        beads: in order.
        ru: Russian sentences.
        en: English sentences.

    Returns:
        Beads, ordered by their first Russian sentence; every sentence is still in exactly one.
    """
    crossed: list[Bead] = []
    run: list[Bead] = []
    for bead in [*beads, None]:
        if (
            bead is not None
            and all(len(ru[i]) <= STAMP_LENGTH for i in bead.ru)
            and all(len(en[j]) <= STAMP_LENGTH for j in bead.en)
        ):
            run.append(bead)
            continue
        crossed += _relink(run, ru, en)
        run = []
        if bead is not None:
            crossed.append(bead)
    return crossed


def _relink(run: list[Bead], ru: Sequence[str], en: Sequence[str]) -> list[Bead]:
    """Give each Russian stamp that shares nothing with its bead to the English stamp it shares most with."""
    links = {i: bead.en for bead in run for i in bead.ru}
    columns = [j for bead in run for j in bead.en]
    found_en = {j: anchors(en[j]) for j in columns}
    moved: dict[int, int] = {}
    for i, linked in links.items():
        found = anchors(ru[i])
        here = max((len(found & found_en[j]) for j in linked), default=0)
        best = max(columns, key=lambda j: len(found & found_en[j]), default=None)
        if best is not None and best not in linked and len(found & found_en[best]) > here:
            moved[i] = best
    return _rebuilt(run, moved) if moved else run


def _rebuilt(run: list[Bead], moved: dict[int, int]) -> list[Bead]:
    """Move Russian stamps to other beads; a bead left without Russian gives up its place for the one-sided."""
    groups: list[tuple[list[int], list[int], float]] = [
        ([i for i in bead.ru if i not in moved], list(bead.en), bead.confidence) for bead in run
    ]
    for i, j in moved.items():
        home = next(group for group in groups if j in group[1])
        home[0].append(i)
    beads = [Bead(tuple(sorted(left)), tuple(right), confidence) for left, right, confidence in groups if left or right]
    return sorted(beads, key=lambda bead: bead.ru[0] if bead.ru else _place(bead, beads))


def _place(bead: Bead, beads: list[Bead]) -> float:
    """Where a bead without Russian stands: right after the one whose English precedes its own."""
    before = [other for other in beads if other.ru and other.en and other.en[-1] < bead.en[0]]
    return max((other.ru[0] for other in before), default=-1) + 0.5
