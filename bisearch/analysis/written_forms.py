"""What one word's written form stands for: ordinals (``1-го``), designations (``Т-34``), dotted abbreviations.

A text keeps its own forms, which exact queries look for. The functions here give the lemmas that all written forms of
the same thing share, in both scripts. They depend on the form alone and load no dictionary.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bisearch.analysis.stop_words import is_stop_word
from bisearch.lazy_pattern import lazy_pattern
from bisearch.notation.scripts import CYRILLIC_LETTERS, LATIN_LETTERS, in_latin_look_alikes, is_cyrillic
from bisearch.word_lists import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

# What each ending after a number makes of it.
_ENDINGS = {ending: frozenset(kinds) for ending, *kinds in read_rows("analysis", "number_endings.txt")}


def _any_of(endings: Iterable[str]) -> str:
    return "|".join(sorted(endings, key=len, reverse=True)).replace("'", "['’]")


_HYPHEN = r"[-\u2010\u2011–]"
_NOT_DECADE_ONLY = [ending for ending, kinds in _ENDINGS.items() if kinds != {"decade", "+"}]
_WITHOUT_HYPHEN = [ending for ending in _NOT_DECADE_ONLY if "+" in _ENDINGS[ending]]
_ONLY_DECADE = _ENDINGS.keys() - set(_NOT_DECADE_ONLY)
# Patterns of the endings after a number and after a Roman numeral, for the tokenizer.
_ENDING_WITH_HYPHEN = rf"{_HYPHEN}(?:{_any_of(_NOT_DECADE_ONLY)})"
NUMBER_ENDING = rf"(?:{_ENDING_WITH_HYPHEN}|(?:{_any_of(_WITHOUT_HYPHEN)})|(?<=\d0)(?:{_any_of(_ONLY_DECADE)}))(?!\w)"
ROMAN_ENDING = rf"(?<=[IVXLCХ]){_ENDING_WITH_HYPHEN}(?!\w)"
_ROMAN_ORDINAL = lazy_pattern(rf"([IVXLCХ]+){_HYPHEN}({_any_of(_NOT_DECADE_ONLY)})")

_NUMERAL = lazy_pattern(rf"(\d+)-?({_any_of(_ENDINGS)})")
_ROMAN = lazy_pattern(rf"([ivxlc]+)-(?:{_any_of(_NOT_DECADE_ONLY)})")
# A dotted abbreviation may have a bracketed letter, or a case ending: ``в.к.п.(б)``, ``н.к.в.д.ом``.
_DOTTED = lazy_pattern(r"(?P<letters>[^\W\d_](?:\.[^\W\d_])+(?:\.?\([^\W\d_]\))?)(?:(?<=\..\..)\.[а-я]{2,3})?")
_HYPHENATED_LETTERS = lazy_pattern(r"([^\W\d_])(\.?)-([^\W\d_])")
_DESIGNATION = lazy_pattern(
    rf"(?P<letters>[{CYRILLIC_LETTERS}]{{1,4}}|[{LATIN_LETTERS}]{{1,4}})(?P<hyphen>-?)(?P<digits>\d{{1,3}})"
    r"(?P<model>[^\W\d_]?|бис|bis)"
)
# A note's number follows the word that the note is about; fewer letters are a designation or a chemical formula.
_NOTED = lazy_pattern(rf"(?P<word>[{CYRILLIC_LETTERS}]{{3,}}|[{LATIN_LETTERS}]{{3,}})\d{{1,3}}")


def roman_ordinal(word: str) -> str | None:
    """Return the form of a Roman numeral with an ending, whose X may be typed as the Cyrillic Х; None for others."""
    found = _ROMAN_ORDINAL.fullmatch(word)
    return f"{found[1].replace('Х', 'X').lower()}-{found[2]}" if found is not None else None


def numeral(form: str) -> str:
    """Return the digits of a form that begins with a number, without an ending: ``1930`` of ``1930-х``."""
    found = _NUMERAL.fullmatch(form)
    return found[1] if found is not None else form


@lru_cache(maxsize=1 << 14)
def keys(form: str) -> tuple[str, ...]:
    """Return the lemmas of an ordinal, a designation or an abbreviation of hyphenated letters.

    Args:
        form: a normalized form.

    Returns:
        ``1.`` for every form of the ordinal 1, ``1930–1939`` for the decade 1930-е, the Roman numeral of one with an
        ending, ``u2`` for ``U-2`` and ``У-2``: the Latin letters that the letters stand for or look like, and the
        digits; the letters with and without the hyphen for ``с.-д.``. Empty for other forms.
    """
    if form[0].isdigit():
        found = _NUMERAL.fullmatch(form)
        return _numeral_keys(found[1], found[2]) if found is not None else ()
    if form[-1].isdigit() or "-" in form:
        if (roman := _ROMAN.fullmatch(form)) is not None:
            return (roman[1],)
        if (letters := _HYPHENATED_LETTERS.fullmatch(form)) is not None:
            hyphenated = f"{letters[1]}-{letters[3]}"
            # Without dots the two letters may be the beginning and the end of one word (д-р).
            return (hyphenated, letters[1] + letters[3]) if letters[2] else (hyphenated,)
        if (found := _DESIGNATION.fullmatch(form)) is not None:
            return _designation_keys(
                found["letters"], found["digits"], found["model"], is_hyphenated=bool(found["hyphen"])
            )
    return ()


def is_designation(form: str) -> bool:
    """Return whether a form is letters and a number that texts of either language may write in either script."""
    return (form[-1].isdigit() or "-" in form) and _DESIGNATION.fullmatch(form) is not None


def designation_number(form: str) -> str | None:
    """Return the digits of a hyphenated designation, which a translation keeps; None for other forms."""
    found = _DESIGNATION.fullmatch(form) if "-" in form else None
    return found["digits"] if found is not None else None


def names_designation(letters: str) -> bool:
    """Return whether letters before a space and a number may be those of a designation, as in ``Т 34`` and ``МиГ 15``.

    They are a capital, a capital and a small letter, more than one capital, or in the table of designations.
    """
    return len(letters) < 3 or sum(map(str.isupper, letters)) > 1 or letters.lower() in _designation_letters()


def undotted(form: str) -> str | None:
    """Return a dotted abbreviation without its dots, or None if that would be a function word or there are no dots."""
    if "." not in form or (dotted := _DOTTED.fullmatch(form)) is None:
        return None
    joined = dotted["letters"].replace(".", "")
    return None if is_stop_word(joined) else joined


def parts(form: str) -> tuple[str, ...]:
    """Return further forms that find a form: ``1930`` finds ``1930-х``, ``миг`` finds ``миг-15``.

    The word before a note's number is such a part: ``harriman`` finds ``harriman1``.
    """
    if form[0].isdigit():
        number = numeral(form)
        return (number,) if number != form and keys(form) != (number,) else ()
    if not any(map(str.isdigit, form)):
        return ()
    if (noted := _NOTED.fullmatch(form)) is not None:
        return (noted["word"],)
    found = _DESIGNATION.fullmatch(form)
    if found is not None and found["hyphen"] and len(found["letters"]) > 1:
        return (found["letters"],)
    return ()


def noted_word(form: str) -> str | None:
    """Return the word of a form that ends with the number of a note; None for other forms."""
    noted = _NOTED.fullmatch(form) if form[-1].isdigit() else None
    return noted["word"] if noted is not None else None


def _numeral_keys(number: str, ending: str) -> tuple[str, ...]:
    kinds = _ENDINGS[ending]
    ordinal = f"{number}."
    if "cardinal" in kinds or (ending == "ми" and number[-1] in "78"):
        return (number,)
    if "decade" in kinds and number[-1] == "0" and number != "0":
        decade = f"{number}–{int(number) + 9}"
        # Of two digits, 10-е may also be a day or a place.
        return (decade, ordinal) if len(number) == 2 and ending == "е" else (decade,)
    if ending == "х" and number[-1] in "234":
        return (number, ordinal)
    return (ordinal,)


def _designation_keys(letters: str, digits: str, model: str, *, is_hyphenated: bool) -> tuple[str, ...]:
    number = digits.lstrip("0") or "0"
    whole = [f"{reading}{number}" for reading in _latin_readings(letters)]
    if not model:
        return tuple(whole)
    models = _latin_readings(model)
    # Only after a hyphen is the letter a model (Ту-104А); H2O is a formula.
    of_model = [f"{each}{suffix}" for each in whole for suffix in models]
    return tuple(dict.fromkeys((*of_model, *whole) if is_hyphenated else of_model))


@lru_cache(maxsize=1 << 10)
def _latin_readings(letters: str) -> tuple[str, ...]:
    """Return the Latin letters that some letters stand for, and those that they look like."""
    if not is_cyrillic(letters[0]):
        return (letters,)
    table = _designation_letters()
    spelled = "".join(table[letter][0] if letter in table else letter for letter in letters)
    alike = in_latin_look_alikes(letters.upper())
    return tuple(dict.fromkeys((spelled, *table.get(letters, ()), *((alike.lower(),) if alike is not None else ()))))


@cache
def _designation_letters() -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in read_rows("analysis", "designations.txt")}
