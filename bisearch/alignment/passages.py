"""Turning two aligned texts into passages, one for each bead."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bisearch.model import Passage, PassageText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.model import Alignment, Sentence


def passages(text_ru: str, text_en: str, alignment: Alignment) -> Iterator[Passage]:
    """Yield the passages of two aligned texts; those of a long text take much more memory together than the text.

    Args:
        text_ru: the Russian text; may be empty.
        text_en: the English text; may be empty.
        alignment: alignment of the two texts.

    Yields:
        One passage for each bead, in order, numbered from 1.
    """
    for number, bead in enumerate(alignment.beads, 1):
        yield Passage(
            number,
            _side(text_ru, [alignment.sentences_ru[index] for index in bead.ru]),
            _side(text_en, [alignment.sentences_en[index] for index in bead.en]),
            bead.confidence,
        )


def _side(text: str, sentences: list[Sentence]) -> PassageText | None:
    if not sentences:
        return None
    pieces = [sentences[0].of(text)]
    for before, after in pairwise(sentences):
        gap = text[before.end : after.start]
        pieces += [gap if not gap.strip() else "\n", after.of(text)]
    return PassageText("".join(pieces), tuple(sentences), _opens_paragraph(text, sentences[0].start))


def _opens_paragraph(text: str, start: int) -> bool:
    """Return whether only whitespace with a blank line, or the start of the text, precedes a position."""
    line_ends = 0
    while start and text[start - 1].isspace():
        start -= 1
        line_ends += text[start] == "\n"
    return not start or line_ends > 1
