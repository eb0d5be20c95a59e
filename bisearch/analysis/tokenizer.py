"""Splitting text into tokens: the position of each word in the original text, and its normalized form.

A token's offsets always point into the original text; only its `form` is normalized. Hyphenated words are adjacent
tokens (``на-днях`` matches ``на днях``); two initials are separate tokens (``И.В.Сталина``). One token each are
dotted abbreviations (``Н. К. В. Д.``, ``с.-д.``), abbreviations with a bracketed letter (``ВКП(б)``), designations
(``Т-34``), numbers with separators and endings (``1,234``, ``1-го``), words with editorial brackets (``Стал[ин]а``)
and letter-spaced words (``К о п и я``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import accumulate, compress
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.written_forms import NUMBER_ENDING, ROMAN_ENDING, roman_ordinal
from bisearch.lazy_pattern import lazy_pattern
from bisearch.notation.scripts import CYRILLIC_LETTERS, HYPHENS, LATIN_LETTERS, in_one_script
from bisearch.word_lists import read_rows, read_words

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
        surfaces: each word as written, with its possessive ending or the sign of a note.
        forms: the normalized form of each word, as in `Token.form`.
    """

    starts: tuple[int, ...]
    surfaces: tuple[str, ...]
    forms: tuple[str, ...]


_LETTER = rf"[{CYRILLIC_LETTERS}{LATIN_LETTERS}]"
# Zero-width spaces, joiners and direction marks, which web pages and word processors leave within words.
_INVISIBLE = "\u200b-\u200f\u2060-\u2064\ufe0f\ufeff"
_MARKS = f"\u0300-\u036f\u00ad{_INVISIBLE}"  # stress and other combining marks, soft hyphen
_NOTE_SIGNS = "¹²³⁰⁴⁵⁶⁷⁸⁹"
# Between the parts: the line end, perhaps empty lines, and perhaps the number of a page.
_LINE_END = r"[^\S\n]*\n\s*(?:[-–—\[(]?\s*(?:(?:[Pp]age|[Pp]\.|[Сс]тр\.|[Сс]\.)\s*)?\d{1,4}\s*[-–—\])]?[^\S\n]*\n\s*)?"
_APOSTROPHES = "'’ʼʹʺ′″`"  # in Latin words also the primes that stand for ь and ъ
_APOSTROPHE = f"[{_APOSTROPHES}]"
_INNER = rf"[\w{_MARKS}]*"
# A word cut at a line end; a soft hyphen is an inner character. Not signs stay where lines were joined.
_CUT = rf"(?:(?:(?<=\w)[{HYPHENS}]|(?<=\w\u00ad)){_LINE_END}|(?<=\w)¬ ?)"


# An editor's letters within a word, in brackets. Tags, an editor's remarks ("[sic]") and the letter of a note are not.
_TAGS = "a|b|br|center|div|em|font|h[1-6]|hr|i|li|ol|p|pre|s|small|span|strong|su[bp]|table|t[dhr]|u|ul"
_REMARKS = "sic|так|прим|источник|обновление|update|note|edit|[a-e]"
_NOT_EDITED = rf"(?!<(?:{_TAGS})>|\[(?:{_REMARKS})\](?!\w))"


def _bracketed(letters: str) -> str:
    return rf"(?:\[[{letters}]+\]|<[{letters}]+>|\{{[{letters}]+\}})"


_SMALL, _CAPITAL = "а-яёa-z", "А-ЯЁA-Z"
_EDITED = rf"(?:{_bracketed(_SMALL)}|(?<=[{_CAPITAL}]){_bracketed(_CAPITAL)})"
_EDITED_FIRST = (
    rf"(?=[\[<{{])(?<!\w){_NOT_EDITED}"
    rf"(?:{_bracketed(_SMALL + _CAPITAL)}(?=[{_SMALL}])|{_bracketed(_CAPITAL)}(?=[{_CAPITAL}]))"
)


def _spaced(letters: str, min_count: int) -> str:
    return rf"[{letters}](?: [{letters}]){{{min_count - 1},}}(?!\w)"


def _listed(entry: str) -> str:
    """Return the pattern of a dotted abbreviation from the list; capitals may have spaces between them."""
    return re.escape(entry).replace(r"\.", r"\. ?") if entry.isupper() else re.escape(entry)


_SPACED_WORD = (
    r"(?<!\.)(?:"
    + "|".join((_spaced("А-ЯЁ", 3), _spaced("A-Z", 3), _spaced("А-ЯЁа-яё", 4), _spaced("A-Za-z", 4)))
    + ")"
)
_BRACKETED_LETTER = rf"\({_LETTER}\)(?:[А-ЯA-Z](?!\w))?"
DOTTED_ABBREVIATION = (
    rf"(?:[{_CAPITAL}](?:\. ?[{_CAPITAL}]){{2,}}\.?{_BRACKETED_LETTER}"
    # Without spaces in any case, perhaps with a case ending; with spaces only capitals.
    rf"|{_LETTER}(?:\.{_LETTER}){{2,}}(?:\.[а-яё]{{2,3}}(?!\w)|\.(?![а-яё])(?! ?[{_CAPITAL}]\.)|(?![\w.]))"
    rf"|[{_CAPITAL}](?:\. ?[{_CAPITAL}]){{2,}}(?:\.|\Z)"
    rf"|(?:{'|'.join(map(_listed, read_words('analysis', 'dotted.txt')))})\.?(?!\w))"
)
_HYPHENATED_LETTERS = rf"(?<!-){_LETTER}\.?-{_LETTER}(?:\.(?!\w)|(?![\w.-]))"

_POSSESSIVE = rf"(?:{_APOSTROPHE}[sS](?!\w))?"
_DASH = "-\u2010\u2011–—"
# The number of a designation, after at most four letters; the first condition seldom holds.
_DESIGNATED = (
    rf"[{_DASH}](?=\d)(?<!\w{{5}}.)(?<!\d.)"
    + "".join(rf"(?<![{_DASH}]\w{{{length}}}.)" for length in range(1, 5))
    + rf"\d{{1,3}}(?:[{_CAPITAL}]|бис|bis)?(?!\w)"
)


def _token_pattern(first: str, within_word: str) -> re.Pattern[str]:
    """Return the pattern of a token; a word begins with `first` and may hold `within_word` before more letters."""
    return lazy_pattern(
        # One group, so that splitting a text gives the gaps and the words in turn.
        "("
        + "|".join(
            (
                # Three spaced capitals, or four spaced letters of any case, are one letter-spaced word. The lookahead
                # for what all have in common, a letter and a sign, seldom matches and so saves most of the time.
                rf"(?<!\w)(?=\w[ .-])(?:{_SPACED_WORD}|{DOTTED_ABBREVIATION}{_POSSESSIVE}|{_HYPHENATED_LETTERS})",
                rf"{_LETTER}{{2,}}{_BRACKETED_LETTER}",
                rf"\d+(?:(?:[.,]|[{_INVISIBLE}]+)\d+)*(?:{NUMBER_ENDING})?",
                # A word may hold stress marks, digits (Cs137, and OCR's Про6оула) and apostrophes between letters.
                rf"{first}{_INNER}(?:{within_word}{_INNER})*(?:{_DESIGNATED}|{ROMAN_ENDING})?",
            )
        )
        + ")"
    )


_WITHIN_WORD = rf"{_APOSTROPHE}{{1,2}}(?={_LETTER})"
_TOKEN = _token_pattern(_LETTER, _WITHIN_WORD)
# An editor's brackets, not signs, and hyphens at a line's end, if the next line continues in lower case. Few texts have
# one of these signs, and the pattern for them takes longer to compile.
_EDITED_OR_CUT = lazy_pattern(r"[\[<{¬\n]")
_EDITED_OR_CUT_TOKEN = _token_pattern(
    rf"(?:{_LETTER}|{_EDITED_FIRST})",
    rf"(?:{_WITHIN_WORD}|{_CUT}(?=[а-яёa-z])|(?=[\[<{{]){_NOT_EDITED}{_EDITED})",
)
_ENDING = lazy_pattern(rf"(?:(?<=\w)(?<!\d0)|(?<=[.)])){_APOSTROPHE}[sS]$|(?<=\w)[{_NOTE_SIGNS}]+$")
_LAST_OF_ENDING = frozenset(f"sS{_NOTE_SIGNS}")
_APOSTROPHE_SET = frozenset(_APOSTROPHES)
_THOUSANDS = lazy_pattern(r"\d{1,3}(?:,\d{3})+")
# A form is cut to this many characters.
MAX_FORM = 255
_BREAK = lazy_pattern(rf"[{HYPHENS}]{_LINE_END}|[\u00ad¬\[\]<>{{}}{_NOTE_SIGNS}{_INVISIBLE}]|-\s+|\s")
_DASHES = lazy_pattern(f"[{_DASH}]")
_TYPEWRITTEN_HARD_SIGN = lazy_pattern(rf"(?<=[{CYRILLIC_LETTERS}]){_APOSTROPHE}(?=[{CYRILLIC_LETTERS}])")

_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))

# The only characters of the pattern that normalizing removes even from a word of nothing else.
_COMBINING = lazy_pattern("[\u0483-\u0487]")

# Letters abolished by the reform of 1918, and their replacements.
_ABOLISHED = str.maketrans("іѣѳѵ", "иефи")
_FINAL_HARD_SIGN = lazy_pattern("(?<=[бвгджзклмнпрстфхцчшщ])ъ$")

# Most words consist of these letters without accents; normalizing makes them small, and removes a final ъ.
_PLAIN = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ")


def tokenize(text: str) -> Iterator[Token]:
    """Yield the tokens of `text` in order.

    Args:
        text: any text, in either script or both.

    Yields:
        Ascending tokens without overlap; no `form` is empty.
    """
    for start, surface, form in zip(*words(text), strict=True):
        yield Token(start, start + len(without_ending(surface)), form)


@lru_cache(maxsize=1 << 13)
def words(text: str) -> Words:
    """Return the words of a sentence or a passage; cached, since several stages of indexing need them."""
    starts, surfaces = split_words(text)
    return Words(starts, surfaces, tuple(map(form_of, surfaces)))


def split_words(text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the starts and surfaces of `words` without the forms, so a caller can normalize each surface once."""
    pieces = (_TOKEN if _EDITED_OR_CUT.search(text) is None else _EDITED_OR_CUT_TOKEN).split(text)
    surfaces = tuple(pieces[1::2])
    starts = tuple(accumulate(map(len, pieces)))[:-1:2]
    if _COMBINING.search(text) is None:
        return starts, surfaces
    # Combining marks alone have no form.
    forms = tuple(map(form_of, surfaces))
    return tuple(compress(starts, forms)), tuple(compress(surfaces, forms))


def without_ending(surface: str) -> str:
    """Return a surface word without its possessive ending and without the superscript number of a note."""
    last = surface[-1]
    if last not in _LAST_OF_ENDING or (last in "sS" and surface[-2:-1] not in _APOSTROPHE_SET):
        return surface
    ending = _ENDING.search(surface)
    return surface[: ending.start()] if ending is not None else surface


@lru_cache(maxsize=1 << 17)
def form_of(surface: str) -> str:
    """Return the form of a surface word, as `without_ending` returns it."""
    return normalize(without_ending(surface))[:MAX_FORM]


def normalize(surface: str) -> str:
    """Return the normalized form of a surface word.

    Args:
        surface: a word as written in a text.

    Returns:
        The word in lower case, with ё as е, letters abolished in 1918 replaced (ѣ by е, і by и, no final ъ), accents,
        invisible characters and editorial brackets removed, look-alike letters of the other script replaced, line-end
        hyphens and letter spacing closed up, commas removed from thousands, decimal commas as points, and dashes as
        hyphens.
    """
    if (surface.isascii() and surface.isalpha()) or (_PLAIN.issuperset(surface) and surface[-1:] not in "ъЪ"):
        return surface.lower()
    word = surface.strip(".")
    if word[:1].isdigit():
        return _normalize_number(word)
    word = _BREAK.sub("", word)
    if (ordinal := roman_ordinal(word)) is not None:
        return ordinal
    word = _fold_accents(in_one_script(unicodedata.normalize("NFC", word))).lower()
    word = _TYPEWRITTEN_HARD_SIGN.sub("ъ", word.translate(_ONE_APOSTROPHE).replace("''", "'"))
    if word.isascii():
        return word
    word = _DASHES.sub("-", word.translate(_ABOLISHED))
    without_sign = _FINAL_HARD_SIGN.sub("", word)
    return word if without_sign == word else _yat_endings().get(without_sign, without_sign)


def _normalize_number(number: str) -> str:
    number = _DASHES.sub("-", _BREAK.sub("", number).translate(_ONE_APOSTROPHE)).lower()
    return number.replace(",", "" if _THOUSANDS.fullmatch(number) else ".")


@cache
def _yat_endings() -> dict[str, str]:
    return {row[0]: row[1] for row in read_rows("analysis", "yat_endings.txt")}


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
