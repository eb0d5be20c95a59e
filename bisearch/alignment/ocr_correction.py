"""What a scanner meant: words unknown to the language, that look like one it knows but for letters that look alike.

Only the aligner takes them for one, as evidence; nothing is mended in what is stored or looked up.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from bisearch.alignment.numbered_text import is_number
from bisearch.analysis.word_frequency import known_words, rarity
from bisearch.similarity.ocr_confusion import ALIKE, letters_off, look, undoubled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bisearch.alignment.numbered_text import Vocabulary
    from bisearch.model import Side

# How far off a word its slip may be, by `letters_off`; short words look like too many others, the shortest are left.
FARTHEST, FARTHEST_OF_SHORT = 1.0, ALIKE
SHORT, LEAST_LENGTH = 5, 3


def mended(vocabulary: Vocabulary, lemmas: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the forms of a vocabulary that are likely slips, and what each is a slip of.

    A form is none if its language knows it or a lemma of it, nor is a name.

    Args:
        vocabulary: of one side of a corpus.
        lemmas: of all its forms but numbers.
    """
    known, rarity_of = known_words(vocabulary.side), vocabulary.rarity
    slips = {}
    for form, number in vocabulary.numbers.items():
        is_unknown = rarity_of[number] == 1.0 and number not in vocabulary.names and not is_number(form)
        if is_unknown and known.isdisjoint(lemmas[form]):
            meant = meant_by(form, vocabulary.side)
            if meant is not None:
                slips[form] = meant
    return slips


def meant_by(form: str, side: Side) -> str | None:
    """Return the word of a language that an unknown form is likely a slip of: the nearest, of them the commonest.

    Args:
        form: a normalised form.
        side: its language.

    Returns:
        A known form; None where none is near.
    """
    if len(form) < LEAST_LENGTH:
        return None
    farthest = FARTHEST if len(form) >= SHORT else FARTHEST_OF_SHORT
    found = [
        (off, rarity(known, side), known)
        for spelling in {form, undoubled(form)}
        for known in _by_look(side).get(look(spelling), ())
        if (off := letters_off(spelling, known)) <= farthest
    ]
    return min(found)[-1] if found else None


@cache
def _by_look(side: Side) -> Mapping[str, Sequence[str]]:
    """Return the words that a language knows by what they look like."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for form in known_words(side):
        found[look(form)].append(form)
    return found
