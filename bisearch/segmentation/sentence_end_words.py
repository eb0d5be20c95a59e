"""Words that decide whether a full stop ends a sentence: abbreviations, and words that open sentences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bisearch.word_lists import read_words

if TYPE_CHECKING:
    from bisearch.model import Side

_BEFORE_NAMES, _ANYWHERE = "[before names]", "[anywhere]"


@dataclass(frozen=True, slots=True)
class SentenceEndWords:
    """The words of one language.

    Attributes:
        before_names: abbreviations that never end a sentence, since the next word belongs to them ("Mr. Smith"),
            without their last dot; an entry with a capital letter matches only as written, the others in any case.
        anywhere: abbreviations that may end a sentence ("etc."), without their last dot; case as in `before_names`.
        openers: words, in lower case, that are capitalized only at the beginning of a sentence.
    """

    before_names: frozenset[str]
    anywhere: frozenset[str]
    openers: frozenset[str]


@cache
def sentence_end_words(side: Side) -> SentenceEndWords:
    """Return the words of one language."""
    parts: dict[str, set[str]] = {_BEFORE_NAMES: set(), _ANYWHERE: set()}
    part = parts[_BEFORE_NAMES]
    for line in read_words("segmentation", f"abbreviations.{side}.txt"):
        if line.startswith("["):
            part = parts[line[: line.index("]") + 1]]
        else:
            part.add(line)
    return SentenceEndWords(
        before_names=frozenset(parts[_BEFORE_NAMES]),
        anywhere=frozenset(parts[_ANYWHERE]),
        openers=frozenset(read_words("segmentation", f"openers.{side}.txt")),
    )
