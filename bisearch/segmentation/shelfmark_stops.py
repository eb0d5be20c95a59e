"""Full stops and line ends within shelfmarks, which end no sentence: "РГАНИ. Ф. 3. Оп. 66."."""

from __future__ import annotations

import re
from functools import cache

from bisearch.model import SIDES
from bisearch.notation.shelfmarks import FIELDS, find_shelfmarks, part_words

# A shelfmark is looked for this far from a possible end, in characters.
WINDOW = 200


# What may be the beginning of a part, or a number.
_AHEAD = re.compile(r"[\s–—-]*(?:([^\W\d_]{1,12})(?!\w)[^\n\d,;()]{1,10}\d|\d)")
_WORD_BEFORE = re.compile(r"([^\W\d_]{1,12})\W{0,3}$")


def is_within_shelfmark(text: str, at: int) -> bool:
    """Return whether an offset is within a shelfmark or between it and the archive's name."""
    # Most places have no part of a shelfmark ahead, which is faster to see than to read one.
    word = _AHEAD.match(text, at)
    if word is not None and not word[1]:
        word = _WORD_BEFORE.search(text, max(0, at - 12), at)
    if word is None or word[1].lower() not in _first_words():
        return False
    start = max(0, at - WINDOW)
    found = find_shelfmarks(text[start : at + WINDOW])
    return any(shelfmark.archive_start < at - start < shelfmark.end for shelfmark in found)


@cache
def _first_words() -> frozenset[str]:
    """Return the words that parts of shelfmarks begin with."""
    return frozenset(word.partition("+")[0] for part in FIELDS for side in SIDES for word in part_words(part, side))
