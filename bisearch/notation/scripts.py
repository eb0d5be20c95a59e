"""Cyrillic or Latin: the script of letters, words and texts."""

from __future__ import annotations

from typing import Literal, TypeAlias

from bisearch.lazy_pattern import lazy_pattern

Script: TypeAlias = Literal["cyrillic", "latin", "neutral"]

# For use inside a character class of a pattern.
CYRILLIC_LETTERS = "А-Яа-яЁёЀ-ӿ"
LATIN_LETTERS = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿﬀ-ﬆ"
# What cuts a word at a line end: the hyphen, the soft one, two more of Unicode's, and the not sign that some scanners
# write for it. The hyphen is first, where a character class takes it literally.
HYPHENS = "-\u00ad¬\u2010\u2011"

# Letters that look alike in both scripts. Small letters that look alike only as capitals (в, н, к, м, т) are not among
# them.
_ALIKE_LATIN, _ALIKE_CYRILLIC = "ABEKMHOPCTXYIaeopcyxi", "АВЕКМНОРСТХУІаеорсухі"
_TO_CYRILLIC = str.maketrans(_ALIKE_LATIN, _ALIKE_CYRILLIC)
_TO_LATIN = str.maketrans(_ALIKE_CYRILLIC, _ALIKE_LATIN)

_CYRILLIC = lazy_pattern("[\u0400-\u04ff]+")
_ASCII_LETTERS = bytes((*range(0x41, 0x5B), *range(0x61, 0x7B)))
# The first bytes in UTF-8 of the characters of the Cyrillic block, and those of its characters that are no letters.
_CYRILLIC_BYTES = bytes(range(0xD0, 0xD4))
_CYRILLIC_MARKS = lazy_pattern("[\u0482-\u0489]")
_PART = 1 << 18


def is_cyrillic(character: str) -> bool:
    """Return whether a character is in the Cyrillic block, U+0400 to U+04FF."""
    return "\u0400" <= character <= "\u04ff"


def script_of(form: str) -> Script:
    """Return the script of a form's first letter: Cyrillic, or Latin for all others; neutral without any letter."""
    for character in form:
        if "\u0400" <= character <= "\u04ff":
            return "cyrillic"
        if character.isalpha():
            return "latin"
    return "neutral"


def in_one_script(word: str) -> str:
    """Return a word of mixed scripts with its look-alike letters in one script.

    It is the script in which all letters of the word exist, or that of most letters.
    """
    if word.isascii():
        return word
    cyrillic, latin = count_letters(word)
    if not cyrillic or not latin:
        return word
    in_cyrillic, in_latin = in_cyrillic_look_alikes(word), in_latin_look_alikes(word)
    if (in_cyrillic is None) != (in_latin is None):
        return in_cyrillic or in_latin or word
    return word.translate(_TO_CYRILLIC if cyrillic >= latin else _TO_LATIN)


def in_cyrillic_look_alikes(word: str) -> str | None:
    """Return a word with each Latin letter replaced by the Cyrillic one that looks alike; None if one has none."""
    replaced = word.translate(_TO_CYRILLIC)
    return replaced if count_letters(replaced)[1] == 0 else None


def in_latin_look_alikes(word: str) -> str | None:
    """Return a word with each Cyrillic letter replaced by the Latin one that looks alike; None if one has none."""
    replaced = word.translate(_TO_LATIN)
    return replaced if count_letters(replaced)[0] == 0 else None


def count_letters(text: str) -> tuple[int, int]:
    """Return the number of characters in the Cyrillic block, and the number of letters outside it."""
    if text.isascii():
        return 0, len(text) - len(text.encode().translate(None, _ASCII_LETTERS))
    rest = _CYRILLIC.sub("", text)
    return len(text) - len(rest), sum(map(str.isalpha, rest))


def cyrillic_share(text: str) -> float:
    """Return the share of Cyrillic letters among all letters, in [0, 1]; one half for a text without letters.

    For a text of mostly Cyrillic letters the share among all characters is returned, because counting all letters of a
    long text is slow.
    """
    # The bytes of a whole text of the greatest length would take more memory than the text.
    parts = (text[start : start + _PART] for start in range(0, len(text), _PART)) if not text.isascii() else ()
    cyrillic = sum(map(_count_cyrillic, parts))
    if not cyrillic:
        return 0.0 if any(map(str.isalpha, text)) else 0.5
    if 2 * cyrillic > len(text):
        return cyrillic / len(text)
    return cyrillic / sum(map(str.isalpha, text))


def _count_cyrillic(text: str) -> int:
    """Return the number of Cyrillic letters."""
    encoded = text.encode("utf-8", "surrogatepass")
    found = len(encoded) - len(encoded.translate(None, _CYRILLIC_BYTES))
    return found - len(_CYRILLIC_MARKS.findall(text)) if found else 0
