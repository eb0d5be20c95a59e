"""Corrections of OCR errors: unknown words that match a known word except for letters that look alike.

Only the aligner uses them, to match words; stored and indexed text is not corrected.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from bisearch.alignment.numbered_text import is_number
from bisearch.analysis.word_frequency import known_words, rarity
from bisearch.similarity.ocr_confusion import CONFUSION_COST, confusion_key, merge_letter_pairs, substitution_cost

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bisearch.alignment.numbered_text import WordNumbers
    from bisearch.model import Side

# Largest OCR distance of a correction, by the length of the form: short words resemble too many others, and the
# shortest are not corrected.
MAX_COST, MAX_COST_SHORT = 1.0, CONFUSION_COST
SHORT, MIN_LENGTH = 5, 3


def ocr_corrections(word_numbers: WordNumbers, lemmas: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the corrections of likely OCR errors among the forms of a corpus.

    Forms whose language knows them or one of their lemmas, and names, are not corrected.

    Args:
        word_numbers: the forms of one side of a corpus.
        lemmas: lemmas of all forms except numbers.
    """
    known, rarity_of = known_words(word_numbers.side), word_numbers.rarity.tolist()
    corrections = {}
    for form, number in word_numbers.numbers.items():
        is_unknown = rarity_of[number] == 1.0 and number not in word_numbers.names and not is_number(form)
        if is_unknown and known.isdisjoint(lemmas[form]):
            meant = correction(form, word_numbers.side)
            if meant is not None:
                corrections[form] = meant
    return corrections


def correction(form: str, side: Side) -> str | None:
    """Return the known word that an unknown form is likely an OCR error for: the closest, then the most frequent.

    Args:
        form: a normalised form.
        side: language of the form.

    Returns:
        A known form, or None if none is close enough.
    """
    if len(form) < MIN_LENGTH:
        return None
    farthest = MAX_COST if len(form) >= SHORT else MAX_COST_SHORT
    found = [
        (off, rarity(known, side), known)
        for spelling in {form, merge_letter_pairs(form)}
        for known in _by_confusion_key(side).get(confusion_key(spelling), ())
        if (off := substitution_cost(spelling, known)) <= farthest
    ]
    return min(found)[-1] if found else None


@cache
def _by_confusion_key(side: Side) -> Mapping[str, Sequence[str]]:
    """Return the known words of a language by their confusion keys."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    forms = list(known_words(side))
    for form, key in zip(forms, confusion_key("\n".join(forms)).split("\n"), strict=True):  # a key of all is fastest
        found[key].append(form)
    return found
