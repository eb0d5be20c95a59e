"""What a scanner meant: words unknown to the language, that look like one it knows but for letters that look alike.

Only the aligner takes them for one, as evidence; nothing is mended in what is stored or looked up.
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

# How far off a word its slip may be, by `letters_off`; short words look like too many others, the shortest are left.
MAX_COST, MAX_COST_SHORT = 1.0, CONFUSION_COST
SHORT, MIN_LENGTH = 5, 3


def ocr_corrections(word_numbers: WordNumbers, lemmas: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the forms of a word_numbers that are likely corrections, and what each is a slip of.

    A form is none if its language knows it or a lemma of it, nor is a name.

    Args:
        word_numbers: of one side of a corpus.
        lemmas: of all its forms but numbers.
    """
    known, rarity_of = known_words(word_numbers.side), word_numbers.rarity
    corrections = {}
    for form, number in word_numbers.numbers.items():
        is_unknown = rarity_of[number] == 1.0 and number not in word_numbers.names and not is_number(form)
        if is_unknown and known.isdisjoint(lemmas[form]):
            meant = correction(form, word_numbers.side)
            if meant is not None:
                corrections[form] = meant
    return corrections


def correction(form: str, side: Side) -> str | None:
    """Return the word of a language that an unknown form is likely a slip of: the nearest, of them the commonest.

    Args:
        form: a normalised form.
        side: its language.

    Returns:
        A known form; None where none is near.
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
    """Return the words that a language knows by what they look like."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for form in known_words(side):
        found[confusion_key(form)].append(form)
    return found
