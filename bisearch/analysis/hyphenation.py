"""Second readings of hyphens: one within a line may be left from a line end, one at a line end may be the word's own.

Scanned text keeps hyphens after its lines were joined (``присое-диниться``), and a line may end after the hyphen of a
compound (``vice-`` / ``president``). Both readings of a doubtful hyphen are indexed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.tokenizer import form_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# Between two parts of a word, each of at least two letters.
_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})[-\u2010\u2011](?P<gap>\s*)(?=[^\W\d_]{2})")


class Reading(NamedTuple):
    """A second reading of a hyphenated word.

    Attributes:
        places: the indexes of the tokens that it reads.
        written: the forms of those tokens.
        forms: the forms that the second reading gives.
        is_spaced: whether whitespace follows the hyphen within its line, as after a dash.
    """

    places: tuple[int, ...]
    written: tuple[str, ...]
    forms: tuple[str, ...]
    is_spaced: bool


def possible_readings(text: str, starts: Sequence[int], surfaces: Sequence[str]) -> Iterator[Reading]:
    """Yield the second reading of each hyphen, whether or not it makes words.

    Args:
        text: any text.
        starts: the offsets of its tokens, ascending.
        surfaces: its tokens as written.
    """
    for hyphen in _HYPHEN.finditer(text):
        place = bisect_left(starts, hyphen.end())
        if "\n" in hyphen["gap"]:
            surface = surfaces[place - 1]
            cut = hyphen.start() - starts[place - 1]
            if 0 < cut < len(surface):
                parts = (form_of(surface[:cut]), form_of(surface[cut:].lstrip("-\u2010\u2011 \t\n")))
                yield Reading((place - 1,), (form_of(surface),), parts, is_spaced=False)
        elif 0 < place < len(starts) and starts[place] == hyphen.end() and text[hyphen.end()].islower():
            before, after = surfaces[place - 1 : place + 1]
            if starts[place - 1] + len(before) == hyphen.start():
                written = (form_of(before), form_of(after))
                yield Reading((place - 1, place), written, (form_of(before + after),), is_spaced=hyphen["gap"] != "")


def second_readings(
    text: str, starts: Sequence[int], surfaces: Sequence[str], is_known: Callable[[str], bool]
) -> Iterator[Reading]:
    """Yield the second readings that make words of the dictionaries; arguments as in `possible_readings`.

    A hyphen at a line end is the word's own only if the joined word is unknown. One before a space within a line, which
    may be a dash, is left from a line end only if it follows or precedes what is not a word.
    """
    for reading in possible_readings(text, starts, surfaces):
        is_cut = len(reading.places) > 1
        if all(map(is_known, reading.forms)) and (
            (is_cut and not reading.is_spaced) or not all(map(is_known, reading.written))
        ):
            yield reading
