"""Splitting text into tokens: the position of each word in the original text, and its normalized form.

A token's offsets always point into the original text; only its `form` is normalized. Hyphenated words are adjacent
tokens (``на-днях`` matches ``на днях``); initials without spaces are separate tokens (``И.В.Сталина``);
abbreviations with a bracketed letter (``ВКП(б)``), dotted ones from a list (``U.S.``, ``т.т.``), numbers with
separators (``1,234``) and letter-spaced words (``К о п и я``) are one token each.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, compress
from typing import TYPE_CHECKING, NamedTuple

from bisearch.notation.scripts import CYRILLIC_LETTERS, HYPHENS, LATIN_LETTERS, count_letters
from bisearch.word_lists import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator


class Token(NamedTuple):
    """A word of a text.

    Attributes:
        start: offset of its first code point.
        end: offset after its last code point.
        form: the normalized word, as `normalize` returns it.
    """

    start: int
    end: int
    form: str


class Words(NamedTuple):
    """The words of a text in columns, for indexing, which reads them by the million.

    Attributes:
        starts: the offset of each word's first code point.
        surfaces: each word as written, with its possessive ending.
        forms: the normalized form of each word, as in `Token.form`.
    """

    starts: tuple[int, ...]
    surfaces: tuple[str, ...]
    forms: tuple[str, ...]


_LETTER = rf"[{CYRILLIC_LETTERS}{LATIN_LETTERS}]"
_MARKS = "\u0300-\u036f\u00ad"  # stress and other combining marks, soft hyphen
# Between the parts: the line end, perhaps empty lines, and perhaps the number of a page.
_LINE_END = r"[^\S\n]*\n\s*(?:[-–—\[(]?\s*(?:(?:[Pp]age|[Pp]\.|[Сс]тр\.|[Сс]\.)\s*)?\d{1,4}\s*[-–—\])]?[^\S\n]*\n\s*)?"
_APOSTROPHES = "'’ʼʹʺ′″`"  # in Latin words also the primes that stand for ь and ъ
_APOSTROPHE = f"[{_APOSTROPHES}]"
_INNER = rf"[\w{_MARKS}]*"
# A word cut at a line end; a soft hyphen is an inner character. Not signs stay where lines were joined.
_CUT = rf"(?:(?:(?<=\w)[{HYPHENS}]|(?<=\w\u00ad)){_LINE_END}|(?<=\w)¬ ?)"


def _spaced(letters: str, min_count: int) -> str:
    return rf"[{letters}](?: [{letters}]){{{min_count - 1},}}(?!\w)"


_TOKEN = re.compile(
    # One group, so that splitting a text gives the gaps and the words in turn.
    "("
    + "|".join(
        (
            # Three spaced capitals, or four spaced letters of any case, are one letter-spaced word. The lookahead for
            # their common beginning, a letter and a space, seldom matches and so saves most of the time.
            r"(?<![\w.])(?=\w )(?:"
            + "|".join((_spaced("А-ЯЁ", 3), _spaced("A-Z", 3), _spaced("А-ЯЁа-яё", 4), _spaced("A-Za-z", 4)))
            + ")",
            rf"{_LETTER}{{2,}}\({_LETTER}\)(?:[А-ЯA-Z](?!\w))?",
            rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in read_words('analysis', 'dotted.txt'))})\.?(?!\w)",
            r"\d+(?:[.,]\d+)*",
            # A word may hold stress marks, digits (Cs137, and OCR's Про6оула), apostrophes between letters, not signs,
            # and hyphens at a line's end, if the next line continues in lower case.
            rf"{_LETTER}{_INNER}(?:(?:{_APOSTROPHE}{{1,2}}(?={_LETTER})|{_CUT}(?=[а-яёa-z])){_INNER})*",
        )
    )
    + ")",
    re.UNICODE,
)
_POSSESSIVE = re.compile(rf"(?<=\w){_APOSTROPHE}[sS]$")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
# A form is cut to this many characters.
MAX_FORM = 255
_BREAK = re.compile(rf"[{HYPHENS}]{_LINE_END}|[\u00ad¬]|-\s+|\s")
_TYPEWRITTEN_HARD_SIGN = re.compile(rf"(?<=[{CYRILLIC_LETTERS}]){_APOSTROPHE}(?=[{CYRILLIC_LETTERS}])")

_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))

# The only characters of the pattern that normalizing removes even from a word of nothing else.
_COMBINING = re.compile("[\u0483-\u0487]")

# Letters abolished by the reform of 1918, and their replacements.
_ABOLISHED = str.maketrans("іѣѳѵ", "иефи")
_FINAL_HARD_SIGN = re.compile("(?<=[бвгджзклмнпрстфхцчшщ])ъ$")

# Most words consist of these letters without accents.
_UNACCENTED = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ")
# Letters that look alike in both scripts, which scanners and typists confuse.
_TO_CYRILLIC = str.maketrans("ABEKMHOPCTXaeopcyx", "АВЕКМНОРСТХаеорсух")
_TO_LATIN = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")


def tokenize(text: str) -> Iterator[Token]:
    """Yield the tokens of `text` in order.

    Args:
        text: any text, in either script or both.

    Yields:
        Ascending tokens without overlap; no `form` is empty.
    """
    for start, surface, form in zip(*words(text), strict=True):
        yield Token(start, start + len(without_possessive(surface)), form)


@lru_cache(maxsize=1 << 13)
def words(text: str) -> Words:
    """Return the words of a sentence or a passage; cached, since several stages of indexing need them."""
    starts, surfaces = split_words(text)
    return Words(starts, surfaces, tuple(map(form_of, surfaces)))


def split_words(text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the starts and surfaces of `words` without the forms, so a caller can normalize each surface once."""
    pieces = _TOKEN.split(text)
    surfaces = tuple(pieces[1::2])
    starts = tuple(accumulate(map(len, pieces)))[:-1:2]
    if _COMBINING.search(text) is None:
        return starts, surfaces
    # Combining marks alone have no form.
    forms = tuple(map(form_of, surfaces))
    return tuple(compress(starts, forms)), tuple(compress(surfaces, forms))


def without_possessive(surface: str) -> str:
    """Return a surface word without its possessive ending."""
    if surface[-1] in "sS" and (possessive := _POSSESSIVE.search(surface)):
        return surface[: possessive.start()]
    return surface


@lru_cache(maxsize=1 << 17)
def form_of(surface: str) -> str:
    """Return the form of a surface word, without its possessive ending."""
    return normalize(without_possessive(surface))[:MAX_FORM]


def normalize(surface: str) -> str:
    """Return the normalized form of a surface word.

    Args:
        surface: a word as written in a text.

    Returns:
        The word in lower case, with ё as е, letters abolished in 1918 replaced (ѣ by е, і by и, no final ъ), accents
        removed, look-alike letters of the other script replaced, line-end hyphens and letter spacing closed up,
        commas removed from thousands, and decimal commas as points.
    """
    word = surface.strip(".")
    if word[:1].isdigit():
        return word.replace(",", "" if _THOUSANDS.fullmatch(word) else ".")
    word = _BREAK.sub("", word)
    word = _fold_accents(_one_script(unicodedata.normalize("NFC", word))).lower()
    word = _TYPEWRITTEN_HARD_SIGN.sub("ъ", word.translate(_ONE_APOSTROPHE).replace("''", "'"))
    return word if word.isascii() else _FINAL_HARD_SIGN.sub("", word.translate(_ABOLISHED))


def _one_script(word: str) -> str:
    """Return a word of mixed scripts with its look-alike letters in the script of the majority."""
    if word.isascii():
        return word
    cyrillic, latin = count_letters(word)
    if not cyrillic or not latin:
        return word
    return word.translate(_TO_CYRILLIC if cyrillic >= latin else _TO_LATIN)


def _fold_accents(word: str) -> str:
    if word.isascii() or _UNACCENTED.issuperset(word):
        return word
    folded = []
    for character in word:
        if character in "йЙ":  # a letter of its own, not an accented и
            folded.append(character)
        else:
            base = unicodedata.normalize("NFKD", character)
            folded.append("".join(part for part in base if not unicodedata.combining(part)))
    return "".join(folded)
