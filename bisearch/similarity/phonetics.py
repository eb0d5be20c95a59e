"""What a name sounds like, from either script: one alphabet in which all transliterations of a name nearly agree.

Деканозов, Dekanozov and Dekanosow are all ``dekanosov``; Щербатюк, Shcherbatyuk, Scherbatiuk and Ščerbatjuk are all
``werbatuk``. Where a spelling may be read in several ways (ch as in Chekhov, Chruschtschow or Chostakovitch), all are
given. The tables are data: ``data/latin.txt``, ``data/cyrillic.txt``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import islice, product

from bisearch.notation.scripts import is_cyrillic
from bisearch.similarity.surname_cases import nominatives
from bisearch.word_lists import read_rows

# A spelling is read in at most so many ways.
MAX_READINGS = 8
# A name is found by its first consonants, so many of them.
KEY_LENGTH = 3
VOWELS = frozenset("aeiou")

_DOUBLED = re.compile(r"(.)\1+")
# Yu, iu and ju are one, as are ie and 'e; after ch, sh and zh, o and e are one (Khrushchov, Хрущев).
_GLIDE = re.compile(r"i(?=[aeou])")
_HUSHED_O = re.compile(r"(?<=[qwj])o")
_UNSETTLED = re.compile(r"(.)\1|i[aeou]|[qwj]o")
_SILENT_H = re.compile(r"(?<=[aeiou])h(?=[bcdfgklmnpqrstvwj]|$)")
# Sounds that spellings take for one another more often than not, as one letter of a key.
_KEY_CLASSES = str.maketrans("qjch", "wwsg", "aeiou")


@cache
def _table(name: str) -> tuple[dict[str, tuple[str, ...]], re.Pattern[str]]:
    """Return the rows of a table, and what cuts a word into their groups, of several that fit the longest."""
    rows = {group: tuple(sounds) for group, *sounds in read_rows("similarity", name)}
    groups = sorted(rows, key=lambda group: len(group.strip("^$")), reverse=True)
    letters = re.escape("".join(group for group in groups if len(group) == 1))
    return rows, re.compile("|".join([*(_pattern(group) for group in groups if len(group) > 1), f"[{letters}]"]))


def _pattern(group: str) -> str:
    """Return a pattern of a row; what is for a word's end has something before it."""
    begins, ends = r"\A" if group[0] == "^" else "", r"\Z" if group[-1] == "$" else ""
    return (r"(?!\A)" if ends else begins) + re.escape(group.strip("^$")) + ends


@lru_cache(maxsize=1 << 14)
def pronunciations(surface: str) -> tuple[str, ...]:
    """Return what a name may sound like.

    Args:
        surface: a lower-case word of either script, diacritics kept where it has any.

    Returns:
        At least one reading, the likeliest first, in ASCII letters; of a Russian form, those of the surnames it may be
        a case of. Empty where the word has other letters.
    """
    if is_cyrillic(surface[0]):
        found = [reading for base in nominatives(surface) for reading in _read(base, "cyrillic.txt")]
    else:
        found = _read(_plain(surface), "latin.txt")
    return tuple(dict.fromkeys(found))


def phonetic_key(sound: str) -> str:
    """Return what names are looked up by: the classes of the first consonants, and whether a vowel begins.

    Args:
        sound: one of `sounds`.

    Returns:
        One to four letters; empty where the name has no consonant.
    """
    consonants = sound.replace("dj", "j").translate(_KEY_CLASSES)[:KEY_LENGTH]
    return ("a" if sound[0] in VOWELS else "") + consonants if consonants else ""


def _plain(surface: str) -> str:
    """Return a Latin word with each letter in one code point, ligatures off (t͡s), and unknown accents off (ė)."""
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
    # The first group's options take turns first.
    readings = ["".join(each[::-1]) for each in islice(product(*heard[::-1]), MAX_READINGS)]
    return [reading for each in readings for reading in _simplified(each) if reading]


def _simplified(sound: str) -> list[str]:
    """Return a reading with doubled letters single and glides gone; where an h may be silent, without it too."""
    if _UNSETTLED.search(sound) is not None:
        sound = _HUSHED_O.sub("e", _GLIDE.sub("", _DOUBLED.sub(r"\1", sound)))
        sound = _DOUBLED.sub(r"\1", sound)
    if "h" not in sound:
        return [sound]
    silent = _DOUBLED.sub(r"\1", _SILENT_H.sub("", sound))
    return [sound] if silent == sound else [sound, silent]
