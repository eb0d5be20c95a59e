"""Language marks in names of files and folders: ``letter_ru.txt``, ``rus 2.txt``, ``ru-RU/``.

A name with a mark does not make a pair yet: ``en route.txt`` is half of a pair only beside ``ru route.txt``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal, NamedTuple, TypeAlias

from bisearch.word_lists import read_rows

# Which text of a document a mark names. The languages of an original and its translation are known by their scripts.
Role: TypeAlias = Literal["ru", "en", "original", "translation"]
OPPOSITES: dict[Role, Role] = {"ru": "en", "en": "ru", "original": "translation", "translation": "original"}

_ROLES: dict[str, tuple[Role, Role]] = {"languages": ("ru", "en"), "texts": ("original", "translation")}
# What may separate a mark from the rest of a name.
_SEPARATORS = r" ._\-–—,+()\[\]"
_OPENING, _CLOSING = " ._-–—,+([", " ._-–—,+)]"


class Mark(NamedTuple):
    """One language mark in a name.

    Attributes:
        role: the text that it names.
        head: the name before the mark and its separator.
        tail: the name after the mark and its separator.
        separator: the separator before the mark, or after a mark that begins the name.
        convention: number of the mark's row in the table of marks; the marks of a pair mostly share it.
    """

    role: Role
    head: str
    tail: str
    separator: str
    convention: int

    @property
    def stem(self) -> str:
        """The name without the mark."""
        return f"{self.head}{self.separator}{self.tail}" if self.head and self.tail else self.head or self.tail


def find_marks(name: str) -> list[Mark]:
    """Return the language marks in the name of a folder, or of a file without its suffix; the last one comes first."""
    pattern, meanings = _table()
    name = unicodedata.normalize("NFC", name)
    marks = []
    for match in pattern.finditer(name):
        role, convention = meanings[_key(match[0])]
        before, after = name[: match.start()], name[match.end() :]
        head, tail = before.rstrip(_OPENING), after.lstrip(_CLOSING)
        separator = before[len(head) :] or after[: len(after) - len(tail)]
        marks.append(Mark(role, head, tail, separator, convention))
    return marks[::-1]


def normalize_name(name: str) -> str:
    """Return a name in the form in which the names of a pair are compared: composed characters, lower case."""
    return unicodedata.normalize("NFC", name).casefold()


def _key(mark: str) -> str:
    return mark.lower().replace("_", "-")


@cache
def _table() -> tuple[re.Pattern[str], dict[str, tuple[Role, int]]]:
    meanings: dict[str, tuple[Role, int]] = {}
    for number, (kind, *columns) in enumerate(read_rows("sources", "language_marks.txt", "|")):
        for role, words in zip(_ROLES[kind], columns, strict=True):
            meanings |= dict.fromkeys(words.split(), (role, number))
    longest_first = sorted(meanings, key=len, reverse=True)
    marks = "|".join(word.replace("-", "[-_]") for word in longest_first)
    # A digit may precede or follow a mark without a separator: 01ru, en2.
    pattern = rf"(?<![^{_SEPARATORS}\d])(?:{marks})(?![^{_SEPARATORS}\d])"
    return re.compile(pattern, re.IGNORECASE), meanings
