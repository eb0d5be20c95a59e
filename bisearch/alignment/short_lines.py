"""Relinking short lines, such as stamps and signatures, which translators may put in another order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.alignment.heading_numbers import with_arabic_numbers
from bisearch.model import Bead
from bisearch.similarity.skeletons import anchors

if TYPE_CHECKING:
    from collections.abc import Sequence

# Longest sentence that counts as a short line, in characters.
MAX_LINE_LENGTH = 80


def relink_short_lines(beads: Sequence[Bead], ru: Sequence[str], en: Sequence[str]) -> list[Bead]:
    """Relink short lines that were aligned in order by the names and numbers that they share.

    Args:
        beads: beads in order.
        ru: the Russian sentences.
        en: the English sentences.

    Returns:
        Beads, ordered by their first Russian sentence; every sentence is still in exactly one bead.
    """
    crossed: list[Bead] = []
    run: list[Bead] = []
    for bead in [*beads, None]:
        if (
            bead is not None
            and all(len(ru[i]) <= MAX_LINE_LENGTH for i in bead.ru)
            and all(len(en[j]) <= MAX_LINE_LENGTH for j in bead.en)
        ):
            run.append(bead)
            continue
        crossed += _relink([part for each in run for part in _split_crossing(each, ru, en)], ru, en)
        run = []
        if bead is not None:
            crossed.append(bead)
    return crossed


def _split_crossing(bead: Bead, ru: Sequence[str], en: Sequence[str]) -> list[Bead]:
    """Split a bead of short lines in which each Russian line shares anchors with one English line, in another order.

    If the order is the same, the bead is kept as the aligner made it.
    """
    if min(len(bead.ru), len(bead.en)) < 2:  # as most; they have no order
        return [bead]
    shared = [(i, j) for i in bead.ru for j in bead.en if _anchors(ru[i]) & _anchors(en[j])]
    of_en = [j for _, j in shared]
    is_one_each = [i for i, _ in shared] == list(bead.ru) and set(of_en) == set(bead.en)
    if not is_one_each or of_en == sorted(of_en):
        return [bead]
    return [Bead(tuple(i for i, each in shared if each == j), (j,), bead.confidence) for j in dict.fromkeys(of_en)]


def _relink(run: list[Bead], ru: Sequence[str], en: Sequence[str]) -> list[Bead]:
    """Move each Russian line that shares no anchor with its bead to the English line that shares most of its anchors.

    An anchor of an English line does not count if the Russian of its own bead has it too.
    """
    if len(run) < 2:  # there is no other bead to move a line to
        return run
    found_en = {j: _anchors(en[j]) for bead in run for j in bead.en}
    unexplained = {j: found_en[j].difference(*(_anchors(ru[i]) for i in bead.ru)) for bead in run for j in bead.en}
    moved: dict[int, int] = {}
    for bead in run:
        for i in bead.ru:
            found = _anchors(ru[i])
            if any(found & found_en[j] for j in bead.en):
                continue
            best = max(unexplained, key=lambda j: len(found & unexplained[j]), default=None)
            if best is not None and found & unexplained[best]:
                moved[i] = best
                unexplained[best] -= found
    return _rebuilt(run, moved) if moved else run


def _rebuilt(run: list[Bead], moved: dict[int, int]) -> list[Bead]:
    """Move Russian lines to other beads; English left without Russian is sorted in with the one-sided beads."""
    groups: list[tuple[list[int], list[int], float]] = [
        ([i for i in bead.ru if i not in moved], list(bead.en), bead.confidence) for bead in run
    ]
    for i, j in moved.items():
        home = next(group for group in groups if j in group[1])
        home[0].append(i)
    beads = [Bead(tuple(sorted(left)), tuple(right), confidence) for left, right, confidence in groups if left or right]
    return sorted(beads, key=lambda bead: bead.ru[0] if bead.ru else _place(bead, beads))


def _place(bead: Bead, beads: list[Bead]) -> float:
    """Return the sort key of a bead without Russian: right after the bead whose English precedes its own."""
    before = [other for other in beads if other.ru and other.en and other.en[-1] < bead.en[0]]
    return max((other.ru[0] for other in before), default=-1) + 0.5


def _anchors(line: str) -> frozenset[str]:
    return anchors(with_arabic_numbers(line))
