"""Text to tokens: where each word stands in the original text, and the form it is looked up by.

A token's offsets always point into the text as given; only its `form` is normalised. Hyphenated words are tokens side
by side (``на-днях`` matches ``на днях``); initials without spaces are tokens of their own (``И.В.Сталина``);
abbreviations with a bracketed letter (``ВКП(б)``), dotted ones from a list (``U.S.``, ``т.т.``), numbers with
separators (``1,234``) and letter-spaced words (``К о п и я``) are one token each.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, compress
from typing import TYPE_CHECKING, NamedTuple

from bisearch.notation.scripts import CYRILLIC_LETTERS, LATIN_LETTERS, count_letters
from bisearch.word_lists import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator


class Token(NamedTuple):
    """A word of a text.

    Attributes:
        start: first code point in the text.
        end: one past the last.
        form: the normalised surface form: lower case, without stress marks, ё as е, line-end hyphens mended, letters
            that were given up in 1918 as today's.
    """

    start: int
    end: int
    form: str


class Words(NamedTuple):
    """The words of a text in columns, for indexing, which reads them by the million.

    Attributes:
        starts: of each, its first code point in the text.
        surfaces: of each, what stands there, a possessive ending included.
        forms: of each, as `Token.form`.
    """

    starts: tuple[int, ...]
    surfaces: tuple[str, ...]
    forms: tuple[str, ...]


_LETTER = rf"[{CYRILLIC_LETTERS}{LATIN_LETTERS}]"
_MARKS = "\u0300-\u036f\u00ad"  # stress and other combining marks, soft hyphen
_APOSTROPHES = "'’ʼʹʺ′″`"  # in Latin words also the primes that stand for ь and ъ
_APOSTROPHE = f"[{_APOSTROPHES}]"
_INNER = rf"[\w{_MARKS}]*"


def _spaced(letters: str, least: int) -> str:
    return rf"[{letters}](?: [{letters}]){{{least - 1},}}(?!\w)"


_TOKEN = re.compile(
    # One group: splitting a text by it gives what stands between the words and the words in turn.
    "("
    + "|".join(
        (
            # Three spaced capitals, or four spaced letters of any case, are a word set wide; shorter runs are words.
            # What they share is asked first: it is seldom there, and most of the time goes into asking.
            r"(?<![\w.])(?=\w )(?:"
            + "|".join((_spaced("А-ЯЁ", 3), _spaced("A-Z", 3), _spaced("А-ЯЁа-яё", 4), _spaced("A-Za-z", 4)))
            + ")",
            rf"{_LETTER}{{2,}}\({_LETTER}\)(?:[А-ЯA-Z](?!\w))?",
            rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in read_words('analysis', 'dotted.txt'))})\.?(?!\w)",
            r"\d+(?:[.,]\d+)*",
            # A word may hold stress marks, digits (Cs137, and OCR's Про6оула), apostrophes between letters, and one
            # hyphen at a line's end, where the rest of the word goes on in lower case.
            rf"{_LETTER}{_INNER}(?:(?:{_APOSTROPHE}{{1,2}}(?={_LETTER})|(?<=\w)-[ \t]*\n[ \t]*(?=[а-яёa-z])){_INNER})*",
        )
    )
    + ")",
    re.UNICODE,
)
_POSSESSIVE = re.compile(rf"(?<=\w){_APOSTROPHE}[sS]$")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
# Of a longer word only so many letters are looked at.
MAX_FORM = 255
_BREAK = re.compile(r"-\s+|\u00ad|\s")
_TYPEWRITTEN_HARD_SIGN = re.compile(rf"(?<=[{CYRILLIC_LETTERS}]){_APOSTROPHE}(?=[{CYRILLIC_LETTERS}])")

_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))

# The only letters of the pattern that a form loses; they may stand alone.
_COMBINING = re.compile("[\u0483-\u0487]")

# Letters that the reform of 1918 gave up, and what is written today.
_GIVEN_UP = str.maketrans("іѣѳѵ", "иефи")
_FINAL_HARD_SIGN = re.compile("(?<=[бвгджзклмнпрстфхцчшщ])ъ$")

# Letters without accents; most words have no others.
_PLAIN = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ")
# Letters that scanners and typists take for one another across the two scripts.
_TO_CYRILLIC = str.maketrans("ABEKMHOPCTXaeopcyx", "АВЕКМНОРСТХаеорсух")
_TO_LATIN = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")


def tokenize(text: str) -> Iterator[Token]:
    """Yield the tokens of `text` in order.

    Args:
        text: any text; both scripts may be mixed.

    Yields:
        Tokens that do not overlap, ascending; every `form` is non-empty.
    """
    for start, surface, form in zip(*words(text), strict=True):
        yield Token(start, start + len(without_possessive(surface)), form)


@lru_cache(maxsize=1 << 13)
def words(text: str) -> Words:
    """Return the words of a sentence or a passage, which several stages of indexing ask for in turn."""
    starts, surfaces = spelled(text)
    return Words(starts, surfaces, tuple(map(form_of, surfaces)))


def spelled(text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the first two columns of `words`; the third can be asked for once for each of many texts' spellings."""
    pieces = _TOKEN.split(text)
    surfaces = tuple(pieces[1::2])
    starts = tuple(accumulate(map(len, pieces)))[:-1:2]
    if _COMBINING.search(text) is None:
        return starts, surfaces
    # Combining marks alone have no form.
    forms = tuple(map(form_of, surfaces))
    return tuple(compress(starts, forms)), tuple(compress(surfaces, forms))


def without_possessive(surface: str) -> str:
    """Return a word of `Words.surfaces` without its possessive ending, if it has one."""
    if surface[-1] in "sS" and (possessive := _POSSESSIVE.search(surface)):
        return surface[: possessive.start()]
    return surface


@lru_cache(maxsize=1 << 17)
def form_of(surface: str) -> str:
    """Return the form of a word of `Words.surfaces`."""
    return normalize(without_possessive(surface))[:MAX_FORM]


def normalize(surface: str) -> str:
    """Return the form under which a surface word is looked up.

    Args:
        surface: a word as it stands in a text.

    Returns:
        Lower case, ё as е, letters given up in 1918 as today's (ѣ as е, і as и, no ъ at the end), stress marks and
        other accents off, look-alike letters of the other script mended, line-end hyphens and letter spacing closed,
        thousands without commas, decimal commas as points.
    """
    word = surface.strip(".")
    if word[:1].isdigit():
        return word.replace(",", "" if _THOUSANDS.fullmatch(word) else ".")
    word = _BREAK.sub("", word)
    word = _fold_accents(_one_script(unicodedata.normalize("NFC", word))).lower()
    word = _TYPEWRITTEN_HARD_SIGN.sub("ъ", word.translate(_ONE_APOSTROPHE).replace("''", "'"))
    return word if word.isascii() else _FINAL_HARD_SIGN.sub("", word.translate(_GIVEN_UP))


def _one_script(word: str) -> str:
    if word.isascii():
        return word
    cyrillic, latin = count_letters(word)
    if not cyrillic or not latin:
        return word
    return word.translate(_TO_CYRILLIC if cyrillic >= latin else _TO_LATIN)


def _fold_accents(word: str) -> str:
    if word.isascii() or _PLAIN.issuperset(word):
        return word
    folded = []
    for character in word:
        if character in "йЙ":  # a letter of its own, not an accented и
            folded.append(character)
        else:
            base = unicodedata.normalize("NFKD", character)
            folded.append("".join(part for part in base if not unicodedata.combining(part)))
    return "".join(folded)
