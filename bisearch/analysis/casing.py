"""How words are used in a collection: how often, and whether with a capital letter where no sentence begins."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bisearch.analysis.tokenizer import form_of, without_possessive
from bisearch.notation.scripts import is_cyrillic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# A name may be met with a small letter now and then: scanners and typists make such slips.
CAPITALS_A_SMALL = 3
# What stands before a word within a sentence: a word, a comma, an initial or a short abbreviation with its dot.
_WITHIN = re.compile(r"(?:[\w,;)–—-]|\b\w{1,4}\.)[ \"«“„(*_]*$")
_BREAK = re.compile(r"[\s-]")
_BEFORE = 16


@dataclass(slots=True)
class Use:
    """How a form was met.

    Attributes:
        surface: its first spelling in small letters, with the diacritics that its form lacks.
        total: how often.
        capital: how often with a capital letter within a sentence.
        small: how often with a small letter.
    """

    surface: str
    total: int = 0
    capital: int = 0
    small: int = 0


def used_as_name(capital: int, small: int) -> bool | None:
    """Tell whether a form is used as a name; None where it was met only where any word has a capital letter.

    Args:
        capital: how often it was met with a capital letter within a sentence.
        small: how often with a small letter.
    """
    if not capital and not small:
        return None
    return capital >= CAPITALS_A_SMALL * small


class Usage:
    """Counts of words as they are met, by their spelling: the form of each is asked for once, in the end."""

    def __init__(self) -> None:
        self._totals: Counter[str] = Counter()
        self._capitals: Counter[str] = Counter()

    def count(self, totals: Mapping[str, int]) -> None:
        """Count words by their spelling."""
        self._totals.update(totals)

    def notice(self, text: str, starts: Sequence[int], surfaces: Sequence[str]) -> None:
        """Count the words of a text that have a capital letter within a sentence; see `tokens.Words`."""
        if text.isupper():
            return
        for place, surface in enumerate(surfaces):
            if (
                not surface.islower()
                and surface[0].isalpha()
                and not surface[0].islower()
                and _WITHIN.search(text, max(0, starts[place] - _BEFORE), starts[place]) is not None
            ):
                self._capitals[surface] += 1

    def add(self, later: Usage) -> None:
        """Count what was met after this."""
        self._totals.update(later._totals)
        self._capitals.update(later._capitals)

    def uses(self) -> dict[str, Use]:
        """Return how each form was met, in the order they were."""
        uses: dict[str, Use] = {}
        for surface, total in self._totals.items():
            form = form_of(surface)
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
    """Return a spelling with its diacritics: only Latin letters lose in a form what tells how a name sounds."""
    written = without_possessive(surface).lower()
    is_plain = written.isascii() or is_cyrillic(form[0]) or _BREAK.search(written) is not None
    return form if is_plain else written
