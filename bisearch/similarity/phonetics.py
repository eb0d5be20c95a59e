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

from bisearch.lazy_pattern import lazy_pattern
from bisearch.notation.scripts import is_cyrillic
from bisearch.similarity.surname_cases import nominatives
from bisearch.word_lists import read_rows

# Limit on the readings of one spelling.
MAX_READINGS = 8
# Number of consonants in a key.
KEY_LENGTH = 3
VOWELS = frozenset("aeiou")

_DOUBLED = lazy_pattern(r"(.)\1+")
# Yu, iu and ju are the same sound, as are ie and 'e; after ch, sh and zh so are o and e (Khrushchov, Хрущев).
_GLIDE = lazy_pattern(r"i(?=[aeou])")
_HUSHED_O = lazy_pattern(r"(?<=[qwj])o")
_UNSETTLED = lazy_pattern(r"(.)\1|i[aeou]|[qwj]o")
_SILENT_H = lazy_pattern(r"(?<=[aeiou])h(?=[bcdfgklmnpqrstvwj]|$)")
# Sounds that transliterations often interchange share one letter in a key.
_KEY_CLASSES = str.maketrans("qjch", "wwsg", "aeiou")


@cache
def _table(name: str) -> tuple[dict[str, tuple[str, ...]], re.Pattern[str]]:
    """Return the rows of a table and a pattern that splits a word into the longest letter groups that the table has."""
    rows = {group: tuple(sounds) for group, *sounds in read_rows("similarity", name)}
    groups = sorted(rows, key=lambda group: len(group.strip("^$")), reverse=True)
    letters = re.escape("".join(group for group in groups if len(group) == 1))
    return rows, re.compile("|".join([*(_pattern(group) for group in groups if len(group) > 1), f"[{letters}]"]))


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
    known, _ = _table("latin.txt")
    composed = "".join(each for each in unicodedata.normalize("NFC", surface) if not unicodedata.combining(each))
    return "".join(each if each in known else unicodedata.normalize("NFKD", each)[0] for each in composed)


def _read(word: str, table: str) -> list[str]:
    rows, pattern = _table(table)
    groups = pattern.findall(word)
    if not groups or sum(map(len, groups)) < len(word):
        return []
    heard = [rows.get(group, ()) for group in groups]
    heard[0] = rows.get(f"^{groups[0]}", heard[0])
    if len(groups) > 1:
        heard[-1] = rows.get(f"{groups[-1]}$", heard[-1])
    # The readings of the first group vary fastest.
    readings = ["".join(each[::-1]) for each in islice(product(*heard[::-1]), MAX_READINGS)]
    return [reading for each in readings for reading in _simplified(each) if reading]


def _simplified(sound: str) -> list[str]:
    """Return a reading without doubled letters and glides; if an h may be silent, also the reading without it."""
    if _UNSETTLED.search(sound) is not None:
        sound = _HUSHED_O.sub("e", _GLIDE.sub("", _DOUBLED.sub(r"\1", sound)))
        sound = _DOUBLED.sub(r"\1", sound)
    if "h" not in sound:
        return [sound]
    silent = _DOUBLED.sub(r"\1", _SILENT_H.sub("", sound))
    return [sound] if silent == sound else [sound, silent]
