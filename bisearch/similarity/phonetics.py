"""The pronunciation of a name in either script, in one alphabet in which its transliterations nearly agree.

Деканозов, Dekanozov and Dekanosow all become ``dekanosov``; Щербатюк, Shcherbatyuk, Scherbatiuk and Ščerbatjuk become
``werbatuk``. A spelling with several readings (ch in Chekhov, Chruschtschow and Chostakovitch) yields all of them. The
tables are data files: ``data/latin.txt`` and ``data/cyrillic.txt``. This is the fine comparison of names, with vowels
and case endings; `bisearch.similarity.skeletons` compares consonants only.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import islice, product
from typing import NamedTuple

from bisearch.lazy_pattern import lazy_pattern
from bisearch.notation.scripts import is_cyrillic
from bisearch.similarity.surname_cases import nominatives
from bisearch.word_lists import read_rows

# Limit on the readings of one spelling.
MAX_READINGS = 8
# Number of consonants in a key.
KEY_LENGTH = 3
VOWELS = frozenset("aeiou")
# The sound of a letter that a table lacks.
UNKNOWN = "\ufffd"

_DOUBLED = lazy_pattern(r"(.)\1+")
# Yu, iu and ju are the same sound, as are ie and 'e; after ch, sh and zh so are o and e (Khrushchov, Хрущев).
_GLIDE = lazy_pattern(r"i(?=[aeou])")
_HUSHED_O = lazy_pattern(r"(?<=[qwj])o")
_UNSETTLED = lazy_pattern(r"(.)\1|i[aeou]|[qwj]o")
_SILENT_H = lazy_pattern(r"(?<=[aeiou])h(?=[bcdfgklmnpqrstvwj]|$)")
# Sounds that transliterations often interchange share one letter in a key.
_KEY_CLASSES = str.maketrans("qjch", "wwsg", "aeiou")


class _Letters(dict[int, str]):
    """The sound of each letter that has only one, for `str.translate`; other letters get a sound that is not ASCII."""

    def __missing__(self, letter: int) -> str:
        return UNKNOWN


class _Table(NamedTuple):
    """A table of sounds.

    Attributes:
        rows: the sounds of each group of letters.
        groups: the pattern that splits a word at the longest groups that the table has, except `letters`.
        letters: the letters with one sound each.
    """

    rows: dict[str, tuple[str, ...]]
    groups: re.Pattern[str]
    letters: _Letters


@cache
def _table(name: str) -> _Table:
    rows = {group: tuple(sounds) for group, *sounds in read_rows("similarity", name)}
    letters = {group: sounds[0] for group, sounds in rows.items() if len(group) == 1 == len(sounds)}
    groups = sorted(rows.keys() - letters.keys(), key=lambda group: (-len(group.strip("^$")), group))
    return _Table(rows, re.compile(f"({'|'.join(map(_pattern, groups))})"), _Letters(str.maketrans(letters)))


def _pattern(group: str) -> str:
    """Return the pattern of a row; a group for the end of a word needs a letter before it."""
    begins, ends = r"\A" if group[0] == "^" else "", r"\Z" if group[-1] == "$" else ""
    return (r"(?!\A)" if ends else begins) + re.escape(group.strip("^$")) + ends


@lru_cache(maxsize=1 << 14)
def pronunciations(surface: str) -> tuple[str, ...]:
    """Return the possible pronunciations of a name.

    Args:
        surface: a lower-case word of either script, with its diacritics.

    Returns:
        Pronunciations in ASCII letters, the likeliest first. A Russian form has those of every surname of which it may
        be a case. Empty if the word has letters that the tables lack.
    """
    if is_cyrillic(surface[0]):
        found = [reading for base in nominatives(surface) for reading in _read(base, "cyrillic.txt")]
    else:
        found = _read(_plain(surface), "latin.txt")
    return tuple(dict.fromkeys(found))


def phonetic_key(sound: str) -> str:
    """Return the key to look names up by: classes of the first consonants, after ``a`` if the name starts with a vowel.

    Args:
        sound: a result of `pronunciations`.

    Returns:
        One to four letters; empty if the name has no consonant.
    """
    consonants = sound.replace("dj", "j").translate(_KEY_CLASSES)[:KEY_LENGTH]
    return ("a" if sound[0] in VOWELS else "") + consonants if consonants else ""


def _plain(surface: str) -> str:
    """Return a Latin word with one code point a letter, without ties (t͡s) and accents that the table lacks (ė)."""
    if surface.isascii():
        return surface
    known = _table("latin.txt").rows
    composed = "".join(each for each in unicodedata.normalize("NFC", surface) if not unicodedata.combining(each))
    return "".join(each if each in known else unicodedata.normalize("NFKD", each)[0] for each in composed)


def _read(word: str, table: str) -> list[str]:
    rows, groups, letters = _table(table)
    # Letters with one sound each, and between them the other groups of letters.
    pieces = groups.split(word)
    readings = [word.translate(letters)] if len(pieces) == 1 else _combined(pieces, rows, letters)
    if not "".join(readings).isascii():
        return []
    return [reading for each in readings for reading in _simplified(each) if reading]


def _combined(pieces: list[str], rows: dict[str, tuple[str, ...]], letters: _Letters) -> list[str]:
    """Return the first readings of letters and groups in turn; those of the first group vary fastest."""
    heard: list[tuple[str, ...]] = [(piece.translate(letters),) for piece in pieces]
    heard[1::2] = [rows.get(group, ()) for group in pieces[1::2]]
    if not pieces[0]:
        heard[1] = rows.get(f"^{pieces[1]}", heard[1])
    if not pieces[-1] and (len(pieces) > 3 or pieces[0]):
        heard[-2] = rows.get(f"{pieces[-2]}$", heard[-2])
    return ["".join(each[::-1]) for each in islice(product(*heard[::-1]), MAX_READINGS)]


def _simplified(sound: str) -> list[str]:
    """Return a reading without doubled letters and glides; if an h may be silent, also the reading without it."""
    if _UNSETTLED.search(sound) is not None:
        sound = _HUSHED_O.sub("e", _GLIDE.sub("", _DOUBLED.sub(r"\1", sound)))
        sound = _DOUBLED.sub(r"\1", sound)
    if "h" not in sound:
        return [sound]
    silent = _DOUBLED.sub(r"\1", _SILENT_H.sub("", sound))
    return [sound] if silent == sound else [sound, silent]
