"""Where paragraphs and the lines of headings begin: a translator joins sentences, and hardly ever those."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bisearch.model import Bead

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bisearch.model import Sentence

STOPS = ".!?…"


def find_breaks(text: str, sentences: Sequence[Sentence]) -> frozenset[int]:
    """Return which sentences of a text, by index, begin a paragraph, or a line after one that ends without a stop.

    After a stop a line may have been broken where it was full.
    """
    return frozenset(
        index
        for index, (before, after) in enumerate(pairwise(sentences), 1)
        if text.count("\n", before.end, after.start) > (text[before.end - 1] in STOPS)
    )


def split_at_breaks(beads: Iterable[Bead], breaks_ru: Collection[int], breaks_en: Collection[int]) -> tuple[Bead, ...]:
    """Part each bead that holds as many paragraphs, and more than one, of both texts: heading by heading.

    Args:
        beads: in order.
        breaks_ru: the Russian sentences that begin a paragraph.
        breaks_en: the English ones.

    Returns:
        Beads in the same order; a part has the confidence of the whole.
    """
    parted: list[Bead] = []
    for bead in beads:
        ru, en = _runs(bead.ru, breaks_ru), _runs(bead.en, breaks_en)
        if len(ru) == len(en) > 1:
            parted += [Bead(left, right, bead.confidence) for left, right in zip(ru, en, strict=True)]
        else:
            parted.append(bead)
    return tuple(parted)


def _runs(sentences: Sequence[int], breaks: Collection[int]) -> list[tuple[int, ...]]:
    """Cut sentences of a bead where paragraphs begin."""
    runs: list[list[int]] = []
    for place, sentence in enumerate(sentences):
        if not place or sentence in breaks:
            runs.append([])
        runs[-1].append(sentence)
    return [tuple(run) for run in runs]
