"""Compact encodings of values that an index stores by the hundred thousand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# A probability is stored as an integer, multiplied by this: two bytes where SQLite's floating-point numbers take eight.
SCALE = 10_000
_NOTHING_CUT = ord("0")


def encode_lemmas(form: str, lemmas: Iterable[str]) -> str:
    """Encode the lemmas of a form by their different endings; no lemma may contain a space.

    Returns:
        For each lemma, a character for the number of letters to cut from the end of the form, then the letters to
        append; separated by spaces. ``стать`` and ``сталь``, lemmas of ``стали``, become ``2ть 1ь``.
    """
    return " ".join(_encode(form, lemma) for lemma in lemmas)


def decode_lemmas(form: str, packed: str) -> tuple[str, ...]:
    """Return the lemmas of a form from their encoding by `encode_lemmas`.

    Raises:
        ValueError: the encoding is malformed.
        IndexError: the same.
    """
    whole = len(form) + _NOTHING_CUT
    lemmas = tuple([form[: whole - ord(each[0])] + each[1:] for each in packed.split(" ")])
    if "" in lemmas:
        raise ValueError(f"the form {form!r} has an empty lemma")
    return lemmas


def _encode(form: str, lemma: str) -> str:
    kept = 0
    for letter, other in zip(form, lemma, strict=False):
        if letter != other:
            break
        kept += 1
    return chr(_NOTHING_CUT + len(form) - kept) + lemma[kept:]
