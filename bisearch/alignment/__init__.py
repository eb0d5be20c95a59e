"""Sentence alignment: which Russian sentences translate which English ones.

Dynamic programming over beads, as Gale & Church (1993, "A Program for Aligning Sentences in Bilingual Corpora") for the
lengths, with anchors that both texts share: numbers, dates, names across scripts. Lines that stand alone (stamps,
signatures) may cross; see `stamps`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.alignment.beads import find_beads
from bisearch.alignment.stamps import cross_stamps
from bisearch.errors import AlignmentError
from bisearch.model import Alignment, Bead
from bisearch.segmentation import sentences

if TYPE_CHECKING:
    from bisearch.model import Sentence

# Below this share of letters in the expected script a text is not what its side says.
MIN_SCRIPT_SHARE = 0.5


def align(text_ru: str, text_en: str) -> Alignment:
    """Align two raw texts.

    Args:
        text_ru: the Russian text, paragraphs parted by blank lines; empty where there is none.
        text_en: the English text, likewise.

    Returns:
        Both texts' sentences and the beads that link them; every sentence is in exactly one.

    Raises:
        AlignmentError: the two seem swapped, or are of one language.
    """
    _check_languages(text_ru, text_en)
    sentences_ru, sentences_en = sentences(text_ru, "ru"), sentences(text_en, "en")
    return Alignment(sentences_ru, sentences_en, align_sentences(text_ru, sentences_ru, text_en, sentences_en))


def align_sentences(
    text_ru: str, sentences_ru: tuple[Sentence, ...], text_en: str, sentences_en: tuple[Sentence, ...]
) -> tuple[Bead, ...]:
    """Align two texts whose sentences are given.

    Args:
        text_ru: the Russian text.
        sentences_ru: its sentences, ascending.
        text_en: the English text.
        sentences_en: its sentences, ascending.

    Returns:
        Beads in order; every sentence is in exactly one.
    """
    ru = [sentence.of(text_ru) for sentence in sentences_ru]
    en = [sentence.of(text_en) for sentence in sentences_en]
    if not ru or not en:
        one_sided = [Bead((i,), ()) for i in range(len(ru))] + [Bead((), (j,)) for j in range(len(en))]
        return tuple(one_sided)
    return tuple(cross_stamps(find_beads(ru, en), ru, en))


def _check_languages(text_ru: str, text_en: str) -> None:
    cyrillic = {name: _cyrillic_share(text) for name, text in (("ru", text_ru), ("en", text_en))}
    ru, en = cyrillic["ru"], cyrillic["en"]
    if ru is not None and en is not None and ru < MIN_SCRIPT_SHARE and en > MIN_SCRIPT_SHARE:
        raise AlignmentError(
            "the two texts seem swapped: the Russian one is in Latin letters, the English one in Cyrillic"
        )
    if ru is not None and ru < MIN_SCRIPT_SHARE:
        raise AlignmentError("the Russian text is in Latin letters")
    if en is not None and en > MIN_SCRIPT_SHARE:
        raise AlignmentError("the English text is in Cyrillic letters")


def _cyrillic_share(text: str) -> float | None:
    letters = [character for character in text if character.isalpha()]
    return sum("\u0400" <= letter <= "\u04ff" for letter in letters) / len(letters) if letters else None
