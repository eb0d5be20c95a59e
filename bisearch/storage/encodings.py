"""Small things that an index has by the hundred thousand, in few bytes: probabilities, and the lemmas of a form."""

from __future__ import annotations

from os.path import commonprefix
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Probabilities are stored as so many parts of one, in two bytes where SQLite's numbers take eight.
SCALE = 10_000
_NONE_OFF = ord("0")


def encode_lemmas(form: str, lemmas: Iterable[str]) -> str:
    """Return the lemmas of a form, none of them with a blank, in as many letters as they differ from it.

    Returns:
        For each, a character that says how many letters of the form are taken off its end, and what is put there,
        parted by blanks: ``2ть 1ь`` for ``стать`` and ``сталь`` of ``стали``.
    """
    return " ".join(_packed(form, lemma) for lemma in lemmas)


def decode_lemmas(form: str, packed: str) -> tuple[str, ...]:
    """Return the lemmas of a form from what `encode_lemmas` made of them."""
    whole = len(form) + _NONE_OFF
    return tuple([form[: whole - ord(each[0])] + each[1:] for each in packed.split(" ")])


def _packed(form: str, lemma: str) -> str:
    kept = len(commonprefix((form, lemma)))  # noqa: RUF071 -- letter by letter is what is meant
    return chr(_NONE_OFF + len(form) - kept) + lemma[kept:]
