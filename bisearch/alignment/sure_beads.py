"""Which beads an alignment is sure of, and aligning the other parts of texts."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, TypeAlias

from bisearch.alignment.windows import Position, moved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bisearch.alignment.windows import Texts
    from bisearch.model import Bead

    # The positions at which a stretch of two texts begins and ends.
    Ends: TypeAlias = tuple[Position, Position]

# A bead is sure if it has two sides and at least this confidence, and a border if both beads at it are sure.
SURE = 0.95
# Only texts of which at least this share of borders is sure are divided: elsewhere the likeliest beads depend on where
# windows end.
MIN_SURE_SHARE = 0.75
# Stretches without beads are aligned with this many stretches before and after them.
AROUND = 2


def is_sure(bead: Bead) -> bool:
    """Return whether a bead is sure."""
    return bool(bead.ru and bead.en) and bead.confidence >= SURE


def sure_borders(beads: Sequence[Bead]) -> list[bool]:
    """Return for each border between two beads whether it is sure."""
    return [first and second for first, second in pairwise(map(is_sure, beads))]


def sure_share(beads: Sequence[Bead]) -> float:
    """Return the share of borders between beads that are sure."""
    return sum(sure_borders(beads)) / max(1, len(beads) - 1)


def align_rest(
    texts: Sequence[Texts],
    stretches: Mapping[int, Sequence[Ends]],
    found: Sequence[Mapping[Position, Sequence[Bead]]],
    align: Callable[[Sequence[Texts]], list[list[Bead]]],
    progress: Callable[[int], None],
) -> list[list[Bead]]:
    """Align the stretches that have no beads yet, each with those around it.

    Args:
        texts: for each pair, its Russian and its English sentences; either may be empty.
        stretches: the stretches of each pair that is divided, by its number.
        found: for each pair, the beads of stretches by where they start.
        align: aligns some stretches window by window.
        progress: called with the number of sentences in other stretches, of both texts.

    Returns:
        For each pair, beads in order; every sentence is in exactly one bead.
    """
    left = [
        (number, *ends)
        for number, ((ru, en), beads) in enumerate(zip(texts, found, strict=True))
        for ends in _without_beads(stretches.get(number, [(Position(0, 0), Position(len(ru), len(en)))]), beads)
    ]
    parts = [
        (texts[number][0].part(start.ru, stop.ru), texts[number][1].part(start.en, stop.en))
        for number, start, stop in left
    ]
    progress(sum(map(_size, texts)) - sum(map(_size, parts)))
    whole = [dict(beads) for beads in found]
    for (number, start, stop), aligned in zip(left, align(parts), strict=True):
        whole[number] = {place: beads for place, beads in whole[number].items() if not start <= place < stop}
        whole[number][start] = moved(aligned, start)
    return [[bead for place in sorted(each) for bead in each[place]] for each in whole]


def _size(pair: Texts) -> int:
    return len(pair[0]) + len(pair[1])


def _without_beads(stretches: Sequence[Ends], found: Mapping[Position, Sequence[Bead]]) -> Iterator[Ends]:
    """Yield the ends of the parts of two texts without beads, with the stretches around them."""
    is_found = [True] * AROUND + [start in found for start, _ in stretches] + [True] * AROUND
    is_left = [not all(is_found[at : at + 2 * AROUND + 1]) for at in range(len(stretches))]
    for again, run in groupby(range(len(stretches)), key=is_left.__getitem__):
        if again:
            first, *others = run
            yield stretches[first][0], stretches[others[-1] if others else first][1]
