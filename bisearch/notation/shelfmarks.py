"""Archival shelfmarks in either script: ф. 558, оп. 11 and f. 558, op. 11 are the same.

A shelfmark is a run of parts, each a word and a number. The words are data (``data/shelfmarks.txt``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bisearch.model import SIDES, Reference
from bisearch.word_lists import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.model import Side

# Words of this length or shorter are abbreviations, which a citation writes with a dot.
MAX_ABBREVIATION = 2
# How far before a shelfmark the end of the archive's name is looked for, in characters.
ARCHIVE_WINDOW = 80

_WORD = re.compile(r"[^\W_]+")
# A short name with at least two capital letters: RGASPI, ЦГАОР.
_ARCHIVE = re.compile(r"(?<![\w-])([A-ZА-ЯЁ](?=[\w()-]{0,20}[A-ZА-ЯЁ])[\w()-]{1,40})[,.;:]?\s+\Z")
# Leaves, with their versos and ranges: 14об.-15.
_LEAVES = re.compile(r"\d+(?:\s*об\.?|\s*ob\.?)?(?:\s*[-–—,]\s*\d+(?:\s*об\.?)?)*")


class Shelfmark(NamedTuple):
    """A mention of a shelfmark in a text.

    Attributes:
        start: offset of its first code point.
        end: offset after its last code point.
        parts: the name of each part (``fond``, ``opis``, ``delo``, ``list``) and its number as written.
    """

    start: int
    end: int
    parts: tuple[tuple[str, str], ...]


@cache
def _words_of_parts() -> dict[str, dict[Side, tuple[str, ...]]]:
    """Return the words for each part in each language."""
    return {
        name: {side: tuple(words.split()) for side, words in zip(SIDES, sides, strict=True)}
        for name, *sides in read_rows("notation", "shelfmarks.txt", "|")
    }


@cache
def _part_of_word() -> dict[str, str]:
    """Return the part that each word names."""
    return {word: name for name, sides in _words_of_parts().items() for words in sides.values() for word in words}


@cache
def _part_pattern() -> re.Pattern[str]:
    words = "|".join(sorted(_part_of_word(), key=len, reverse=True))
    number = r"(?P<number>\d+(?:об|ob|[а-яa-z])?)(?!\w)"
    return re.compile(rf"(?<!\w)(?P<word>{words})(?P<dot>\.?)\s*{number}[\s,;.]*", re.IGNORECASE)


def _runs(text: str) -> Iterator[list[tuple[str, re.Match[str]]]]:
    """Yield the runs of adjacent parts of a text; each part is its name and its match."""
    run: list[tuple[str, re.Match[str]]] = []
    for match in _part_pattern().finditer(text):
        if run and run[-1][1].end() != match.start():
            yield run
            run = []
        run.append((_part_of_word()[match["word"].lower()], match))
    if run:
        yield run


def part_words(part: str, side: Side) -> tuple[str, ...]:
    """Return the words that a language writes before the number of a part, e.g. ``op`` and ``opis``."""
    return _words_of_parts()[part][side]


def find_shelfmarks(text: str) -> Iterator[Shelfmark]:
    """Yield the shelfmarks of a text: runs of parts with a fond or with at least two parts."""
    for run in _runs(text):
        if len(run) > 1 or run[0][0] == "fond":
            parts = tuple((name, match["number"]) for name, match in run)
            yield Shelfmark(run[0][1].start(), run[-1][1].end("number"), parts)


def find_reference(text: str) -> Reference | None:
    """Return the first shelfmark in a citation, with the archive's name before it.

    Args:
        text: a citation, or the shelfmark itself.

    Returns:
        Its parts as written, e.g. archive RGASPI, fond 558, opis 11, delo 102, list 0106. It begins with a fond and
        its parts are in this order. None without a fond.
    """
    for run in _runs(text):
        for place, (name, match) in enumerate(run):
            if name == "fond" and _is_citation_style(match):
                return _reference(text, run[place:])
    return None


def _is_citation_style(match: re.Match[str]) -> bool:
    """Return whether a part is a whole word or an abbreviation with its dot; "F 16" is neither."""
    return bool(match["dot"]) or len(match["word"]) > MAX_ABBREVIATION


def _reference(text: str, parts: list[tuple[str, re.Match[str]]]) -> Reference:
    """Return a reference of the parts in descending order, from the fond on."""
    order = list(_words_of_parts())
    values: dict[str, str] = {}
    start, end = parts[0][1].start(), 0
    for name, match in parts:
        is_next = not values or order.index(name) > order.index(list(values)[-1])
        if not (is_next and _is_citation_style(match)):
            break
        values[name], end = match["number"], match.end("number")
        if name == "list" and (leaves := _LEAVES.match(text, match.start("number"))):
            values[name], end = leaves.group(), leaves.end()
    archive = _ARCHIVE.search(text, max(0, start - ARCHIVE_WINDOW), start)
    if archive is not None:
        start = archive.start()
    written = " ".join(text[start:end].split()).rstrip(",.; ")
    return Reference(written, archive[1] if archive else "", **values)


def shelfmark_key(text: str) -> list[str]:
    """Return the words of a shelfmark with scripts and leading zeros folded, so that both scripts give equal lists."""
    words = _WORD.findall(text.lower())
    return [_part_of_word().get(word, word.lstrip("0") or word) for word in words]
