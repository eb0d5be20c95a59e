"""What a scanner meant: words unknown to the language, that look like one it knows but for letters that look alike.

Only the aligner takes them for one, as evidence; nothing is mended in what is stored or looked up.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from bisearch.alignment.vocabulary import is_number
from bisearch.analysis.rarity import known_words, rarity
from bisearch.spelling.confusion import look, undoubled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bisearch.alignment.vocabulary import Vocabulary
    from bisearch.model import Side

# So many letters may be taken for others, of words of so many letters; shorter ones look like too many others.
SLIPS, SLIPS_OF_SHORT, SHORT, LEAST_LENGTH = 2, 1, 5, 3


def mended(vocabulary: Vocabulary, lemmas: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the forms of a vocabulary that are likely slips, and what each is a slip of.

    A form is none if its language knows it or a lemma of it, nor is a name. Of several known words that a slip may be of, the one with
    the fewest letters changed is taken, then the commonest.
    """
    rarity_of, known = vocabulary.rarity, known_words(vocabulary.side)
    slips = {}
    for number, form in enumerate(vocabulary.numbers):
        if (
            rarity_of[number] == 1.0
            and number not in vocabulary.names
            and not is_number(form)
            and known.isdisjoint(lemmas[form])
        ):
            meant = meant_by(form, vocabulary.side)
            if meant is not None:
                slips[form] = meant
    return slips


def meant_by(form: str, side: Side) -> str | None:
    """Return the known word that an unknown form is likely a slip of, if there is one."""
    form = undoubled(form)
    if len(form) < LEAST_LENGTH:
        return None
    most = SLIPS if len(form) >= SHORT else SLIPS_OF_SHORT
    found = [
        (changed, rarity(known, side), known)
        for known in _by_look(side).get(look(form), ())
        if (changed := sum(map(str.__ne__, form, known))) <= most
    ]
    return min(found)[-1] if found else None


@cache
def _by_look(side: Side) -> Mapping[str, Sequence[str]]:
    """Return the words that a language knows by what they look like."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for form in known_words(side):
        found[look(form)].append(form)
    return dict(found)
