"""A first alignment by lengths and anchors alone: the cheapest sequence of beads in a band around the diagonal.

After Gale & Church (1993, "A Program for Aligning Sentences in Bilingual Corpora"), with numbers, dates and names that
both texts share. It needs no lexicon; the second pass learns one from it.
"""

from __future__ import annotations

from math import erfc, exp, log, sqrt
from typing import TYPE_CHECKING, NamedTuple

from bisearch.model import Bead
from bisearch.names import anchors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Prior probabilities of bead shapes in archival translations, Russian by English.
PRIORS = {
    (1, 1): 0.86, (1, 0): 0.02, (0, 1): 0.02, (2, 1): 0.04, (1, 2): 0.04, (2, 2): 0.004,
    (3, 1): 0.006, (1, 3): 0.006, (4, 1): 0.002, (1, 4): 0.002,
}  # fmt: skip
# Variance of the length difference for each character, as Gale & Church measured it.
VARIANCE = 6.8
# What a shared anchor earns and one without counterpart costs, in nats; a bead earns for so many at most.
SHARED, ALONE, MAX_SHARED = 2.0, 0.6, 4
# Two texts are taken to be equally long by so many characters: one omission in a short text does not skew their ratio.
PRIOR_LENGTH = 2000
# The band's half width: so many sentences, and this many times the root of their number.
BAND, BAND_GROWTH = 40, 1.0
# What it costs to link a mark without letters or digits, such as ✓, with a sentence; it hardly ever has a counterpart.
WORDLESS = 6.0
_TINY = 1e-12


class _Texts(NamedTuple):
    lengths_ru: list[int]
    lengths_en: list[int]
    anchors_ru: list[frozenset[str]]
    anchors_en: list[frozenset[str]]
    wordless_ru: list[bool]
    wordless_en: list[bool]
    ratio: float


def find_beads(ru: Sequence[str], en: Sequence[str]) -> list[Bead]:
    """Align sentences in order.

    Args:
        ru: Russian sentences, at least one.
        en: English sentences, at least one.

    Returns:
        Beads in order, of the shapes in `PRIORS`; every sentence is in exactly one.
    """
    lengths_ru, lengths_en = [len(text) for text in ru], [len(text) for text in en]
    texts = _Texts(
        lengths_ru, lengths_en, [anchors(text) for text in ru], [anchors(text) for text in en],
        [_is_wordless(text) for text in ru], [_is_wordless(text) for text in en],
        (sum(lengths_en) + PRIOR_LENGTH) / (sum(lengths_ru) + PRIOR_LENGTH),
    )  # fmt: skip
    costs: list[dict[int, tuple[float, tuple[int, int]]]] = [{} for _ in range(len(ru) + 1)]
    costs[0][0] = (0.0, (0, 0))
    priors = {shape: -log(prior) for shape, prior in PRIORS.items()}
    for i, band in enumerate(_bands(texts)):
        for j in band:
            best = costs[i].get(j)
            for (n, m), prior in priors.items():
                if n <= i and m <= j and (before := costs[i - n].get(j - m)) is not None:
                    cost = before[0] + prior + _cost(texts, i - n, i, j - m, j)
                    if best is None or cost < best[0]:
                        best = (cost, (n, m))
            if best is not None:
                costs[i][j] = best
    return _trace(costs, len(ru), len(en))


def _bands(texts: _Texts) -> Iterator[range]:
    """Yield, for each count of Russian sentences, the counts of English ones about as far into their text."""
    count = len(texts.lengths_en)
    half = BAND + int(BAND_GROWTH * sqrt(max(len(texts.lengths_ru), count)))
    total_ru, total_en = sum(texts.lengths_ru) or 1, sum(texts.lengths_en) or 1
    seen_ru = seen_en = centre = 0
    for length in (0, *texts.lengths_ru):
        seen_ru += length
        while centre < count and seen_en / total_en < seen_ru / total_ru:
            seen_en += texts.lengths_en[centre]
            centre += 1
        low = 0 if seen_ru == 0 else centre - half
        yield range(max(0, low), min(count, centre + half) + 1)


def _cost(texts: _Texts, i0: int, i1: int, j0: int, j1: int) -> float:
    length_ru, length_en = sum(texts.lengths_ru[i0:i1]), sum(texts.lengths_en[j0:j1])
    found_ru = frozenset().union(*texts.anchors_ru[i0:i1])
    found_en = frozenset().union(*texts.anchors_en[j0:j1])
    shared = len(found_ru & found_en)
    alone = len(found_ru) + len(found_en) - 2 * shared
    if i0 == i1 or j0 == j1:
        return ALONE * alone
    mean = (length_ru * texts.ratio + length_en) / 2 or 1.0
    delta = (length_en - length_ru * texts.ratio) / sqrt(mean * VARIANCE)
    surprise = -log(max(_TINY, erfc(abs(delta) / sqrt(2))))
    if any(texts.wordless_ru[i0:i1]) != any(texts.wordless_en[j0:j1]):
        surprise += WORDLESS
    return surprise - SHARED * min(shared, MAX_SHARED) + ALONE * alone


def _is_wordless(text: str) -> bool:
    return not any(character.isalnum() for character in text)


def _trace(costs: list[dict[int, tuple[float, tuple[int, int]]]], i: int, j: int) -> list[Bead]:
    beads = []
    while i or j:
        cost, (n, m) = costs[i][j]
        before = costs[i - n][j - m][0]
        confidence = 1 / (1 + exp(min(50.0, cost - before)))
        beads.append(Bead(tuple(range(i - n, i)), tuple(range(j - m, j)), confidence))
        i, j = i - n, j - m
    return beads[::-1]
