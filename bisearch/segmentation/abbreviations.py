"""The words that tell what a full stop means: abbreviations, and words that open sentences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bisearch.word_lists import read_words

if TYPE_CHECKING:
    from bisearch.model import Side

_BEFORE_NAMES, _ANYWHERE = "[before names]", "[anywhere]"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is known of one language's words.

    Attributes:
        before_names: abbreviations that what follows belongs to, without their last dot; those with a capital letter
            hold only as written, the others in any case.
        anywhere: abbreviations that a sentence may end with, likewise.
        openers: lower-case words that are capitalized only where a sentence begins.
    """

    before_names: frozenset[str]
    anywhere: frozenset[str]
    openers: frozenset[str]


@cache
def vocabulary(side: Side) -> Vocabulary:
    """Return one language's words."""
    parts: dict[str, set[str]] = {_BEFORE_NAMES: set(), _ANYWHERE: set()}
    part = parts[_BEFORE_NAMES]
    for line in read_words("segmentation", f"abbreviations.{side}.txt"):
        if line.startswith("["):
            part = parts[line[: line.index("]") + 1]]
        else:
            part.add(line)
    return Vocabulary(
        before_names=frozenset(parts[_BEFORE_NAMES]),
        anywhere=frozenset(parts[_ANYWHERE]),
        openers=frozenset(read_words("segmentation", f"openers.{side}.txt")),
    )
