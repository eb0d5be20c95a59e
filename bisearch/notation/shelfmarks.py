"""Archival shelfmarks in either script: ф. 558, оп. 11 and f. 558, op. 11 are the same."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bisearch.model import SIDES
from bisearch.word_lists import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.model import Side

_WORD = re.compile(r"[^\W_]+")


class Shelfmark(NamedTuple):
    """A shelfmark as it stands in a text.

    Attributes:
        start: first code point.
        end: one past the last.
        parts: the name of each part (``fond``, ``opis``, ``delo``, ``list``) and its number as written.
    """

    start: int
    end: int
    parts: tuple[tuple[str, str], ...]


@cache
def _parts() -> dict[str, dict[Side, tuple[str, ...]]]:
    """Return what each language writes for each part."""
    rows = (line.split("|") for line in read_words("shelfmarks.txt"))
    return {
        name.strip(): {side: tuple(words.split()) for side, words in zip(SIDES, sides, strict=True)}
        for name, *sides in rows
    }


@cache
def _names() -> dict[str, str]:
    """Return which part each word stands for."""
    return {word: name for name, sides in _parts().items() for words in sides.values() for word in words}


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(sorted(_names(), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<word>{words})\.?\s*(?P<number>\d+[а-яa-z]?)(?!\w)[\s,;.]*", re.IGNORECASE)


def spellings(part: str, side: Side) -> tuple[str, ...]:
    """Return what a language writes before the number of a part."""
    return _parts()[part][side]


def shelfmarks(text: str) -> Iterator[Shelfmark]:
    """Yield the shelfmarks of a text: those that begin with a collection, or have two parts or more."""
    parts: list[tuple[str, str]] = []
    start = end = reach = 0
    for match in _pattern().finditer(text):
        part = (_names()[match["word"].lower()], match["number"])
        if parts and match.start() == reach:
            parts.append(part)
        else:
            yield from _whole(start, end, parts)
            start, parts = match.start(), [part]
        end, reach = match.end("number"), match.end()
    yield from _whole(start, end, parts)


def shelfmark_key(text: str) -> list[str]:
    """Return the words of a shelfmark in a form in which those of both scripts are the same."""
    words = _WORD.findall(text.lower())
    return [_names().get(word, word.lstrip("0") or word) for word in words]


def _whole(start: int, end: int, parts: list[tuple[str, str]]) -> Iterator[Shelfmark]:
    if len(parts) > 1 or any(name == "fond" for name, _ in parts):
        yield Shelfmark(start, end, tuple(parts))
