"""The pronunciation of a name in either script, in one alphabet in which its transliterations nearly agree.

Деканозов, Dekanozov and Dekanosow all become ``dekanosov``; Щербатюк, Shcherbatyuk, Scherbatiuk and Ščerbatjuk become
``werbatuk``. A spelling with several readings (ch in Chekhov, Chruschtschow and Chostakovitch) yields all of them. The
tables are data files: ``data/latin.txt`` and ``data/cyrillic.txt``. This is the fine comparison of names, with vowels
and case endings; `bisearch.similarity.skeletons` compares consonants only.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import chain, islice, product
from typing import TYPE_CHECKING, NamedTuple

from bisearch.lazy_pattern import lazy_pattern
from bisearch.notation.scripts import is_cyrillic
from bisearch.similarity.surname_cases import nominatives
from bisearch.word_lists import read_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

# Limit on the readings of one spelling.
MAX_READINGS = 8
# Limit on the words whose pronunciations are kept: most words of one batch occur in the next one again.
MAX_KNOWN = 1 << 15
# Number of consonants in a key.
KEY_LENGTH = 3
VOWELS = frozenset("aeiou")
# The sound of a letter that a table lacks.
UNKNOWN = "\ufffd"

_DOUBLED = lazy_pattern(r"(.)\1+")
# Yu, iu and ju are the same sound, as are ie and 'e; after ch, sh and zh so are o and e (Khrushchov, Хрущев).
_GLIDE = lazy_pattern(r"i(?=[aeou])")
_HUSHED_O = lazy_pattern(r"(?<=[qwj])o")
# At the end of a line too: many readings are simplified together, one in each line.
_SILENT_H = lazy_pattern(r"(?<=[aeiou])h(?=[bcdfgklmnpqrstvwj\n]|$)")
# Sounds that transliterations often interchange share one letter in a key.
_KEY_CLASSES = str.maketrans("qjch", "wwsg", "aeiou")
# The pronunciations of some words.
_known: dict[str, tuple[str, ...]] = {}


class _Letters(dict[int, str]):
    """The sound of each letter that has only one, for `str.translate`; other letters get a sound that is not ASCII.

    Line ends stay: they separate words that are read together.
    """

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
    return _Table(
        rows, re.compile(f"({'|'.join(map(_pattern, groups))})"), _Letters(str.maketrans(letters | {"\n": "\n"}))
    )


def _pattern(group: str) -> str:
    """Return the pattern of a row; a group for the end of a word needs a letter before it."""
    begins, ends = r"\A" if group[0] == "^" else "", r"\Z" if group[-1] == "$" else ""
    return (r"(?!\A)" if ends else begins) + re.escape(group.strip("^$")) + ends


def pronunciations(surface: str) -> tuple[str, ...]:
    """Return the possible pronunciations of a name.

    Args:
        surface: a lower-case word of either script, with its diacritics.

    Returns:
        Pronunciations in ASCII letters, the likeliest first. A Russian form has those of every surname of which it may
        be a case. Empty if the word has letters that the tables lack.
    """
    return pronunciations_of_all((surface,))[0]


def pronunciations_of_all(surfaces: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the `pronunciations` of each of many words, which are read together in half the time."""
    known = {surface: heard for surface in surfaces if (heard := _known.get(surface)) is not None}
    new = [surface for surface in dict.fromkeys(surfaces) if surface not in known]
    latin = [surface for surface in new if not is_cyrillic(surface[0])]
    for surface, readings in zip(latin, _read([_plain(surface) for surface in latin], "latin.txt"), strict=True):
        known[surface] = tuple(dict.fromkeys(readings))
    cyrillic = [surface for surface in new if is_cyrillic(surface[0])]
    bases = list(map(nominatives, cyrillic))
    read = iter(_read(list(chain.from_iterable(bases)), "cyrillic.txt"))
    for surface, of_one in zip(cyrillic, bases, strict=True):
        known[surface] = tuple(dict.fromkeys(chain.from_iterable(islice(read, len(of_one)))))
    if len(_known) + len(new) > MAX_KNOWN:
        _known.clear()
    if len(new) <= MAX_KNOWN:
        _known.update((surface, known[surface]) for surface in new)
    return list(map(known.__getitem__, surfaces))


def phonetic_key(sound: str) -> str:
    """Return the key to look names up by: classes of the first consonants, after ``a`` if the name starts with a vowel.

    Args:
        sound: a result of `pronunciations`.

    Returns:
        One to four letters; empty if the name has no consonant.
    """
    return phonetic_keys((sound,))[0]


def phonetic_keys(sounds: Sequence[str]) -> list[str]:
    """Return the `phonetic_key` of each of many pronunciations."""
    consonants = "\n".join(sounds).replace("dj", "j").translate(_KEY_CLASSES).split("\n")
    return [
        ("a" if sound[0] in VOWELS else "") + classes[:KEY_LENGTH] if classes else ""
        for sound, classes in zip(sounds, consonants, strict=False)  # no sounds have one empty line
    ]


def keys_of_all(heard: Sequence[Sequence[str]]) -> list[set[str]]:
    """Return the phonetic keys of the pronunciations of each of many words, without the empty one."""
    keys = iter(phonetic_keys(list(chain.from_iterable(heard))))
    return [set(islice(keys, len(readings))) - {""} for readings in heard]


def _plain(surface: str) -> str:
    """Return a Latin word with one code point a letter, without ties (t͡s) and accents that the table lacks (ė)."""
    if surface.isascii():
        return surface
    known = _table("latin.txt").rows
    composed = "".join(each for each in unicodedata.normalize("NFC", surface) if not unicodedata.combining(each))
    return "".join(each if each in known else unicodedata.normalize("NFKD", each)[0] for each in composed)


def _read(words: Sequence[str], table: str) -> list[list[str]]:
    """Return the readings of each of some words."""
    if not words:
        return []
    rows, groups, letters = _table(table)
    text = "\n".join(words)
    if text.count("\n") >= len(words):  # a line end in a word is a letter that the tables lack
        return _read([word.replace("\n", UNKNOWN) for word in words], table)
    # Most words only have letters with one sound each; all are read at once as if they had no others.
    found = _simplified(text.translate(letters))
    places = [place for place, word in enumerate(words) if groups.search(word) is not None]
    # The others have letters with one sound each, and between them groups of letters.
    combined = [_combined(groups.split(words[place]), rows, letters) for place in places]
    simplified = iter(_simplified("\n".join(chain.from_iterable(combined))))
    for place, readings in zip(places, combined, strict=True):
        found[place] = list(chain.from_iterable(islice(simplified, len(readings))))
    return found


def _combined(pieces: list[str], rows: dict[str, tuple[str, ...]], letters: _Letters) -> list[str]:
    """Return the first readings of letters and groups in turn; those of the first group vary fastest."""
    heard: list[tuple[str, ...]] = [(piece.translate(letters),) for piece in pieces]
    heard[1::2] = [rows.get(group, ()) for group in pieces[1::2]]
    if not pieces[0]:
        heard[1] = rows.get(f"^{pieces[1]}", heard[1])
    if not pieces[-1] and (len(pieces) > 3 or pieces[0]):
        heard[-2] = rows.get(f"{pieces[-2]}$", heard[-2])
    return ["".join(each[::-1]) for each in islice(product(*heard[::-1]), MAX_READINGS)]


def _simplified(text: str) -> list[list[str]]:
    """Return the readings in the lines of a text without doubled letters and glides.

    A reading whose h may be silent is followed by the one without it. A reading with a sound that is not ASCII, or with
    no sound, is left out.
    """
    text = _DOUBLED.sub(r"\1", _HUSHED_O.sub("e", _GLIDE.sub("", _DOUBLED.sub(r"\1", text))))
    silent = _DOUBLED.sub(r"\1", _SILENT_H.sub("", text))
    both = zip(text.split("\n"), silent.split("\n"), strict=True)
    return [
        ([sound] if sound == shorter else [sound, shorter]) if sound and sound.isascii() else []
        for sound, shorter in both
    ]
