"""Corrections of OCR errors: unknown words that match a known word except for letters that look alike.

Only the aligner uses them, to match words; stored and indexed text is not corrected.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bisearch.alignment.numbered_text import is_number
from bisearch.analysis.word_frequency import known_words, rarity
from bisearch.similarity.ocr_confusion import CONFUSION_COST, confusion_key, merge_letter_pairs, substitution_cost

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

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
    side, known, rarity_of = word_numbers.side, known_words(word_numbers.side), word_numbers.rarity.tolist()
    unknown = [
        form
        for form, number in word_numbers.numbers.items()
        if rarity_of[number] == 1.0 and number not in word_numbers.names and not is_number(form)
        if len(form) >= MIN_LENGTH and known.isdisjoint(lemmas[form])
    ]
    spellings = {form: {form, merge_letter_pairs(form)} for form in unknown}
    alike: dict[str, list[str]] = {confusion_key(each): [] for of_form in spellings.values() for each in of_form}
    for key, word in zip(_confusion_keys(side), known, strict=True):
        if key in alike:
            alike[key].append(word)
    found = {form: _closest(of_form, alike, side) for form, of_form in spellings.items()}
    return {form: meant for form, meant in found.items() if meant is not None}


def _closest(spellings: Collection[str], alike: Mapping[str, Sequence[str]], side: Side) -> str | None:
    """Return the known word that an unknown form is likely an OCR error for: the closest, then the most frequent.

    Args:
        spellings: the form as spelled, and with pairs of letters merged.
        alike: for the confusion key of each spelling, the known words with the same key.
        side: language of the form.

    Returns:
        A known form, or None if none is close enough.
    """
    farthest = MAX_COST if max(map(len, spellings)) >= SHORT else MAX_COST_SHORT
    found = [
        (off, rarity(known, side), known)
        for spelling in spellings
        for known in alike[confusion_key(spelling)]
        if (off := substitution_cost(spelling, known)) <= farthest
    ]
    return min(found)[-1] if found else None


@cache
def _confusion_keys(side: Side) -> list[str]:
    """Return the confusion keys of the known words of a language, in their order."""
    return confusion_key("\n".join(known_words(side))).split("\n")  # a key of all is fastest
