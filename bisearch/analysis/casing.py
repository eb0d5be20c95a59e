"""Capital letters of words in a collection, counted within sentences, to recognize names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bisearch.analysis.tokenizer import form_of, without_ending
from bisearch.analysis.written_forms import noted_word
from bisearch.notation.scripts import is_cyrillic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# A name is capitalized at least this many times as often as not: scanners and typists make mistakes.
MIN_CAPITALS_PER_SMALL = 3
# The text before a word within a sentence: a word, a comma, an initial or a short abbreviation with its dot.
_WITHIN = re.compile(r"(?:[\w,;)–—-]|\b\w{1,4}\.)[ \"«“„(*_]*$")
_BREAK = re.compile(r"[\s-]")
_CONTEXT_LENGTH = 16


@dataclass(slots=True)
class Use:
    """The number of occurrences of a form, in capitals and in lower case.

    Attributes:
        surface: its first spelling in lower case, with the diacritics that the form lacks.
        total: number of occurrences.
        capital: number of occurrences with a capital letter within a sentence.
        small: number of occurrences in lower case.
    """

    surface: str
    total: int = 0
    capital: int = 0
    small: int = 0


def used_as_name(capital: int, small: int) -> bool | None:
    """Return whether a form is used as a name; None without evidence, e.g. if it only begins sentences.

    Args:
        capital: number of occurrences with a capital letter within a sentence.
        small: number of occurrences in lower case.
    """
    if not capital and not small:
        return None
    return capital >= MIN_CAPITALS_PER_SMALL * small


def is_within_sentence(text: str, start: int) -> bool:
    """Return whether what is before a word shows that the word does not begin a sentence."""
    if start > 1 and text[start - 1] == " " and text[start - 2].isalnum():  # most words, in a tenth of the time
        return True
    return _WITHIN.search(text, max(0, start - _CONTEXT_LENGTH), start) is not None


class Usage:
    """Counts of words by spelling; each spelling is normalized once, at the end."""

    def __init__(self) -> None:
        self._totals: Counter[str] = Counter()
        self._capitals: Counter[str] = Counter()

    def count(self, totals: Mapping[str, int]) -> None:
        """Add counts of words by spelling."""
        self._totals.update(totals)

    def notice(self, text: str, starts: Sequence[int], surfaces: Sequence[str]) -> None:
        """Count the words of a text with a capital letter within a sentence, given the columns of `tokenizer.Words`."""
        if text.isupper():
            return
        for place, is_lower in enumerate(map(str.islower, surfaces)):
            if is_lower:  # as most words
                continue
            surface = surfaces[place]
            if surface[0].isalpha() and not surface[0].islower() and is_within_sentence(text, starts[place]):
                self._capitals[surface] += 1

    def add(self, later: Usage) -> None:
        """Add the counts of later texts."""
        self._totals.update(later._totals)
        self._capitals.update(later._capitals)

    def uses(self) -> dict[str, Use]:
        """Return the counts of each form, without the number of a note, in order of first occurrence."""
        uses: dict[str, Use] = {}
        for surface, total in self._totals.items():
            form = form_of(surface)
            form = noted_word(form) or form
            use = uses.get(form)
            if use is None:
                use = uses[form] = Use(_spelling(surface, form))
            use.total += total
            if surface[0].islower():
                use.small += total
            else:
                use.capital += self._capitals[surface]
        return uses


def _spelling(surface: str, form: str) -> str:
    """Return a spelling with the diacritics of Latin letters, which show how a name sounds and which a form lacks."""
    written = without_ending(surface).lower()
    is_plain = written.isascii() or is_cyrillic(form[0]) or _BREAK.search(written) is not None
    return form if is_plain else written
