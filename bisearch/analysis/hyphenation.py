"""Second readings of hyphens: one within a line may be left from a line end, one at a line end may be the word's own.

Scanned text keeps hyphens after its lines were joined (``присое-диниться``), and a line may end after the hyphen of a
compound (``vice-`` / ``president``). Some words are written both with and without (``to-day``).
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from bisearch.analysis.reading import Reading
from bisearch.analysis.tokenizer import form_of
from bisearch.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bisearch.analysis.reading import Evidence

# Between two parts of a word, each of at least two letters. A pattern that begins with a character is searched for many
# times as fast as one that begins with what comes before it.
_HYPHEN = lazy_pattern(r"[-\u2010\u2011](?<=[^\W\d_]{2}.)(?P<gap>\s*)(?=[^\W\d_]{2})")


def hyphen_readings(text: str, starts: Sequence[int], surfaces: Sequence[str]) -> Iterator[Reading]:
    """Yield the second reading of each hyphen, whether or not it makes words.

    Args:
        text: any text.
        starts: the offsets of its tokens, ascending.
        surfaces: its tokens as written.
    """
    if "-" not in text and "\u2010" not in text and "\u2011" not in text:
        return
    for hyphen in _HYPHEN.finditer(text):
        place = bisect_left(starts, hyphen.end())
        if "\n" in hyphen["gap"]:
            surface = surfaces[place - 1]
            cut = hyphen.start() - starts[place - 1]
            if 0 < cut < len(surface):
                parts = (form_of(surface[:cut]), form_of(surface[cut:].lstrip("-\u2010\u2011 \t\n")))
                yield Reading((place - 1,), (form_of(surface),), parts, "doubtful")
        elif 0 < place < len(starts) and starts[place] == hyphen.end():
            before, after = surfaces[place - 1 : place + 1]
            is_one_case = after[0].islower() or (before.isupper() and after.isupper())
            if is_one_case and starts[place - 1] + len(before) == hyphen.start():
                written = (form_of(before), form_of(after))
                evidence: Evidence = "doubtful" if hyphen["gap"] else "words"
                yield Reading((place - 1, place), written, (form_of(before + after),), evidence)
