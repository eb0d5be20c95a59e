"""Splitting beads where paragraphs and heading lines start: translators hardly ever join paragraphs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bisearch.model import Bead

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bisearch.model import Sentence

STOPS = ".!?…"


def find_breaks(text: str, sentences: Sequence[Sentence]) -> frozenset[int]:
    """Return the indexes of sentences that start a paragraph, or a line after one that ends without a full stop.

    After a full stop a line break may be mere line wrapping.
    """
    return frozenset(
        index
        for index, (before, after) in enumerate(pairwise(sentences), 1)
        if text.count("\n", before.end, after.start) > (text[before.end - 1] in STOPS)
    )


def split_at_breaks(beads: Iterable[Bead], breaks_ru: Collection[int], breaks_en: Collection[int]) -> tuple[Bead, ...]:
    """Split each bead that has the same number of paragraphs in both texts, two or more, paragraph by paragraph.

    Args:
        beads: beads in order.
        breaks_ru: indexes of Russian sentences that start a paragraph.
        breaks_en: indexes of English sentences that start a paragraph.

    Returns:
        Beads in the same order; each part has the confidence of the whole bead.
    """
    split: list[Bead] = []
    for bead in beads:
        ru, en = _runs(bead.ru, breaks_ru), _runs(bead.en, breaks_en)
        if len(ru) == len(en) > 1:
            split += [Bead(left, right, bead.confidence) for left, right in zip(ru, en, strict=True)]
        else:
            split.append(bead)
    return tuple(split)


def _runs(sentences: Sequence[int], breaks: Collection[int]) -> list[tuple[int, ...]]:
    """Split the sentences of a bead where paragraphs start."""
    runs: list[list[int]] = []
    for place, sentence in enumerate(sentences):
        if not place or sentence in breaks:
            runs.append([])
        runs[-1].append(sentence)
    return [tuple(run) for run in runs]
