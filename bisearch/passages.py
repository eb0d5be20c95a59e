"""From two aligned texts to passages, one for each bead."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from bisearch.model import Passage, PassageText

if TYPE_CHECKING:
    from bisearch.model import Alignment, Sentence

_BLANK_LINE = re.compile(r"\n\s*\n\s*\Z|\A\s*\Z")


def passages(text_ru: str, text_en: str, alignment: Alignment) -> list[Passage]:
    """Cut two aligned texts into passages.

    Args:
        text_ru: the Russian text; empty where there is none.
        text_en: the English text, likewise.
        alignment: of the two.

    Returns:
        One passage for each bead, in order, numbered from 1.
    """
    return [
        Passage(
            number,
            _side(text_ru, [alignment.sentences_ru[index] for index in bead.ru]),
            _side(text_en, [alignment.sentences_en[index] for index in bead.en]),
            bead.confidence,
        )
        for number, bead in enumerate(alignment.beads, 1)
    ]


def _side(text: str, sentences: list[Sentence]) -> PassageText | None:
    if not sentences:
        return None
    pieces = [sentences[0].of(text)]
    for before, after in pairwise(sentences):
        gap = text[before.end : after.start]
        pieces += [gap if not gap.strip() else "\n", after.of(text)]
    opens = _BLANK_LINE.search(text, 0, sentences[0].start) is not None
    return PassageText("".join(pieces), tuple(sentences), opens)
