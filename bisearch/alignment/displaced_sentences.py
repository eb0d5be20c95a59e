"""Sentences that a translator moved elsewhere, such as a stamp from the head of the page to its foot.

Beads in order leave such a sentence without a counterpart on both sides. Two unlinked sentences are linked across the
order if the model prefers this by far to leaving them unlinked.
"""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

import numpy as np

from bisearch.alignment.features import WindowBeads
from bisearch.model import Bead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.alignment.log_linear_model import Model
    from bisearch.alignment.numbered_text import NumberedText
    from bisearch.alignment.word_matches import Matches

# Least log-odds for linking two unlinked sentences. Unrelated pairs of unlinked sentences in the development gold reach
# 5 at most; stamps with two words in common reach 8.
MIN_LOG_ODDS = 6.0
# Sentences are compared within blocks of this many beads, so that time grows linearly with the texts.
BLOCK_BEADS = 400


def link_displaced(
    beads: Sequence[Bead], ru: NumberedText, en: NumberedText, matches: Matches, model: Model
) -> list[Bead]:
    """Link pairs of one-sided beads that translate each other, wherever they are.

    Args:
        beads: beads of all sentences.
        ru: the Russian sentences.
        en: the English sentences.
        matches: which words translate each other.
        model: weights of the features.

    Returns:
        Beads in the order of `beads`; a joined bead takes the place of its Russian sentence.
    """
    joined: list[Bead] = []
    for start in range(0, len(beads), BLOCK_BEADS):
        joined += _join(beads[start : start + BLOCK_BEADS], ru, en, matches, model)
    return joined


def _join(beads: Sequence[Bead], ru: NumberedText, en: NumberedText, matches: Matches, model: Model) -> list[Bead]:
    # A sentence without words is a page number, which belongs where its page ends.
    alone_ru = [bead for bead in beads if not bead.en and len(bead.ru) == 1 and len(ru.words(bead.ru[0]))]
    alone_en = [bead for bead in beads if not bead.ru and len(bead.en) == 1 and len(en.words(bead.en[0]))]
    if not alone_ru or not alone_en:
        return list(beads)
    left, right = ru.only([bead.ru[0] for bead in alone_ru]), en.only([bead.en[0] for bead in alone_en])
    scores = model.scores(WindowBeads([(left, right)], matches), ((1, 0), (0, 1), (1, 1)))
    odds = scores[1, 1][0] - scores[1, 0][0, :, :1] - scores[0, 1][0, :1] - MIN_LOG_ODDS
    counterparts: dict[Bead, Bead] = {}
    gone: set[Bead] = set()
    while odds.max(initial=0.0) > 0:
        i, j = np.unravel_index(odds.argmax(), odds.shape)
        sure = 1 / (1 + exp(-odds[i, j]))
        counterparts[alone_ru[i]] = Bead(alone_ru[i].ru, alone_en[j].en, sure)
        gone.add(alone_en[j])
        odds[i, :] = odds[:, j] = -np.inf
    return [counterparts.get(bead, bead) for bead in beads if bead not in gone]
