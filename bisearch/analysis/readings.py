"""Second readings of a text's words that depend on the words around them.

Besides hyphens: designations with a space (``Т 34``), and words wholly in look-alike letters of the other script
(``CCCP`` in a Russian text).
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from bisearch.analysis.hyphenation import hyphen_readings
from bisearch.analysis.reading import Reading
from bisearch.analysis.stop_words import is_stop_word
from bisearch.analysis.tokenizer import form_of, normalize
from bisearch.analysis.word_frequency import known_words
from bisearch.analysis.written_forms import names_designation
from bisearch.lazy_pattern import lazy_pattern
from bisearch.notation.scripts import cyrillic_share, in_cyrillic_look_alikes, in_latin_look_alikes, is_cyrillic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# Shorter words in look-alike letters are words by chance.
MIN_LETTERS = 3
_DIGIT = lazy_pattern(r"\d")
# Each pattern begins with a character, not with what comes before it, so that it is searched for faster.
_SPACED_DESIGNATION = lazy_pattern(r"([A-ZА-ЯЁ](?<![\w-].)[A-Za-zА-Яа-яЁё]{0,3}) (\d{1,3})(?!\w|[.,:/]\d)")
# What comes before a capital letter within a sentence.
_WITHIN = lazy_pattern(r"[^\W\d_A-ZА-ЯЁ]{2},?[ \n]$")


def _alike(capital: str, small: str) -> str:
    """Return the pattern of a word in capitals or in small letters, of which the first may be a capital."""
    rest = MIN_LETTERS - 1
    in_capitals = rf"(?<=[{capital}])[{capital}]{{{rest},}}"
    return rf"[{capital}{small}](?<!\w.)(?:{in_capitals}|[{small}]{{{rest},}})(?!\w)"


_IN_LATIN = lazy_pattern(_alike("ABCEHKMOPTXY", "aceopxy"))
_IN_CYRILLIC = lazy_pattern(_alike("АВСЕНКМОРТХУ", "асеорху"))


def second_readings(
    text: str, starts: Sequence[int], surfaces: Sequence[str], is_known: Callable[[str], bool]
) -> Iterator[Reading]:
    """Yield the second readings of a text that have the evidence that they need.

    Args:
        text: any text.
        starts: the offsets of its tokens, ascending.
        surfaces: its tokens as written.
        is_known: returns whether the dictionaries have a form.
    """
    for reading in possible_readings(text, starts, surfaces):
        if _has_evidence(reading, is_known):
            yield reading


def _has_evidence(reading: Reading, is_known: Callable[[str], bool]) -> bool:
    if reading.evidence == "none":
        return True
    if not all(map(is_known, reading.forms)):
        return False
    if reading.evidence == "unheard":
        return not any(is_known(form) or is_heard_of(form) for form in reading.written)
    return reading.evidence == "words" or not all(map(is_known, reading.written))


def is_heard_of(form: str) -> bool:
    """Return whether the frequency list of a form's script has it."""
    return form in known_words("ru" if is_cyrillic(form[0]) else "en")


def possible_readings(text: str, starts: Sequence[int], surfaces: Sequence[str]) -> Iterator[Reading]:
    """Yield the second readings of a text, with or without the evidence; arguments as in `second_readings`."""
    yield from hyphen_readings(text, starts, surfaces)
    if _DIGIT.search(text) is not None:
        yield from _spaced_designations(text, starts)
    if not text.isascii():
        yield from _look_alikes(text, starts)


def look_alike_word(word: str) -> str | None:
    """Return a word wholly in look-alike letters with those of the other script; None if it has other letters."""
    if _IN_LATIN.fullmatch(word) is not None:
        return in_cyrillic_look_alikes(word)
    return in_latin_look_alikes(word) if _IN_CYRILLIC.fullmatch(word) is not None else None


def _spaced_designations(text: str, starts: Sequence[int]) -> Iterator[Reading]:
    for found in _SPACED_DESIGNATION.finditer(text):
        letters, number = found.groups()
        is_within = _WITHIN.search(text, max(0, found.start() - 4), found.start()) is not None
        place = bisect_left(starts, found.start())
        if (
            names_designation(letters)
            and (is_within or not is_stop_word(letters.lower()))
            and list(starts[place : place + 2]) == [found.start(), found.start(2)]
        ):
            yield Reading((place, place + 1), (form_of(letters), number), (normalize(f"{letters}-{number}"),), "none")


def _look_alikes(text: str, starts: Sequence[int]) -> Iterator[Reading]:
    """Yield words in look-alike letters of the script that the text around them is not in."""
    pattern = _IN_LATIN if cyrillic_share(text) >= 0.5 else _IN_CYRILLIC
    for found in pattern.finditer(text):
        word = found.group()
        alike = look_alike_word(word)
        place = bisect_left(starts, found.start())
        if alike is not None and list(starts[place : place + 1]) == [found.start()]:
            yield Reading((place,), (form_of(word),), (form_of(alike),), "unheard")
