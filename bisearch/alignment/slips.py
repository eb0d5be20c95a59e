"""What a scanner meant: words unknown to the language, a letter off a word of the same texts that is known.

Only the aligner takes them for one, as evidence; nothing is mended in what is stored or looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.alignment.vocabulary import is_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.alignment.vocabulary import Vocabulary

# Shorter words are a letter off too many others.
LEAST_LENGTH = 5
_ANY = "?"


def mended(vocabulary: Vocabulary) -> dict[str, str]:
    """Return the forms of a vocabulary that are likely slips, and what each is a slip of.

    A form whose language knows it is none, nor is a name. Of several known words that a slip is one changed letter off,
    the commonest is taken.
    """
    known: dict[str, str] = {}
    unknown = []
    rarity = vocabulary.rarity
    for number, form in sorted(enumerate(vocabulary.numbers), key=lambda item: (rarity[item[0]], item[1])):
        if len(form) < LEAST_LENGTH or is_number(form):
            continue
        if rarity[number] < 1.0:
            for pattern in _patterns(form):
                known.setdefault(pattern, form)
        elif number not in vocabulary.names:
            unknown.append(form)
    slips = {}
    for form in unknown:
        found = [known[pattern] for pattern in _patterns(form) if pattern in known]
        if found:
            slips[form] = min(found, key=lambda each: (rarity[vocabulary.numbers[each]], each))
    return slips


def _patterns(form: str) -> Iterator[str]:
    for place in range(len(form)):
        yield f"{form[:place]}{_ANY}{form[place + 1 :]}"
