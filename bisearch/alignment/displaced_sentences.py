"""Sentences that a translator put elsewhere: a stamp from the head of the page at its foot.

Beads in order leave such a sentence without counterpart on both sides. Of all that is left so, what answers each other
far better than it answers nothing is linked across the order.
"""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

import numpy as np

from bisearch.alignment.features import features
from bisearch.model import Bead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.alignment.log_linear_model import Model
    from bisearch.alignment.numbered_text import NumberedText
    from bisearch.alignment.word_matches import Matches

# The log-odds against two sentences that nothing else answers being each other's, wherever they stand. Sentences
# dropped on both sides of the development gold reach 5 at the most, stamps with two words in common 8.
MIN_LOG_ODDS = 6.0
# Sentences are sought for among those of so many beads, so that time grows with the length of the texts.
BLOCK_BEADS = 400


def link_displaced(
    beads: Sequence[Bead], ru: NumberedText, en: NumberedText, matches: Matches, model: Model
) -> list[Bead]:
    """Join one-sided beads that answer each other, wherever they stand.

    Args:
        beads: of all sentences.
        ru: Russian sentences.
        en: English sentences.
        matches: which words render which.
        model: that weighs the evidence.

    Returns:
        Beads, in the order of `beads`; a joined one stands where its Russian sentence stood.
    """
    joined: list[Bead] = []
    for start in range(0, len(beads), BLOCK_BEADS):
        joined += _join(beads[start : start + BLOCK_BEADS], ru, en, matches, model)
    return joined


def _join(beads: Sequence[Bead], ru: NumberedText, en: NumberedText, matches: Matches, model: Model) -> list[Bead]:
    # What has no words is a page's number, which stands where its own page ends.
    alone_ru = [bead for bead in beads if not bead.en and len(bead.ru) == 1 and len(ru.words(bead.ru[0]))]
    alone_en = [bead for bead in beads if not bead.ru and len(bead.en) == 1 and len(en.words(bead.en[0]))]
    if not alone_ru or not alone_en:
        return list(beads)
    left, right = ru.only([bead.ru[0] for bead in alone_ru]), en.only([bead.en[0] for bead in alone_en])
    scores = model.scores(features(left, right, matches, ((1, 0), (0, 1), (1, 1))))
    odds = scores[1, 1] - scores[1, 0][:, :1] - scores[0, 1][:1] - MIN_LOG_ODDS
    counterparts: dict[Bead, Bead] = {}
    gone: set[Bead] = set()
    while odds.max(initial=0.0) > 0:
        i, j = np.unravel_index(odds.argmax(), odds.shape)
        sure = 1 / (1 + exp(-odds[i, j]))
        counterparts[alone_ru[i]] = Bead(alone_ru[i].ru, alone_en[j].en, sure)
        gone.add(alone_en[j])
        odds[i, :] = odds[:, j] = -np.inf
    return [counterparts.get(bead, bead) for bead in beads if bead not in gone]
